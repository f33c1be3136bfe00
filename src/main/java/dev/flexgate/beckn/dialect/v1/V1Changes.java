package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Change;
import dev.flexgate.beckn.message.Change.ContinueWithAlert;
import dev.flexgate.beckn.message.Change.NewTerms;
import dev.flexgate.beckn.message.Change.QuantityChange;
import dev.flexgate.beckn.message.Change.Response;
import dev.flexgate.beckn.message.Change.Shutdown;
import dev.flexgate.beckn.message.Change.WindowChange;
import dev.flexgate.beckn.message.Change.WorkloadShift;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an update asks for: its target says which part of the order is as it shall be; answers to events are tags. */
final class V1Changes {

    static final String QUANTITY = "order.items.quantity";
    static final String WINDOW = "order.items.time";
    static final String TERMS = "order.items";
    static final String RESPONSE = "order.fulfillments";

    private static final String GROUP = "flexibilityAction";
    private static final String SHIFT = "workload_shift";
    private static final String CONTINUE = "continue_with_acknowledgement";
    private static final String PATH = V1Orders.ORDER + ".tags." + GROUP;

    private V1Changes() {}

    static String target(Change change) {
        return switch (change) {
            case WorkloadShift _, ContinueWithAlert _ -> RESPONSE;
            case QuantityChange _ -> QUANTITY;
            case WindowChange _ -> WINDOW;
            case NewTerms _ -> TERMS;
        };
    }

    /** Which part an answer of ours says that was changed. */
    static String target(JsonNode order) {
        return V1Tags.of(order, "update").find("target").orElse(TERMS);
    }

    static Change read(JsonNode order, String target) {
        V1Tags action = V1Tags.of(order, GROUP);
        if (!action.isEmpty()) {
            return V1Fields.understood(PATH, () -> response(action));
        }
        return switch (target.startsWith("order.") ? target : "order." + target) {
            case QUANTITY -> new QuantityChange(only(order).amount());
            case WINDOW, "order.fulfillments.stops" -> window(only(order).extent());
            case TERMS -> new NewTerms(only(order).amount(), only(order).extent());
            default ->
                throw RefusedException.of(ErrorCode.BIZ_INVALID_UPDATE_TARGET, "this part of an order cannot change")
                        .at("$.message.update_target")
                        .fix("send " + QUANTITY + ", " + WINDOW + ", " + TERMS + ", or a " + GROUP + " among the tags");
        };
    }

    private static Wish only(JsonNode order) {
        var nobody =
                new Context(Endpoint.NOBODY, Endpoint.NOBODY, "", "", "", "", Instant.EPOCH, Duration.ZERO, List.of());
        return V1Orders.read(order, nobody).wishes().stream()
                .findFirst()
                .orElseThrow(() -> RefusedException.of(
                                ErrorCode.SCH_REQUIRED_FIELD_MISSING, V1Orders.ORDER + ".items is required")
                        .at(V1Orders.ORDER + ".items")
                        .fix("send the item as it shall be"));
    }

    private static Change window(Extent extent) {
        if (extent instanceof Extent.Within(var window)) {
            return new WindowChange(window);
        }
        throw RefusedException.of(ErrorCode.SCH_REQUIRED_FIELD_MISSING, V1Orders.ORDER + ".items[0].time is required")
                .at(V1Orders.ORDER + ".items[0].time.range")
                .fix("send the window that the order shall have");
    }

