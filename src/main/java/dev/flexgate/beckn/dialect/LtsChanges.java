package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Change;
import dev.flexgate.beckn.message.Change.ContinueWithAlert;
import dev.flexgate.beckn.message.Change.NewTerms;
import dev.flexgate.beckn.message.Change.QuantityChange;
import dev.flexgate.beckn.message.Change.Response;
import dev.flexgate.beckn.message.Change.WindowChange;
import dev.flexgate.beckn.message.Change.WorkloadShift;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an update asks for, in LTS. A response to a grid event is a {@code flexibilityAction} of the performance, as
 * in the examples of the domain. Without one the contract itself is as it shall be; {@code updateType} says which
 * part of it is meant, when it says so.
 */
final class LtsChanges {

    private static final String SHIFT = "workload_shift";
    private static final String CONTINUE = "continue_with_acknowledgement";
    private static final String QUANTITY = "quantity_change";
    private static final String WINDOW = "window_change";

    private LtsChanges() {}

    static Change read(JsonNode contract, Proposal proposal) {
        JsonNode attributes = contract.path("contractAttributes");
        return action(contract)
                .map(action -> action(action, attributes.path("responseToEvent").asText()))
                .orElseGet(() -> terms(attributes.path("updateType").asText(), proposal));
    }

    /** The change that an answer repeats, if it repeats one. */
    static Optional<Change> answered(JsonNode contract) {
        String type = contract.path("contractAttributes").path("updateType").asText();
        boolean stated = action(contract).isPresent() || type.equals(QUANTITY) || type.equals(WINDOW);
        return stated ? Optional.of(read(contract, LtsProposals.read(contract))) : Optional.empty();
    }

    private static Optional<JsonNode> action(JsonNode contract) {
        for (JsonNode performance : contract.path("performance")) {
            JsonNode action = performance.path("performanceAttributes").path("flexibilityAction");
            if (action.isObject()) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    private static Change action(JsonNode action, String eventId) {
        String path = "$.message.contract.performance[0].performanceAttributes.flexibilityAction";
        var response = new Response(
                eventId, action.path("actionReason").asText(), instant(action.path("actionTimestamp"), path));
        return switch (action.path("actionType").asText()) {
            case SHIFT -> shift(action.path("shiftDetails"), response, path + ".shiftDetails");
            case CONTINUE -> LtsWindows.understood(path, () -> AlertDecisions.read(action, response, path));
            default ->
                throw RefusedException.of(ErrorCode.BIZ_INVALID_UPDATE_TARGET, "the flexibility action is unknown here")
                        .at(path + ".actionType")
                        .fix("send " + SHIFT + " or " + CONTINUE);
        };
    }

    private static Change shift(JsonNode details, Response response, String path) {
        return new WorkloadShift(
                LtsFields.power(
                        details.path("shiftedLoad").decimalValue(),
                        details.path("shiftedLoadUnit").asText("MW"),
                        path + ".shiftedLoad"),
                details.path("sourceLocation").asText(),
                details.path("targetLocation").asText(),
                details.path("targetOrder").asText(),
                response);
    }

    private static Optional<Instant> instant(JsonNode value, String path) {
        return value.isTextual() ? Optional.of(LtsFields.instant(value, path)) : Optional.empty();
    }

    private static Change terms(String updateType, Proposal proposal) {
        Wish wish = proposal.wishes().getFirst();
        if (updateType.equals(QUANTITY)) {
            return new QuantityChange(wish.amount());
        }
        if (updateType.equals(WINDOW)) {
            if (wish.extent() instanceof Extent.Within(var window)) {
                return new WindowChange(window);
            }
            String path = "$.message.contract.commitments[0].commitmentAttributes.timeWindow";
            throw RefusedException.of(ErrorCode.SCH_REQUIRED_FIELD_MISSING, path + " is required")
                    .at(path)
                    .fix("send the window that the contract shall have");
        }
        return new NewTerms(wish.amount(), wish.extent());
    }

    /** Puts the change into a contract that already says what it shall be, or is. */
    static void write(Change change, List<String> commitmentIds, ObjectNode contract) {
        switch (change) {
            case WorkloadShift shift -> {
                ObjectNode action = action(SHIFT, shift.response(), commitmentIds, contract, "flexibility_response");
                ObjectNode details = action.putObject("shiftDetails")
                        .put("shiftedLoad", LtsFields.megawatts(shift.load()))
                        .put("shiftedLoadUnit", "MW");
                LtsFields.putUnlessEmpty(details, "sourceLocation", shift.from());
                LtsFields.putUnlessEmpty(details, "targetLocation", shift.to());
                LtsFields.putUnlessEmpty(details, "targetOrder", shift.targetContract());
            }
            case ContinueWithAlert keep ->
                AlertDecisions.write(
                        keep, action(CONTINUE, keep.response(), commitmentIds, contract, "alert_acknowledgement"));
            case QuantityChange _ -> attributes(contract).put("updateType", QUANTITY);
            case WindowChange _ -> attributes(contract).put("updateType", WINDOW);
            case NewTerms _ -> {} // the contract says it all
        }
    }

    private static ObjectNode action(
            String type, Response response, List<String> commitmentIds, ObjectNode contract, String updateType) {
        ObjectNode attributes = attributes(contract).put("updateType", updateType);
        LtsFields.putUnlessEmpty(attributes, "responseToEvent", response.eventId());
        ObjectNode action = performance(contract, commitmentIds)
                .putObject("flexibilityAction")
                .put("actionType", type);
        LtsFields.putUnlessEmpty(action, "actionReason", response.reason());
        response.at().ifPresent(at -> action.put("actionTimestamp", at.toString()));
        return action;
    }

    static ObjectNode attributes(ObjectNode contract) {
        if (!contract.has("contractAttributes")) {
            contract.set("contractAttributes", LtsFields.attributes("ComputeEnergyOrder"));
        }
        return (ObjectNode) contract.get("contractAttributes");
    }

    /** The attributes of the first performance, which is added to a contract that has none. */
    static ObjectNode performance(ObjectNode contract, List<String> commitmentIds) {
        if (contract.path("performance").isEmpty()) {
            ObjectNode performance =
                    contract.putArray("performance").addObject().put("id", "performance-1");
            performance.set("status", LtsFields.code("IN_PROGRESS"));
            var ids = performance.putArray("commitmentIds");
            commitmentIds.stream().filter(id -> !id.isEmpty()).forEach(ids::add);
            performance.set("performanceAttributes", LtsFields.attributes("ComputeEnergyFulfillment"));
        }
        JsonNode attributes = contract.path("performance").path(0).path("performanceAttributes");
        return attributes instanceof ObjectNode object ? object : Json.object();
    }
}
