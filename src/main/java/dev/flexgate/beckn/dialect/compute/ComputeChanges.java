package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.AlertDecisions;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Change;
import dev.flexgate.beckn.message.Change.ContinueWithAlert;
import dev.flexgate.beckn.message.Change.NewTerms;
import dev.flexgate.beckn.message.Change.QuantityChange;
import dev.flexgate.beckn.message.Change.Response;
import dev.flexgate.beckn.message.Change.WindowChange;
import dev.flexgate.beckn.message.Change.WorkloadShift;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.Power;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an update asks for: a {@code flexibilityAction} of the delivery, as recorded, or an order as it shall be, of
 * which {@code updateType} may say what has changed.
 */
final class ComputeChanges {

    static final String SHIFT = "workload_shift";
    private static final String CONTINUE = "continue_with_acknowledgement";
    private static final String QUANTITY = "quantity_change";
    private static final String WINDOW = "window_change";
    private static final String TERMS = "new_terms";
    private static final String PATH = ComputeLines.DELIVERY_PATH + ".beckn:flexibilityAction";

    private ComputeChanges() {}

    private static JsonNode delivery(JsonNode order) {
        return order.path("beckn:fulfillment").path("beckn:deliveryAttributes");
    }

    static Change read(JsonNode order) {
        return response(order).orElseGet(() -> terms(order));
    }

    /** The change that an answer repeats, if it repeats one. */
    static Optional<Change> answered(JsonNode order) {
        JsonNode details = delivery(order).path("beckn:shiftDetails");
        if (details.isObject()) {
            var response = new Response(
                    event(order), ComputeFields.text(details, "shiftReason"), instant(details.path("shiftTimestamp")));
            return Optional.of(shift(details, response, ComputeLines.DELIVERY_PATH + ".beckn:shiftDetails"));
        }
        boolean said = List.of(QUANTITY, WINDOW, TERMS).contains(updateType(order));
        return response(order).or(() -> said ? Optional.of(terms(order)) : Optional.empty());
    }

    private static String updateType(JsonNode order) {
        return ComputeFields.text(order.path("beckn:orderAttributes"), "beckn:updateType");
    }

    private static String event(JsonNode order) {
        return ComputeFields.text(order.path("beckn:orderAttributes"), "beckn:responseToEvent");
    }

    private static Optional<Change> response(JsonNode order) {
        JsonNode action = delivery(order).path("beckn:flexibilityAction");
        if (!action.isObject()) {
            return Optional.empty();
        }
        var response = new Response(
                event(order), ComputeFields.text(action, "actionReason"), instant(action.path("actionTimestamp")));
        return Optional.of(
                switch (ComputeFields.text(action, "actionType")) {
                    case SHIFT -> shift(action.path("shiftDetails"), response, PATH + ".shiftDetails");
                    case CONTINUE -> ComputeFields.understood(PATH, () -> AlertDecisions.read(action, response, PATH));
                    default ->
                        throw RefusedException.of(
                                        ErrorCode.BIZ_INVALID_UPDATE_TARGET, "the flexibility action is unknown here")
                                .at(PATH + ".actionType")
                                .fix("send " + SHIFT + " or " + CONTINUE);
                });
    }

    private static Optional<Instant> instant(JsonNode json) {
        return json.isTextual() ? Optional.of(LtsFields.instant(json, PATH + ".actionTimestamp")) : Optional.empty();
    }

    private static Change shift(JsonNode details, Response response, String path) {
        Power load = ComputeFields.power(details, "shiftedLoad", "shiftedLoadUnit", path)
                .orElseThrow(() -> RefusedException.of(
                                ErrorCode.SCH_REQUIRED_FIELD_MISSING, path + ".shiftedLoad is required")
                        .at(path + ".shiftedLoad")
                        .fix("say how much load moves"));
        return new WorkloadShift(
                load,
                ComputeFields.text(details, "sourceLocation"),
                ComputeFields.text(details, "targetLocation"),
                ComputeFields.text(details, "targetOrder"),
                response);
    }

    private static Change terms(JsonNode order) {
        Wish wish = ComputeLines.read(order).stream()
                .findFirst()
                .orElseThrow(() -> RefusedException.of(
                                ErrorCode.BIZ_INVALID_UPDATE_TARGET, "the update says nothing that is to change")
                        .at(PATH)
                        .fix("send a flexibilityAction, or the lines as they shall be"));
        return switch (updateType(order)) {
            case QUANTITY -> new QuantityChange(wish.amount());
            case WINDOW -> window(wish.extent());
            default -> new NewTerms(wish.amount(), wish.extent());
        };
    }

    private static Change window(Extent extent) {
        if (extent instanceof Extent.Within(var window)) {
            return new WindowChange(window);
        }
        String path = ComputeLines.DELIVERY_PATH + ".beckn:timeWindow";
        throw RefusedException.of(ErrorCode.SCH_REQUIRED_FIELD_MISSING, path + " is required")
                .at(path)
                .fix("send the window that the order shall have, with its date");
    }

    /** Puts the change into an order that already says what it shall be, or is. */
    static void write(Change change, ObjectNode order, boolean answered) {
        switch (change) {
            case WorkloadShift shift
            when answered -> {
                ObjectNode details = details(
                        shift,
                        responding(order, shift.response(), "flexibility_response")
                                .putObject("beckn:shiftDetails"));
                LtsFields.putUnlessEmpty(
                        details, "shiftReason", shift.response().reason());
                shift.response().at().ifPresent(at -> details.put("shiftTimestamp", at.toString()));
            }
            case WorkloadShift shift ->
                details(
                        shift,
                        action(SHIFT, shift.response(), order, "flexibility_response")
                                .putObject("shiftDetails"));
            case ContinueWithAlert keep ->
                AlertDecisions.write(keep, action(CONTINUE, keep.response(), order, "alert_acknowledgement"));
            case QuantityChange _ -> attributes(order).put("beckn:updateType", QUANTITY);
            case WindowChange _ -> attributes(order).put("beckn:updateType", WINDOW);
            case NewTerms _ -> attributes(order).put("beckn:updateType", TERMS);
        }
    }

    private static ObjectNode details(WorkloadShift shift, ObjectNode details) {
        details.put("shiftedLoad", LtsFields.megawatts(shift.load())).put("shiftedLoadUnit", ComputeFields.MEGAWATT);
        LtsFields.putUnlessEmpty(details, "sourceLocation", shift.from());
        LtsFields.putUnlessEmpty(details, "targetLocation", shift.to());
        LtsFields.putUnlessEmpty(details, "targetOrder", shift.targetContract());
        return details;
    }

    private static ObjectNode action(String type, Response response, ObjectNode order, String updateType) {
        ObjectNode action = responding(order, response, updateType)
                .putObject("beckn:flexibilityAction")
                .put("actionType", type);
        LtsFields.putUnlessEmpty(action, "actionReason", response.reason());
        response.at().ifPresent(at -> action.put("actionTimestamp", at.toString()));
        return action;
    }

    private static ObjectNode responding(ObjectNode order, Response response, String updateType) {
        ObjectNode attributes = attributes(order).put("beckn:updateType", updateType);
        LtsFields.putUnlessEmpty(attributes, "beckn:responseToEvent", response.eventId());
        return ComputeContracts.delivery(order);
    }

    static ObjectNode attributes(ObjectNode order) {
        if (!order.has("beckn:orderAttributes")) {
            order.set("beckn:orderAttributes", ComputeFields.attributes("ComputeEnergyOrder"));
        }
        return (ObjectNode) order.get("beckn:orderAttributes");
    }
}
