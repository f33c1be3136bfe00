package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.planning.Adjustment;
import dev.flexgate.planning.Adjustments;
import dev.flexgate.planning.PlanDiff;
import dev.flexgate.planning.Proposal;
import dev.flexgate.planning.ProposedPlan;
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
                .put("origin", proposal.wish().origin().name())
                .put("waits", proposal.waitsAt(now, standing))
                .put("reason", proposal.wish().reason())
                .put("proposedBy", proposal.wish().by())
                .put("madeAt", proposal.term().madeAt().toString())
                .put("expiresAt", proposal.term().expiresAt().toString());
        switch (proposal.state()) {
            case Proposal.State.Open _ -> {}
            case Proposal.State.Applied applied ->
                json.put("appliedVersion", applied.version())
                        .put("closedBy", applied.by())
                        .put("closedAt", applied.at().toString());
            case Proposal.State.Withdrawn withdrawn ->
                json.put("closedBy", withdrawn.by())
                        .put("closedAt", withdrawn.at().toString());
            case Proposal.State.Superseded superseded ->
                json.put("closedAt", superseded.at().toString());
        }
        ArrayNode changes = json.putArray("changes");
        proposal.wish().changes().forEach(changes::add);
        ArrayNode leftOut = json.putArray("leftOut");
        proposal.wish().leftOut().forEach(each -> leftOut.add(Json.mapper().<JsonNode>valueToTree(each.members())));
        json.put("recordId", proposal.record().toString());
        return json;
    }

    /** All of it. */
    static ObjectNode whole(Proposal proposal, PlanDiff diff, Instant now, long standing) {
        ObjectNode json = head(proposal, now, standing);
        ProposedPlan plan = proposal.plan();
        json.put("start", plan.grid().start().toString())
                .put("end", plan.grid().end().toString());
        json.set("certificate", PlanJson.json(plan.certificate()));
        json.set("diff", DiffJson.json(diff));
        json.set("adjustments", adjustments(plan.adjustments()));
        ArrayNode allocations = json.putArray("allocations");
        plan.allocations().forEach(each -> allocations.add(PlanJson.json(each)));
        ArrayNode deferred = json.putArray("deferred");
        plan.deferred().forEach(each -> deferred.add(PlanJson.json(each)));
        return json.put("inputsSha256", plan.inputsSha256()).put("outcomeSha256", plan.outcomeSha256());
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