    private static Change response(V1Tags tags) {
        var response = new Response(
                tags.get("responseToEvent"), tags.get("reason"), tags.find("at").map(Instant::parse));
        return switch (tags.get("actionType")) {
            case SHIFT ->
                new WorkloadShift(
                        Power.ofKilowatts(V1Fields.decimal(tags.get("shiftedLoadKw"), PATH + ".shiftedLoadKw")),
                        tags.get("sourceLocation"),
                        tags.get("targetLocation"),
                        tags.get("targetOrder"),
                        response);
            case CONTINUE ->
                new ContinueWithAlert(
                        tags.get("rationale"),
                        tags.find("acceptedCarbonIntensity").map(V1Changes::intensity),
                        tags.find("acceptedPrice").map(price -> EnergyPrice.of(price, tags.get("currency"))),
                        tags.find("maxCarbonIntensity").map(V1Changes::intensity),
                        tags.find("maxPrice").map(price -> EnergyPrice.of(price, tags.get("maxPriceCurrency"))),
                        shutdown(tags),
                        response);
            default ->
                throw RefusedException.of(ErrorCode.BIZ_INVALID_UPDATE_TARGET, "the flexibility action is unknown here")
                        .at(PATH + ".actionType")
                        .fix("send " + SHIFT + " or " + CONTINUE);
        };
    }

    private static Optional<Shutdown> shutdown(V1Tags tags) {
        var shutdown = new Shutdown(
                tags.find("shutdownCarbonIntensity").map(V1Changes::intensity),
                tags.find("shutdownPrice").map(price -> EnergyPrice.of(price, tags.get("shutdownPriceCurrency"))));
        return shutdown.equals(Shutdown.NEVER) ? tags.find("shutdown").map(_ -> Shutdown.NEVER) : Optional.of(shutdown);
    }

    private static CarbonIntensity intensity(String grams) {
        return CarbonIntensity.ofGramsPerKwh(new BigDecimal(grams));
    }

    /** Puts the change into an order that already says what it shall be, or is. */
    static void write(Change change, ObjectNode order) {
        new V1Tags().put("target", target(change)).addTo(order, "update");
        switch (change) {
            case WorkloadShift shift ->
                action(SHIFT, shift.response())
                        .put("shiftedLoadKw", V1Fields.text(shift.load().kilowatts()))
                        .put("sourceLocation", shift.from())
                        .put("targetLocation", shift.to())
                        .put("targetOrder", shift.targetContract())
                        .addTo(order, GROUP);
            case ContinueWithAlert keep -> keep(keep).addTo(order, GROUP);
            case QuantityChange _, WindowChange _, NewTerms _ -> {}
        }
    }

    private static V1Tags keep(ContinueWithAlert keep) {
        V1Tags tags = action(CONTINUE, keep.response()).put("rationale", keep.rationale());
        keep.acceptedCarbon()
                .ifPresent(intensity -> tags.put("acceptedCarbonIntensity", V1Fields.text(intensity.gramsPerKwh())));
        keep.acceptedPrice()
                .ifPresent(price -> tags.put("acceptedPrice", V1Fields.text(price.perKilowattHour()))
                        .put("currency", price.currency().getCurrencyCode()));
        keep.alertAbove()
                .ifPresent(intensity -> tags.put("maxCarbonIntensity", V1Fields.text(intensity.gramsPerKwh())));
        keep.priceAlertAbove()
                .ifPresent(price -> tags.put("maxPrice", V1Fields.text(price.perKilowattHour()))
                        .put("maxPriceCurrency", price.currency().getCurrencyCode()));
        keep.shutdown().ifPresent(shutdown -> put(shutdown, tags));
        return tags;
    }

    private static void put(Shutdown shutdown, V1Tags tags) {
        if (shutdown.equals(Shutdown.NEVER)) {
            tags.put("shutdown", "never");
        }
        shutdown.carbonAbove()
                .ifPresent(intensity -> tags.put("shutdownCarbonIntensity", V1Fields.text(intensity.gramsPerKwh())));
        shutdown.priceAbove()
                .ifPresent(price -> tags.put("shutdownPrice", V1Fields.text(price.perKilowattHour()))
                        .put("shutdownPriceCurrency", price.currency().getCurrencyCode()));
    }

    private static V1Tags action(String type, Response response) {
        V1Tags tags = new V1Tags()
                .put("actionType", type)
                .put("responseToEvent", response.eventId())
                .put("reason", response.reason());
        Optional<Instant> at = response.at();
        at.ifPresent(moment -> tags.put("at", moment));
        return tags;
    }
}
