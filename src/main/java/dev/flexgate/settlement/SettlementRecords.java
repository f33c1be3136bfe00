package dev.flexgate.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.Evidence;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.Asset;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;

/** How settlement's decisions are written into the audit log: one record for each change of state. */
final class SettlementRecords {

    /** Subject of all records about one contract, so that one bundle holds them all. */
    static final String ENTITY = "settlement";

    private static final String EVENT_DAY = "event-day";
    private static final String JSON = "application/json";

    private final AuditLog log;
    private final Actor actor;

    SettlementRecords(AuditLog log, Actor actor) {
        this.log = log;
        this.actor = actor;
    }

    /** A contract is to be settled. */
    RecordId opened(
            Tx tx, SettlementContract contract, List<ContractMeter> meters, Instant now, List<RecordId> causes) {
        ObjectNode content = outcome("OPENED");
        commercial(content, contract)
                .put("lines", contract.lines().size())
                .put("utcStart", contract.window().start().toString())
                .put("utcEnd", contract.window().end().toString());
        Evidence document = evidence("contract", ContractJson.write(contract, meters));
        return about(tx, RecordType.SETTLEMENT_OPENED, contract.id(), 1, now, causes, content, List.of(document));
    }

    /** A contract is not to be settled after all. */
    RecordId cancelled(Tx tx, OpenContract open, String reason, Instant now, List<RecordId> causes) {
        ObjectNode content = outcome("CANCELLED");
        ((ObjectNode) content.get("decision")).put("reasonText", reason);
        commercial(content, open.contract());
        return about(tx, RecordType.SETTLEMENT_OPENED, open.id(), open.version() + 1, now, causes, content, List.of());
    }

    /** An order was stopped: this is left of its contract. */
    RecordId curtailed(
            Tx tx,
            OpenContract open,
            SettlementContract left,
            Instant stoppedAt,
            String reason,
            Instant now,
            List<RecordId> causes) {
        ObjectNode content = outcome("CURTAILED");
        ((ObjectNode) content.get("decision")).put("reasonText", reason).put("stoppedAt", stoppedAt.toString());
        commercial(content, left)
                .put("lines", left.lines().size())
                .put("utcStart", left.window().start().toString())
                .put("utcEnd", left.window().end().toString());
        Evidence document = evidence("contract", ContractJson.write(left, open.meters()));
        return about(
                tx,
                RecordType.SETTLEMENT_OPENED,
                open.id(),
                open.version() + 1,
                now,
                causes,
                content,
                List.of(document));
    }

    /** What was planned without the event is fixed before the event. */
    RecordId frozen(Tx tx, OpenContract open, ObjectNode plannedLoad, Instant now, List<RecordId> causes) {
        ObjectNode content = outcome("FROZEN");
        commercial(content, open.contract());
        content.putObject("baseline")
                .put("method", "COUNTERFACTUAL_SCHEDULE")
                .put("methodologyVersion", "1")
                .put("status", "FROZEN");
        Evidence load = evidence("plannedLoad", plannedLoad);
        return about(
                tx, RecordType.BASELINE_FROZEN, open.id(), open.version() + 1, now, causes, content, List.of(load));
    }

    /** A line entered a new state. */
    RecordId moved(
            Tx tx,
            OpenContract open,
            long version,
            LineAct act,
            SettlementLine line,
            Settlement.Word word,
            Instant now,
            List<RecordId> causes) {
        // Nothing was calculated by taking a dispute back.
        ObjectNode content = outcome(act == LineAct.WITHDRAW ? "WITHDRAWN" : line.state());
        ObjectNode decision = (ObjectNode) content.get("decision");
        if (!word.reason().isEmpty()) {
            decision.put("reasonText", word.reason());
        }
        if (!word.by().isEmpty()) {
            decision.put("saidBy", word.by());
        }
        period(content, line.amounts().start());
        commercial(content, open.contract());
        content.putObject("settlement")
                .put("run", line.amounts().run())
                .put("lineRecord", line.amounts().record().toString());
        var all = new LinkedHashSet<>(causes);
        all.add(line.amounts().record());
        return about(tx, RecordType.SETTLEMENT_LINE, open.id(), version, now, List.copyOf(all), content, List.of());
    }

    /** A day does not count for the baseline of an asset. */
    RecordId eventDay(Tx tx, Asset asset, LocalDate day, EventDayReason reason, Instant now, List<RecordId> causes) {
        ObjectNode content = outcome("DECLARED");
        ((ObjectNode) content.get("decision")).put("reasonCode", reason.name());
        content.put("settlementDate", day.toString())
                .put("siteId", asset.site().value())
                .put("assetId", asset.id().value())
                .put("meterId", asset.meter().value());
        var subject = new Subject(EVENT_DAY, asset.id() + "." + day, 1);
        return log.append(
                tx, new Decision(RecordType.EVENT_DAY_DECLARED, now, actor, subject, causes, content, List.of()));
    }

    /** A record about a contract. */
    RecordId about(
            Tx tx,
            RecordType type,
            ContractId id,
            long version,
            Instant now,
            List<RecordId> causes,
            ObjectNode content,
            List<Evidence> evidence) {
        var subject = new Subject(ENTITY, id.toString(), version);
        return log.append(tx, new Decision(type, now, actor, subject, causes, content, evidence));
    }

    static ObjectNode outcome(String outcome) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", outcome);
        return content;
    }

    static ObjectNode commercial(ObjectNode content, SettlementContract contract) {
        return content.putObject("commercial")
                .put("orderId", contract.id().toString())
                .put("counterparty", contract.counterparty())
                .put("seller", contract.seller())
                .put("direction", contract.direction().name())
                .put("currency", contract.currency().getCurrencyCode())
                .put("formulaId", contract.formula().id())
                .put("baselineMethod", contract.baseline().code());
    }

    /** All four, redundant on purpose: whoever checks sees whether they agree. */
    static ObjectNode period(ObjectNode content, Instant start) {
        SettlementPeriod period = SettlementPeriod.containing(start);
        return content.put("settlementDate", period.date().toString())
                .put("settlementPeriod", period.number())
                .put("utcStart", period.interval().start().toString())
                .put("utcEnd", period.interval().end().toString());
    }

    static Evidence evidence(String role, JsonNode json) {
        return new Evidence(role, JSON, Buffer.buffer(Json.bytes(json)));
    }
}
