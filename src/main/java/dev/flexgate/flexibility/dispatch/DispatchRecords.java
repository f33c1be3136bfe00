package dev.flexgate.flexibility.dispatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.List;

/** How dispatch is written into the audit log: one record for each change of state or refused attempt. */
public final class DispatchRecords {

    private static final String ENTITY = "dispatch";

    private final AuditLog log;
    private final Actor actor;

    public DispatchRecords(AuditLog log, Actor actor) {
        this.log = log;
        this.actor = actor;
    }

    /** An instruction entered a new state. */
    RecordId moved(Tx tx, DispatchInstruction next, List<RecordId> causes) {
        Head head = next.head();
        ObjectNode content = Json.object();
        content.putObject("decision")
                .put("outcome", next.state().name())
                .put("revision", head.revision())
                .put("reasonText", Instructions.whyOf(next));
        content.set("dispatch", described(head));
        return log.append(
                tx,
                new Decision(
                        typeOf(next.state()),
                        head.since(),
                        actor,
                        new Subject(ENTITY, head.id().toString(), head.version()),
                        causes,
                        content,
                        List.of()));
    }

    /** A step was attempted that the instruction may not take: nothing changed. */
    RecordId refused(Tx tx, DispatchId id, Attempted attempted, List<RecordId> causes) {
        ObjectNode content = Json.object();
        content.putObject("decision")
                .put("outcome", "REFUSED")
                .put("step", attempted.step())
                .put("revision", attempted.revision())
                .put("reasonCode", attempted.reason().name())
                .put("reasonText", attempted.detail());
        return log.append(
                tx,
                new Decision(
                        RecordType.DISPATCH_STEP_REFUSED,
                        attempted.at(),
                        actor,
                        new Subject(ENTITY, id.toString(), 0),
                        causes,
                        content,
                        List.of()));
    }

    /** A step that was not taken. */
    record Attempted(String step, int revision, DispatchRefusal reason, String detail, Instant at) {}

    private static RecordType typeOf(DispatchInstruction.State state) {
        return switch (state) {
            case PLANNED -> RecordType.DISPATCH_PLANNED;
            case ISSUED -> RecordType.DISPATCH_ISSUED;
            case ACKED -> RecordType.DISPATCH_ACKED;
            case NACKED, ACK_TIMEOUT -> RecordType.DISPATCH_UNANSWERED;
            case IN_PROGRESS -> RecordType.DISPATCH_STARTED;
            case COMPLETED, FAILED, OVERRIDDEN, CANCELLED, ABORTED -> RecordType.DISPATCH_ENDED;
        };
    }

    private static ObjectNode described(Head head) {
        Instruction instruction = head.instruction();
        ObjectNode json = Json.object()
                .put("orderId", instruction.order().toString())
                .put("siteId", instruction.site().value())
                .put("direction", instruction.direction().name())
                .put("utcStart", instruction.window().start().toString())
                .put("utcEnd", instruction.window().end().toString())
                .put("notBefore", instruction.notBefore().toString())
                .put("deadline", instruction.deadline().toString())
                .put("releaseAt", instruction.releaseAt().toString());
        ArrayNode supersedes = json.putArray("supersedes");
        head.supersedes().forEach(earlier -> supersedes.add(earlier.toString()));
        ArrayNode targets = json.putArray("targets");
        instruction.targets().forEach(target -> targets.add(described(target)));
        return json;
    }

    private static ObjectNode described(Target target) {
        SettlementPeriod period = SettlementPeriod.containing(target.period().start());
        return Json.object()
                .put("settlementDate", period.date().toString())
                .put("settlementPeriod", period.number())
                .put("utcStart", target.period().start().toString())
                .put("itPowerW", target.itPower().watts())
                .put("facilityPowerW", target.facilityPower().watts())
                .put("reductionW", target.reduction().watts());
    }
}
