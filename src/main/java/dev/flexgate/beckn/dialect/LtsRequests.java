package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Cancel;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Status;
import dev.flexgate.beckn.message.BecknMessage.Support;
import dev.flexgate.beckn.message.BecknMessage.Track;
import dev.flexgate.beckn.message.BecknMessage.Update;
import dev.flexgate.beckn.message.Cancellation;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.Tracking;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a consumer asks about a contract, in LTS; a failed callback repeats it in the same form. */
final class LtsRequests {

    private LtsRequests() {}

    /** Reads any request but a discovery, also out of a failed callback. */
    static BecknMessage.Request read(Action action, Context context, JsonNode message, boolean preview) {
        return switch (action) {
            case TRACK ->
                new Track(
                        context,
                        LtsAftercare.tracked(message),
                        message.path("tracking").path("url").asText());
            case RATE -> new Rate(context, LtsAftercare.ratings(ratings(message)), preview);
            case SUPPORT -> support(context, message.path("support"), preview);
            case SELECT, INIT, CONFIRM, STATUS, UPDATE, CANCEL ->
                aboutContract(action, context, message.path("contract"), preview);
            default -> throw new IllegalArgumentException(action + " is about no contract");
        };
    }

    private static BecknMessage.Request aboutContract(
            Action action, Context context, JsonNode contract, boolean preview) {
        Proposal proposal = LtsProposals.read(contract);
        return switch (action) {
            case SELECT -> new Select(context, proposal);
            case INIT -> new Init(context, proposal);
            case CONFIRM -> new Confirm(context, proposal);
            case STATUS -> new Status(context, proposal);
            case UPDATE -> new Update(context, proposal, LtsChanges.read(contract, proposal), preview);
            case CANCEL -> new Cancel(context, proposal, part(proposal), reason(contract), preview);
            default -> throw new IllegalArgumentException(action + " is not about a contract alone");
        };
    }

    /** A request names them one way, its failed callback the other. */
    private static JsonNode ratings(JsonNode message) {
        return message.has("ratingInputs") ? message.path("ratingInputs") : message.path("ratings");
    }

    private static Support support(Context context, JsonNode json, boolean preview) {
        return new Support(
                context,
                json.path("orderId").asText(),
                LtsAftercare.topic(json),
                LtsAftercare.callbackPhone(json),
                preview);
    }

    /** A window in a commitment of a cancellation is the part of it that is given up. */
    private static List<Interval> part(Proposal proposal) {
        return proposal.wishes().stream()
                .map(Wish::extent)
                .flatMap(
                        extent -> extent instanceof Extent.Within(Interval window) ? Stream.of(window) : Stream.empty())
                .toList();
    }

    private static Cancellation.Reason reason(JsonNode contract) {
        return LtsOutcomes.reason(contract.path("contractAttributes").path("cancellation"));
    }

    static ObjectNode write(BecknMessage.Request request) {
        return switch (request) {
            case Select select -> write(select.proposal());
            case Init init -> write(init.proposal());
            case Confirm confirm -> write(confirm.proposal());
            case Status status -> write(status.proposal());
            case Update update -> write(update);
            case Cancel cancel -> write(cancel);
            case Track track -> write(track, true);
            case Rate rate -> write(rate, "ratingInputs");
            case Support support -> LtsAftercare.write(support);
            case BecknMessage.Discover _, BecknMessage.Pull _, BecknMessage.AskChoices _, BecknMessage.FlexRequest _ ->
                throw new IllegalArgumentException(request.action() + " is about no contract");
        };
    }

    /** In the form of the callback. */
    static ObjectNode writeAsked(BecknMessage.Request request) {
        return switch (request) {
            case Track track -> write(track, false);
            case Rate rate -> write(rate, "ratings");
            default -> write(request);
        };
    }

    private static ObjectNode write(Proposal proposal) {
        ObjectNode message = Json.object();
        message.set("contract", LtsProposals.write(proposal));
        return message;
    }

    private static ObjectNode write(Update update) {
        ObjectNode message = Json.object();
        ObjectNode contract = LtsProposals.write(update.proposal());
        LtsChanges.write(
                update.change(),
                update.proposal().wishes().stream().map(Wish::id).toList(),
                contract);
        message.set("contract", contract);
        return message;
    }

    private static ObjectNode write(Cancel cancel) {
        ObjectNode message = Json.object();
        ObjectNode contract = LtsProposals.write(cancel.proposal());
        contract.set("status", LtsFields.code("CANCELLED"));
        if (!cancel.reason().equals(Cancellation.Reason.UNSAID)) {
            LtsOutcomes.write(cancel.reason(), LtsChanges.attributes(contract).putObject("cancellation"));
        }
        message.set("contract", contract);
        return message;
    }

    /** The official schema wants an address in the request too. */
    private static ObjectNode write(Track track, boolean active) {
        String watcher = track.watcher().isEmpty() ? track.context().bap().uri() : track.watcher();
        return LtsAftercare.write(track.proposal(), new Tracking(watcher, active, Optional.empty()));
    }

    private static ObjectNode write(Rate rate, String name) {
        ObjectNode message = Json.object();
        ArrayNode inputs = message.putArray(name);
        rate.ratings().forEach((Rating rating) -> inputs.add(LtsAftercare.write(rating)));
        return message;
    }
}
