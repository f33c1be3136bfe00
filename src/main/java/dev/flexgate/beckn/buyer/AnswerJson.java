package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Cancellation;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Delivery;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Notice;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.SupportDesk;
import dev.flexgate.beckn.message.Tracking;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import java.util.List;
import java.util.Optional;

/**
 * What a partner says, in the same words whatever dialect it came in. Numbers carry their unit in their name; what a
 * partner does not say is left out.
 */
final class AnswerJson {

    private AnswerJson() {}

    static ObjectNode object() {
        return Json.object();
    }

    /** @param slotsMax of a longer catalogue the beginning is shown, and how long it is */
    static ObjectNode write(BecknMessage.Callback callback, int slotsMax) {
        return switch (callback) {
            case BecknMessage.OnDiscover found -> catalogs(found.catalogs(), slotsMax);
            case BecknMessage.OnTrack tracked -> tracking(tracked.tracking());
            case BecknMessage.OnRate rated -> scores(rated.scores());
            case BecknMessage.OnSupport supported -> desk(supported.desk());
            case BecknMessage.OnUpdate updated -> {
                ObjectNode json = contract(updated.contract());
                notice(updated.notice(), json);
                yield json;
            }
            default -> bound(callback).map(AnswerJson::contract).orElseGet(Json::object);
        };
    }

    /** The contract that a callback is about, as it now is or in a preview would be. */
    static Optional<Contract> bound(BecknMessage.Callback callback) {
        return switch (callback) {
            case BecknMessage.OnSelect each -> Optional.of(each.contract());
            case BecknMessage.OnInit each -> Optional.of(each.contract());
            case BecknMessage.OnConfirm each -> Optional.of(each.contract());
            case BecknMessage.OnStatus each -> Optional.of(each.contract());
            case BecknMessage.OnUpdate each -> Optional.of(each.contract());
            case BecknMessage.OnCancel each -> Optional.of(each.contract());
            case BecknMessage.OnDiscover _,
                    BecknMessage.OnTrack _,
                    BecknMessage.OnRate _,
                    BecknMessage.OnSupport _,
                    BecknMessage.Choices _,
                    BecknMessage.OnPull _,
                    BecknMessage.FlexCallback _,
                    BecknMessage.Failed _ -> Optional.empty();
        };
    }

    private static ObjectNode catalogs(List<Catalog> catalogs, int slotsMax) {
        ObjectNode json = Json.object();
        ArrayNode slots = json.putArray("slots");
        int found = 0;
        for (Catalog catalog : catalogs) {
            for (Item item : catalog.items()) {
                if (found++ < slotsMax) {
                    slots.add(slot(item, catalog));
                }
            }
        }
        return json.put("found", found);
    }

    private static ObjectNode slot(Item item, Catalog catalog) {
        Window window = item.window();
        ObjectNode json = Json.object().put("slotId", item.id()).put("name", item.name());
        json.put(
                "seller",
                catalog.seller().name().isEmpty()
                        ? catalog.seller().id()
                        : catalog.seller().name());
        json.put("siteId", window.site().id()).put("locality", window.site().locality());
        json.put("gridZone", window.site().carbonZone())
                .put("gridArea", window.site().gridArea());
        interval(window.interval(), json);
        window.available().ifPresent(left -> json.put("availableKw", left.kilowatts()));
        window.carbon()
                .ifPresent(carbon -> json.put("carbonGramsPerKwh", carbon.p50().gramsPerKwh())
                        .put("carbonGramsPerKwhP10", carbon.p10().gramsPerKwh())
                        .put("carbonGramsPerKwhP90", carbon.p90().gramsPerKwh()));
        window.pricing()
                .ifPresent(
                        pricing -> json.put("pricePerKwh", pricing.price().p50().perKilowattHour())
                                .put("pricePerKwhP10", pricing.price().p10().perKilowattHour())
                                .put("pricePerKwhP90", pricing.price().p90().perKilowattHour())
                                .put("currency", pricing.floor().currency().getCurrencyCode()));
        json.put("quality", window.provenance().quality().name())
                .put("asOf", window.provenance().asOf().toString());
        ArrayNode offers = json.putArray("offers");
        catalog.offers().stream()
                .filter(offer -> offer.resourceIds().contains(item.id()))
                .forEach(offer -> offers.add(offer(offer)));
        return json;
    }

    private static ObjectNode offer(Offer offer) {
        ObjectNode json = Json.object().put("offerId", offer.id()).put("name", offer.name());
        offer.price()
                .ifPresent(price -> json.put("pricePerKwh", price.perKilowattHour())
                        .put("currency", price.currency().getCurrencyCode()));
        offer.validUntil().ifPresent(until -> json.put("validUntil", until.toString()));
        ArrayNode terms = json.putArray("cancellation");
        offer.cancellation()
                .forEach(term -> terms.addObject()
                        .put("notice", term.notice().toString())
                        .put("feePercent", term.feePercent()));
        return json;
    }

