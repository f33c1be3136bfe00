package dev.flexgate.flexibility;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.Evidence;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.FormulaJson;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;

/**
 * How this room is written into the audit log: one record for each state a need, an offer or an order enters, and one
 * for each attempt that was refused. Curves and lines are evidence: exact bytes under their hash.
 */
final class FlexRecords {

    private static final String NEED = "need";
    private static final String OFFER = "flex-offer";
    private static final String ORDER = "flex-order";
    private static final String JSON = "application/json";

    private final AuditLog log;
    private final Actor actor;

    FlexRecords(AuditLog log, Actor actor) {
        this.log = log;
        this.actor = actor;
    }

    RecordId moved(Tx tx, Need need, List<RecordId> causes) {
        ObjectNode content = Json.object();
        ObjectNode decision =
                content.putObject("decision").put("outcome", need.state().text());
        switch (need.state()) {
            case NeedState.Rejected(Reason reason) -> because(decision, reason);
            case NeedState.Declined(Reason reason) -> because(decision, reason);
            case NeedState.Offered(OfferId offer) -> decision.put("offerId", offer.toString());
            case NeedState.Filled(FlexOrderId order) -> decision.put("orderId", order.toString());
            case NeedState.PartiallyFilled(FlexOrderId order) -> decision.put("orderId", order.toString());
            case NeedState.Received _, NeedState.Validated _, NeedState.Expired _, NeedState.Unfilled _ -> {}
        }
        content.set("need", FlexJson.write(need.request()));
        where(content, need.request().window());
        RecordType type =
                need.state() instanceof NeedState.Received ? RecordType.NEED_RECEIVED : RecordType.NEED_DECIDED;
        var subject = new Subject(NEED, need.id().toString(), need.version());
        return append(tx, type, need.since(), subject, causes, content, List.of());
    }

    RecordId moved(Tx tx, Offer offer, NeedRequest request, List<RecordId> causes) {
        ObjectNode content = Json.object();
        ObjectNode decision =
                content.putObject("decision").put("outcome", offer.state().text());
        decision.put("planVersion", offer.planVersion())
                .put("quality", offer.quality().name());
        offer.binding().ifPresent(reason -> decision.set("binding", StateJson.write(reason)));
        switch (offer.state()) {
            case OfferState.Rejected(Reason reason) -> because(decision, reason);
            case OfferState.Revoked(Reason reason) -> because(decision, reason);
            case OfferState.Ordered(FlexOrderId order) -> decision.put("orderId", order.toString());
            case OfferState.Draft _,
                    OfferState.Submitted _,
                    OfferState.Acked _,
                    OfferState.Expired _,
                    OfferState.NotSelected _ -> {}
        }
        ObjectNode commercial = content.putObject("commercial");
        commercial
                .put("offerId", offer.id().toString())
                .put("needId", offer.need().toString());
        commercial.put("requester", request.requester()).put("requestId", request.requestId());
        commercial.put("validUntil", offer.validUntil().toString());
        commercial.put("confidence", offer.confidence().toPlainString());
        ArrayNode curve = commercial.putArray("curve");
        offer.options()
                .forEach(option -> curve.addObject()
                        .put("option", option.ref())
                        .put("powerW", option.power().watts())
                        .put("price", option.price().amount().toPlainString())
                        .put("extraCost", option.extraCost().amount().toPlainString())
                        .put(
                                "extraCostUncertainty",
                                option.extraCostUncertainty().amount().toPlainString())
                        .put("extraCarbonMg", option.extraCarbon().milligrams())
                        .put(
                                "marginalPerKwh",
                                option.marginal().perKilowattHour().toPlainString()));
        where(content, request.window());
        boolean made = offer.state() instanceof OfferState.Submitted;
        return append(
                tx,
                made ? RecordType.OFFER_SUBMITTED : RecordType.OFFER_DECIDED,
                offer.since(),
                new Subject(OFFER, offer.id().toString(), offer.version()),
                causes,
                content,
                made ? List.of(evidence("offer-terms", FlexJson.terms(offer))) : List.of());
    }

