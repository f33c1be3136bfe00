package dev.flexgate.flexibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;
import java.util.ArrayList;
import java.util.List;

/** States as a name and what else they hold. */
final class StateJson {

    private StateJson() {}

    static ObjectNode write(Reason reason) {
        return Json.object().put("code", reason.code().name()).put("detail", reason.detail());
    }

    static Reason reason(JsonNode json) {
        return new Reason(
                Reason.Code.valueOf(json.path("code").asText()),
                json.path("detail").asText());
    }

    private static ObjectNode because(Reason reason) {
        ObjectNode json = Json.object();
        json.set("reason", write(reason));
        return json;
    }

    static ObjectNode write(NeedState state) {
        return switch (state) {
            case NeedState.Rejected(Reason reason) -> because(reason);
            case NeedState.Declined(Reason reason) -> because(reason);
            case NeedState.Offered(OfferId offer) -> Json.object().put("offer", offer.toString());
            case NeedState.Filled(FlexOrderId order) -> Json.object().put("order", order.toString());
            case NeedState.PartiallyFilled(FlexOrderId order) -> Json.object().put("order", order.toString());
            case NeedState.Received _, NeedState.Validated _, NeedState.Expired _, NeedState.Unfilled _ ->
                Json.object();
        };
    }

    static NeedState need(String state, JsonNode detail) {
        return switch (state) {
            case "RECEIVED" -> new NeedState.Received();
            case "VALIDATED" -> new NeedState.Validated();
            case "REJECTED" -> new NeedState.Rejected(reason(detail.path("reason")));
            case "OFFERED" ->
                new NeedState.Offered(OfferId.parse(detail.path("offer").asText()));
            case "DECLINED" -> new NeedState.Declined(reason(detail.path("reason")));
            case "EXPIRED" -> new NeedState.Expired();
            case "FILLED" ->
                new NeedState.Filled(FlexOrderId.parse(detail.path("order").asText()));
            case "PARTIALLY_FILLED" ->
                new NeedState.PartiallyFilled(
                        FlexOrderId.parse(detail.path("order").asText()));
            case "UNFILLED" -> new NeedState.Unfilled();
            default -> throw new IllegalStateException("unknown state of a need: " + state);
        };
    }

    static ObjectNode write(OfferState state) {
        return switch (state) {
            case OfferState.Rejected(Reason reason) -> because(reason);
            case OfferState.Revoked(Reason reason) -> because(reason);
            case OfferState.Ordered(FlexOrderId order) -> Json.object().put("order", order.toString());
            case OfferState.Draft _,
                    OfferState.Submitted _,
                    OfferState.Acked _,
                    OfferState.Expired _,
                    OfferState.NotSelected _ -> Json.object();
        };
    }

    static OfferState offer(String state, JsonNode detail) {
        return switch (state) {
            case "SUBMITTED" -> new OfferState.Submitted();
            case "ACKED" -> new OfferState.Acked();
            case "REJECTED" -> new OfferState.Rejected(reason(detail.path("reason")));
            case "ORDERED" ->
                new OfferState.Ordered(FlexOrderId.parse(detail.path("order").asText()));
            case "REVOKED" -> new OfferState.Revoked(reason(detail.path("reason")));
            case "EXPIRED" -> new OfferState.Expired();
            case "NOT_SELECTED" -> new OfferState.NotSelected();
            default -> throw new IllegalStateException("unknown state of an offer: " + state);
        };
    }

    /** The state of an order and the parts of it that failed. */
    static ObjectNode write(FlexOrder order) {
        ObjectNode json = write(order.state());
        if (!order.failures().isEmpty()) {
            ArrayNode list = json.putArray("failures");
            order.failures().forEach(each -> list.add(write(each)));
        }
        return json;
    }

    static ObjectNode write(SiteFailure failure) {
        return Json.object()
                .put("siteId", failure.site().value())
                .put("start", failure.window().start().toString())
                .put("end", failure.window().end().toString())
                .put("why", failure.why());
    }

    static List<SiteFailure> failures(JsonNode detail) {
        List<SiteFailure> failures = new ArrayList<>();
        for (JsonNode each : detail.path("failures")) {
            failures.add(new SiteFailure(
                    new SiteId(each.path("siteId").asText()),
                    Interval.of(each.path("start").asText(), each.path("end").asText()),
                    each.path("why").asText()));
        }
        return failures;
    }

    static ObjectNode write(FlexOrderState state) {
        return switch (state) {
            case FlexOrderState.Rejected(Reason reason) -> because(reason);
            case FlexOrderState.Failed(Reason reason) -> because(reason);
            case FlexOrderState.Cancelled(Reason reason) -> because(reason);
            case FlexOrderState.Aborted(Reason reason) -> because(reason);
            case FlexOrderState.Scheduled(long version) -> Json.object().put("planVersion", version);
            case FlexOrderState.Received _,
                    FlexOrderState.Accepted _,
                    FlexOrderState.Active _,
                    FlexOrderState.DeliveryComplete _,
                    FlexOrderState.Measured _,
                    FlexOrderState.SettlementProposed _,
                    FlexOrderState.Disputed _,
                    FlexOrderState.Settled _,
                    FlexOrderState.Restated _ -> Json.object();
        };
    }

    static FlexOrderState order(String state, JsonNode detail) {
        return switch (state) {
            case "RECEIVED" -> new FlexOrderState.Received();
            case "ACCEPTED" -> new FlexOrderState.Accepted();
            case "REJECTED" -> new FlexOrderState.Rejected(reason(detail.path("reason")));
            case "SCHEDULED" ->
                new FlexOrderState.Scheduled(detail.path("planVersion").asLong());
            case "ACTIVE" -> new FlexOrderState.Active();
            case "FAILED" -> new FlexOrderState.Failed(reason(detail.path("reason")));
            case "CANCELLED" -> new FlexOrderState.Cancelled(reason(detail.path("reason")));
            case "ABORTED" -> new FlexOrderState.Aborted(reason(detail.path("reason")));
            case "DELIVERY_COMPLETE" -> new FlexOrderState.DeliveryComplete();
            case "MEASURED" -> new FlexOrderState.Measured();
            case "SETTLEMENT_PROPOSED" -> new FlexOrderState.SettlementProposed();
            case "DISPUTED" -> new FlexOrderState.Disputed();
            case "SETTLED" -> new FlexOrderState.Settled();
            case "RESTATED" -> new FlexOrderState.Restated();
            default -> throw new IllegalStateException("unknown state of an order: " + state);
        };
    }
}
