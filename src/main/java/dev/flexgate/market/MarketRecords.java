package dev.flexgate.market;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** How the market's decisions are written into the audit log: one record for each change of state or refusal. */
public final class MarketRecords {

    private final AuditLog log;
    private final Actor actor;

    public MarketRecords(AuditLog log, Actor actor) {
        this.log = log;
        this.actor = actor;
    }

    /** An order entered a new state. */
    RecordId moved(Tx tx, Order order, List<RecordId> causes) {
        ObjectNode content = Json.object();
        content.putObject("decision")
                .put("outcome", order.state())
                .put("planVersion", order.quote().planVersion())
                .put("planId", order.quote().plan().toString());
        ObjectNode commercial = content.putObject("commercial");
        commercial.put("orderId", order.id().toString());
        commercial.put("participant", order.conversation().participant());
        commercial.put("transactionId", order.conversation().transactionId().toString());
        commercial.set("quote", QuoteJson.write(order.quote()));
        switch (order) {
            case Order.Quoted quoted ->
                commercial.put("expiresAt", quoted.expiresAt().toString());
            case Order.Initiated initiated ->
                commercial.put("expiresAt", initiated.expiresAt().toString());
            case Order.Settled settled -> commercial.set("settled", OrderJson.write(settled.outcome()));
            case Order.Accepted _, Order.Active _, Order.DeliveryComplete _, Order.Cancelled _, Order.Expired _ -> {}
        }
        order.givenUp().ifPresent(givenUp -> commercial.set("givenUp", OrderJson.write(givenUp)));
        return log.append(
                tx,
                new Decision(
                        RecordType.ORDER_DECIDED,
                        order.since(),
                        actor,
                        new Subject("order", order.id().toString(), order.version()),
                        causes,
                        content,
                        List.of()));
    }

    /** A request was refused or met with other windows: nothing changed. */
    RecordId refused(Tx tx, Subject subject, Refusal reason, String detail, List<Slot> alternatives, Causes causes) {
        ObjectNode content = Json.object();
        ObjectNode decision = content.putObject("decision")
                .put("outcome", alternatives.isEmpty() ? "REFUSED" : "COUNTER_OFFER")
                .put("reasonCode", reason.name())
                .put("reasonText", detail);
        var offered = decision.putArray("alternatives");
        alternatives.forEach(slot -> offered.add(slot.id().value()));
        return log.append(
                tx,
                new Decision(
                        RecordType.ORDER_DECIDED, causes.at(), actor, subject, causes.records(), content, List.of()));
    }

    /** Something was noted about an order that leaves it as it is. */
    RecordId noted(Tx tx, Subject subject, String outcome, ObjectNode details, Causes causes) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", outcome);
        content.set("commercial", details);
        return log.append(
                tx,
                new Decision(
                        RecordType.ORDER_DECIDED, causes.at(), actor, subject, causes.records(), content, List.of()));
    }

    /** A slot was published, changed, withdrawn or lapsed. */
    RecordId slot(Tx tx, Slot slot, String outcome, Causes causes) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", outcome).put("planVersion", slot.planVersion());
        content.set("commercial", SlotJson.write(slot));
        return log.append(
                tx,
                new Decision(
                        RecordType.SLOT_PUBLISHED,
                        causes.at(),
                        actor,
                        new Subject("slot", slot.id().value(), slot.version()),
                        causes.records(),
                        content,
                        List.of()));
    }

    /** When something was decided, and what it followed from. */
    record Causes(Instant at, List<RecordId> records) {

        Causes and(RecordId record) {
            return new Causes(
                    at, Stream.concat(records.stream(), Stream.of(record)).toList());
        }
    }
}
