package dev.flexgate.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.planning.Proposal.Term;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.List;

/** How a plan is written into the audit log: one record a plan, with what it was decided from. */
final class PlanRecords {

    /** A record holds 48 KiB; the inputs' own hash covers whatever is not listed. */
    private static final int FORECASTS_MAX = 100;

    private static final int LEFT_OUT_MAX = 50;

    private final AuditLog log;
    private final Actor actor;

    PlanRecords(AuditLog log, Actor actor) {
        this.log = log;
        this.actor = actor;
    }

    /**
     * Who applied a plan stands in it: what came of a proposal and what became of the plan are one decision.
     *
     * <p>What a plan follows from is named, but is no cause: a bundle holds causes to the last, and who buys a slot of a
     * plan is not to be handed the order of another that had it made.
     */
    RecordId agreed(Tx tx, Plan plan, List<RecordId> causes, ObjectNode applied) {
        ObjectNode content = Json.object();
        content.set("decision", decision(plan));
        if (!applied.isEmpty()) { // absent where nobody but the agents decided
            content.set("applied", applied);
        }
        ArrayNode forecasts = content.putArray("forecasts");
        plan.forecasts().stream().limit(FORECASTS_MAX).map(Particulars::write).forEach(forecasts::add);
        content.put("forecastsInAll", plan.forecasts().size());
        ArrayNode following = content.putArray("following");
        causes.forEach(cause -> following.add(cause.toString()));
        return log.append(
                tx,
                new Decision(
                        RecordType.PLAN_AGREED,
                        plan.asOf(),
                        actor,
                        new Subject("plan", plan.id().toString(), plan.version()),
                        List.of(),
                        content,
                        List.of()));
    }

    /**
     * A proposal was made.
     *
     * @param superseded those in whose place it waits
     */
    RecordId proposed(
            Tx tx,
            ProposalId id,
            long base,
            Proposal.Wish wish,
            Term term,
            ProposedPlan plan,
            List<ProposalId> superseded) {
        ObjectNode content = Json.object();
        Certificate certificate = plan.certificate();
        content.putObject("decision")
                .put("outcome", wish.origin() == Proposal.Origin.DUE ? "WAITING" : "PROPOSED")
                .put("by", wish.by())
                .put("basePlanVersion", base)
                .put("expiresAt", term.expiresAt().toString())
                .put("inputsSha256", plan.inputsSha256())
                .put("outcomeSha256", plan.outcomeSha256())
                .put("allocations", plan.allocations().size())
                .put("deferred", plan.deferred().size())
                .put("cost", certificate.cost().amount().toPlainString())
                .put("currency", certificate.cost().currency().getCurrencyCode())
                .put("carbonMg", certificate.carbon().milligrams());
        content.setAll(asked(wish));
        if (!superseded.isEmpty()) { // absent where nothing waited before
            ArrayNode list = content.putArray("supersedes");
            superseded.forEach(each -> list.add(each.toString()));
        }
        return append(tx, term.madeAt(), new Subject("proposal", id.toString(), 1), content);
    }

    /** A migration changed. */
    RecordId migrated(Tx tx, Migration migration, String outcome, RecordId cause) {
        Migration.Order order = migration.order();
        ObjectNode content = Json.object();
        content.putObject("decision")
                .put("outcome", outcome)
                .put("revision", migration.revision())
                .put("reasonText", migration.why());
        content.putObject("migration")
                .put("jobId", order.job().toString())
                .put("tenant", order.tenant().value())
                .put("fromSite", order.from().value())
                .put("toSite", order.to().value())
                .put("leaveBy", order.leaveBy().toString())
                .put("resumeAt", order.resumeAt().toString())
                .put("itPowerW", order.itPower().watts())
                .put("leftJ", order.left().joules())
                .put("planVersion", order.planVersion());
        content.putArray("following").add(cause.toString());
        return log.append(
                tx,
                new Decision(
                        RecordType.JOB_MIGRATION,
                        migration.since(),
                        actor,
                        new Subject("migration", migration.id().toString(), migration.revision()),
                        List.of(),
                        content,
                        List.of()));
    }

    /** A proposal was taken back. */
    RecordId withdrawn(Tx tx, Proposal proposal, String by, Instant now) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", "WITHDRAWN").put("by", by);
        content.put("proposed", proposal.record().toString());
        return append(tx, now, new Subject("proposal", proposal.id().toString(), 2), content);
    }

    /** Which plans wait for a person was set. */
    RecordId approval(Tx tx, VersionedApproval set, String by, Instant now) {
        Approval approval = set.approval();
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", "CHANGED").put("by", by);
        ObjectNode json = content.putObject("approval")
                .put("mode", approval.mode().name())
                .put("expiresInMinutes", approval.lasts().toMinutes());
        ArrayNode causes = json.putArray("causes");
        approval.causes().forEach(each -> causes.add(each.name()));
        ArrayNode sites = json.putArray("sites");
        approval.sites().forEach(each -> sites.add(each.value()));
        return log.append(
                tx,
                new Decision(
                        RecordType.CONFIG_CHANGED,
                        now,
                        actor,
                        new Subject("planApproval", "plans", set.version()),
                        List.of(),
                        content,
                        List.of()));
    }

    /** What was asked, in words. */
    static ObjectNode asked(Proposal.Wish wish) {
        ObjectNode json = Json.object().put("reason", wish.reason());
        ArrayNode changes = json.putArray("changes");
        wish.changes().forEach(changes::add);
        ArrayNode leftOut = json.putArray("leftOut");
        wish.leftOut().stream()
                .limit(LEFT_OUT_MAX)
                .forEach(each -> leftOut.add(Json.mapper().<JsonNode>valueToTree(each.members())));
        return json;
    }

    private RecordId append(Tx tx, Instant at, Subject subject, ObjectNode content) {
        return log.append(
                tx, new Decision(RecordType.PLAN_PROPOSED, at, actor, subject, List.of(), content, List.of()));
    }

    private static ObjectNode decision(Plan plan) {
        Certificate certificate = plan.certificate();
        return Json.object()
                .put("outcome", "AGREED")
                .put("cause", plan.cause())
                .put("gridStart", plan.grid().start().toString())
                .put("gridHalfHours", plan.grid().count())
                .put("inputsSha256", plan.inputsSha256())
                .put("outcomeSha256", plan.outcomeSha256())
                .put("allocations", plan.allocations().size())
                .put("deferred", plan.deferred().size())
                .put("cost", certificate.cost().amount().toPlainString())
                .put("currency", certificate.cost().currency().getCurrencyCode())
                .put("carbonMg", certificate.carbon().milligrams())
                .put("objective", certificate.objective().amount().toPlainString())
                .put("lowerBound", certificate.lowerBound().amount().toPlainString())
                .put("gap", certificate.gap().toPlainString())
                .put("carbonPerTonne", certificate.carbonPerTonne().amount().toPlainString())
                .put("rounds", certificate.rounds())
                .put("stopped", certificate.stopped())
                .put("quality", plan.quality().name());
    }
}