    static ObjectNode contract(Contract contract) {
        ObjectNode json = Json.object()
                .put("contractId", contract.id())
                .put("stage", contract.stage().name());
        ArrayNode commitments = json.putArray("commitments");
        contract.commitments().forEach(each -> commitments.add(commitment(each)));
        ArrayNode charges = json.putArray("charges");
        contract.charges().forEach(each -> charges.add(charge(each)));
        contract.basis().ifPresent(basis -> {
            boolean held = contract.stage() == Contract.Stage.QUOTED || contract.stage() == Contract.Stage.INITIATED;
            json.put(held ? "heldUntil" : "since", basis.until().toString());
            json.put("carbonKg", basis.carbon().p50().kilograms())
                    .put("carbonKgP10", basis.carbon().p10().kilograms())
                    .put("carbonKgP90", basis.carbon().p90().kilograms())
                    .put("quality", basis.quality().name())
                    .put("planId", basis.planId());
        });
        contract.cancellation().ifPresent(given -> json.set("cancellation", cancellation(given)));
        contract.delivery().ifPresent(delivered -> json.set("delivery", delivery(delivered)));
        if (!contract.memo().assumed().isEmpty()) {
            ArrayNode assumed = json.putArray("assumed");
            contract.memo().assumed().forEach(assumed::add);
        }
        return json;
    }

    private static ObjectNode commitment(Contract.Commitment commitment) {
        ObjectNode json = Json.object()
                .put("slotId", commitment.item().id())
                .put("offerId", commitment.offer().id())
                .put("powerKw", commitment.power().kilowatts());
        interval(commitment.window(), json);
        return json.put("itEnergyKwh", commitment.itEnergy().kilowattHours())
                .put("facilityEnergyKwh", commitment.facilityEnergy().kilowattHours());
    }

    private static ObjectNode charge(Charge charge) {
        ObjectNode json = Json.object()
                .put("chargeId", charge.id())
                .put("total", charge.total().amount())
                .put("currency", charge.total().currency().getCurrencyCode());
        ArrayNode lines = json.putArray("lines");
        charge.lines()
                .forEach(line -> lines.addObject()
                        .put("kind", line.kind())
                        .put("amount", line.amount().amount())
                        .put("basis", line.basis()));
        return json;
    }

    private static ObjectNode cancellation(Cancellation cancellation) {
        ObjectNode json = Json.object()
                .put("value", cancellation.value().amount())
                .put("fee", cancellation.fee().amount())
                .put("refund", cancellation.refund().amount())
                .put("currency", cancellation.fee().currency().getCurrencyCode())
                .put("reasonCode", cancellation.reason().code())
                .put("comment", cancellation.reason().comment())
                .put("by", cancellation.by());
        ArrayNode windows = json.putArray("givenUp");
        cancellation.givenUp().forEach(window -> interval(window, windows.addObject()));
        return json;
    }

    private static ObjectNode delivery(Delivery delivery) {
        return Json.object()
                .put("plannedKwh", delivery.plannedEnergy().kilowattHours())
                .put("actualKwh", delivery.actualEnergy().kilowattHours())
                .put("plannedCarbonKg", delivery.plannedCarbon().kilograms())
                .put("actualCarbonKg", delivery.actualCarbon().kilograms())
                .put("plannedCost", delivery.plannedCost().amount())
                .put("actualCost", delivery.actualCost().amount())
                .put("currency", delivery.actualCost().currency().getCurrencyCode())
                .put("method", delivery.method())
                .put("asOf", delivery.asOf().toString())
                .put("settled", delivery.settled());
    }

    private static void notice(Notice notice, ObjectNode json) {
        switch (notice) {
            case Notice.Applied applied ->
                json.put("totalBefore", applied.before().amount())
                        .put("currencyBefore", applied.before().currency().getCurrencyCode());
            case Notice.Alert alert -> alert(alert, json.putObject("alert"));
            case Notice.Unexplained _ -> {}
        }
    }

    private static void alert(Notice.Alert alert, ObjectNode json) {
        json.put("eventId", alert.eventId())
                .put("at", alert.at().toString())
                .put("kind", alert.kind())
                .put("severity", alert.severity())
                .put("message", alert.message());
        alert.carbon()
                .ifPresent(shift -> json.put(
                                "carbonGramsPerKwhBefore", shift.before().gramsPerKwh())
                        .put("carbonGramsPerKwhNow", shift.now().gramsPerKwh()));
        alert.price()
                .ifPresent(shift -> json.put("pricePerKwhBefore", shift.before().perKilowattHour())
                        .put("pricePerKwhNow", shift.now().perKilowattHour())
                        .put("currency", shift.now().currency().getCurrencyCode()));
    }

    private static ObjectNode tracking(Tracking tracking) {
        ObjectNode json = Json.object().put("url", tracking.url()).put("active", tracking.active());
        tracking.until().ifPresent(until -> json.put("until", until.toString()));
        return json;
    }

    private static ObjectNode scores(List<Rating.Score> scores) {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("scores");
        for (Rating.Score score : scores) {
            ObjectNode each = list.addObject()
                    .put("targetId", score.targetId())
                    .put("target", score.target().name())
                    .put("worst", score.scale().worst())
                    .put("best", score.scale().best())
                    .put("count", score.count());
            score.value().ifPresent(value -> each.put("value", value));
        }
        return json;
    }

    private static ObjectNode desk(SupportDesk desk) {
        return Json.object()
                .put("name", desk.name())
                .put("email", desk.email())
                .put("phone", desk.phone())
                .put("url", desk.url())
                .put("hours", desk.hours())
                .put("ticket", desk.ticket());
    }

    private static void interval(Interval window, ObjectNode json) {
        json.put("start", window.start().toString()).put("end", window.end().toString());
    }
}