    RecordId moved(Tx tx, FlexOrder order, List<RecordId> causes) {
        ObjectNode content = Json.object();
        ObjectNode decision =
                content.putObject("decision").put("outcome", order.state().text());
        switch (order.state()) {
            case FlexOrderState.Rejected(Reason reason) -> because(decision, reason);
            case FlexOrderState.Failed(Reason reason) -> because(decision, reason);
            case FlexOrderState.Cancelled(Reason reason) -> because(decision, reason);
            case FlexOrderState.Aborted(Reason reason) -> because(decision, reason);
            case FlexOrderState.Scheduled(long planVersion) -> decision.put("planVersion", planVersion);
            case FlexOrderState.Received _,
                    FlexOrderState.Accepted _,
                    FlexOrderState.Active _,
                    FlexOrderState.DeliveryComplete _,
                    FlexOrderState.Measured _,
                    FlexOrderState.SettlementProposed _,
                    FlexOrderState.Disputed _,
                    FlexOrderState.Settled _,
                    FlexOrderState.Restated _ -> {}
        }
        content.set("commercial", commercial(order));
        where(content, order.window());
        boolean received = order.state() instanceof FlexOrderState.Received;
        return append(
                tx,
                received ? RecordType.ORDER_RECEIVED : RecordType.ORDER_DECIDED,
                order.since(),
                new Subject(ORDER, order.id().toString(), order.version()),
                causes,
                content,
                received ? List.of(evidence("order-terms", FlexJson.terms(order))) : List.of());
    }

    RecordId siteFailed(Tx tx, FlexOrder order, SiteFailure failure, List<RecordId> causes) {
        ObjectNode content = Json.object();
        content.putObject("decision")
                .put("outcome", "SITE_FAILED")
                .put("reasonCode", Reason.Code.NOT_DELIVERED.name())
                .put("reasonText", failure.why());
        content.put("siteId", failure.site().value());
        content.set("commercial", commercial(order));
        where(content, failure.window());
        return append(
                tx,
                RecordType.ORDER_DECIDED,
                order.since(),
                new Subject(ORDER, order.id().toString(), order.version()),
                causes,
                content,
                List.of());
    }

    private static ObjectNode commercial(FlexOrder order) {
        ObjectNode commercial = Json.object();
        commercial
                .put("orderId", order.id().toString())
                .put("offerId", order.offer().toString());
        commercial.put("needId", order.need().toString());
        commercial.put("requester", order.request().requester());
        commercial.put("requestId", order.request().requestId());
        commercial.put("direction", order.direction().name());
        commercial.put("baselineMethod", order.request().baseline().code());
        commercial.set("formula", FormulaJson.write(order.request().formula()));
        commercial.put("option", order.optionRef()).put("factor", order.factor().toPlainString());
        commercial.put("orderedW", order.power().watts());
        commercial.put("baselineLoadW", order.baselineLoad().watts());
        commercial.put("targetLoadW", order.targetLoad().watts());
        commercial.put("currency", order.price().currency().getCurrencyCode());
        commercial.put("price", order.price().amount().toPlainString());
        commercial.put("confidence", order.confidence().toPlainString());
        ArrayNode sites = commercial.putArray("sites");
        order.sites().forEach(site -> sites.add(site.value()));
        return commercial;
    }

    /** Something was asked that could not be done: nothing changed. */
    RecordId refused(Tx tx, Subject subject, String step, Reason reason, Instant at, List<RecordId> causes) {
        ObjectNode content = Json.object();
        because(content.putObject("decision").put("outcome", "REFUSED").put("step", step), reason);
        return append(tx, RecordType.FLEX_STEP_REFUSED, at, subject, causes, content, List.of());
    }

    static Subject subject(Need need) {
        return new Subject(NEED, need.id().toString(), need.version());
    }

    static Subject subject(OfferId offer, int version) {
        return new Subject(OFFER, offer.toString(), version);
    }

    static Subject subject(FlexOrderId order, int version) {
        return new Subject(ORDER, order.toString(), version);
    }

    private static void because(ObjectNode decision, Reason reason) {
        decision.put("reasonCode", reason.code().name()).put("reasonText", reason.detail());
    }

    /** Four ways to say it, redundant on purpose: they must agree. */
    private static void where(ObjectNode content, Interval window) {
        SettlementPeriod first = SettlementPeriod.containing(window.start());
        SettlementPeriod last = SettlementPeriod.containing(window.end().minusSeconds(1));
        content.putObject("market")
                .put("settlementDate", first.date().toString())
                .put("settlementPeriod", first.number())
                .put("lastSettlementDate", last.date().toString())
                .put("lastSettlementPeriod", last.number())
                .put("utcStart", window.start().toString())
                .put("utcEnd", window.end().toString());
    }

    private static Evidence evidence(String role, ObjectNode terms) {
        return new Evidence(role, JSON, Buffer.buffer(Json.bytes(terms)));
    }

    private RecordId append(
            Tx tx,
            RecordType type,
            Instant at,
            Subject subject,
            List<RecordId> causes,
            ObjectNode content,
            List<Evidence> evidence) {
        return log.append(tx, new Decision(type, at, actor, subject, causes, content, evidence));
    }
}
