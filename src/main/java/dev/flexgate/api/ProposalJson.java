package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.planning.Adjustment;
import dev.flexgate.planning.Adjustments;
import dev.flexgate.planning.PlanDiff;
import dev.flexgate.planning.Proposal;
import dev.flexgate.wire.Json;
import java.time.Instant;

/** Proposals in JSON. */
final class ProposalJson {

    private ProposalJson() {}

    /**
     * A proposal without its runs.
     *
     * @param standing version of the plan that stands
     */
    static ObjectNode head(Proposal proposal, Instant now, long standing) {
        ObjectNode json = Json.object()
                .put("proposalId", proposal.id().toString())
                .put("state", proposal.stateAt(now, standing))
                .put("basePlanVersion", proposal.base())
                .put("reason", proposal.reason())
                .put("proposedBy", proposal.by())
                .put("madeAt", proposal.madeAt().toString())
                .put("expiresAt", proposal.expiresAt().toString());
        switch (proposal.state()) {
            case Proposal.State.Open _ -> {}
            case Proposal.State.Applied applied ->
                json.put("appliedVersion", applied.version())
                        .put("closedBy", applied.by())
                        .put("closedAt", applied.at().toString());
            case Proposal.State.Withdrawn withdrawn ->
                json.put("closedBy", withdrawn.by())
                        .put("closedAt", withdrawn.at().toString());
        }
        ArrayNode changes = json.putArray("changes");
        proposal.changes().forEach(changes::add);
        ArrayNode leftOut = json.putArray("leftOut");
        proposal.leftOut().forEach(each -> leftOut.add(Json.mapper().<JsonNode>valueToTree(each.members())));
        json.put("recordId", proposal.record().toString());
        return json;
    }

    /** All of it. */
    static ObjectNode whole(Proposal proposal, PlanDiff diff, Instant now, long standing) {
        ObjectNode json = head(proposal, now, standing);
        json.put("start", proposal.grid().start().toString())
                .put("end", proposal.grid().end().toString());
        json.set("certificate", PlanJson.json(proposal.certificate()));
        json.set("diff", DiffJson.json(diff));
        json.set("adjustments", adjustments(proposal.adjustments()));
        ArrayNode allocations = json.putArray("allocations");
        proposal.allocations().forEach(each -> allocations.add(PlanJson.json(each)));
        ArrayNode deferred = json.putArray("deferred");
        proposal.deferred().forEach(each -> deferred.add(PlanJson.json(each)));
        return json.put("inputsSha256", proposal.inputsSha256()).put("outcomeSha256", proposal.outcomeSha256());
    }

    /** What holds of what persons have asked. */
    static ArrayNode adjustments(Adjustments adjustments) {
        ArrayNode list = Json.array();
        for (Adjustment each : adjustments.all()) {
            ObjectNode json = list.addObject();
            switch (each) {
                case Adjustment.CarbonWorth worth ->
                    json.put("kind", "CARBON_WORTH")
                            .put("perTonne", PlanJson.text(worth.perTonne()))
                            .put("currency", worth.perTonne().currency().getCurrencyCode());
                case Adjustment.SiteClosed closed ->
                    json.put("kind", "SITE_CLOSED")
                            .put("siteId", closed.site().value())
                            .put("start", closed.when().start().toString());
                case Adjustment.JobAt at ->
                    json.put("kind", "JOB_AT")
                            .put("jobId", at.job().toString())
                            .put("siteId", at.site().value());
                case Adjustment.JobPinned pinned -> {
                    json.put("kind", "JOB_PINNED").put("jobId", pinned.job().toString());
                    ArrayNode runs = json.putArray("runs");
                    pinned.runs().forEach(run -> runs.add(PlanJson.json(run)));
                }
            }
            json.put("until", each.until().toString());
        }
        return list;
    }
}
