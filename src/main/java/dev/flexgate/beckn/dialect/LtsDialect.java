package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Choices;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.FlexCallback;
import dev.flexgate.beckn.message.BecknMessage.FlexRequest;
import dev.flexgate.beckn.message.BecknMessage.OnCancel;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.OnInit;
import dev.flexgate.beckn.message.BecknMessage.OnPull;
import dev.flexgate.beckn.message.BecknMessage.OnRate;
import dev.flexgate.beckn.message.BecknMessage.OnSelect;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.OnSupport;
import dev.flexgate.beckn.message.BecknMessage.OnTrack;
import dev.flexgate.beckn.message.BecknMessage.OnUpdate;
import dev.flexgate.beckn.message.BecknMessage.Pull;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.PullWish;
import dev.flexgate.wire.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Beckn 2.0.0 LTS: camelCase envelope, {@code contract} as the business object, NFH-008 acknowledgements. */
public final class LtsDialect implements Dialect {

    public static final String NAME = "2.0.0-lts";

    private static final int MESSAGE_ID_LENGTH_MAX = 64;

    private static final List<Action> ACTIONS =
            Stream.concat(Action.DEALS.stream(), Stream.of(Action.PULL)).toList();

    /** Compiled once a process: that takes a while. */
    private static final SchemaGate SCHEMAS = new SchemaGate(
            NAME,
            Action.DEALS.stream()
                    .map(Action::label)
                    .flatMap(word -> Stream.of(word, "on_" + word))
                    .toList());

    @Override
    public String name() {
        return NAME;
    }

    /** Also a context that names no participant at all, so that its refusal can say what is missing. */
    @Override
    public boolean speaks(JsonNode json) {
        JsonNode context = json.path("context");
        return !context.has("bap_id") && !context.has("transaction_id") && !context.has("message_id");
    }

    @Override
    public List<Action> actions() {
        return ACTIONS;
    }

    @Override
    public String word(Action action) {
        return action == Action.PULL ? LtsSharing.PULL : action.label();
    }

    @Override
    public String callbackWord(Action action) {
        return action == Action.PULL ? LtsSharing.ON_PULL : "on_" + action.label();
    }

    @Override
    public BecknMessage.Request readRequest(Action action, JsonNode json) {
        if (action == Action.PULL) {
            LtsSharing.checkPull(json);
            return new Pull(LtsContexts.read(json.path("context")), LtsSharing.wish(json.path("message")));
        }
        SCHEMAS.check(word(action), json);
        Context context = LtsContexts.read(json.path("context"));
        JsonNode message = json.path("message");
        return action == Action.DISCOVER
                ? new Discover(context, intent(message))
                : LtsRequests.read(action, context, message, LtsContexts.preview(json.path("context")));
    }

    private static Intent intent(JsonNode message) {
        JsonNode intent = message.path("intent");
        if (!intent.path("mediaSearch").isEmpty()) {
            throw LtsFields.notImplemented("$.message.intent.mediaSearch", "search by text or by a filter");
        }
        String text = intent.path("textSearch")
                .asText(message.path("textSearch")
                        .asText(message.path("text_search").asText("")));
        JsonNode filter = intent.path("filters").path("expression");
        if (!filter.isMissingNode() && filter.asText().isBlank()) {
            throw LtsFields.blankFilter("$.message.intent.filters.expression");
        }
        return new Intent(text, filter.asText(), Spatial.read(intent.path("spatial"), "$.message.intent.spatial"));
    }

    @Override
    public BecknMessage.Callback readCallback(Action action, JsonNode json) {
        if (action == Action.PULL) {
            return pulled(json);
        }
        SCHEMAS.check(callbackWord(action), json);
        Context context = LtsContexts.read(json.path("context"));
        JsonNode message = json.path("message");
        if (json.has("error")) {
            BecknMessage.Request asked = action == Action.DISCOVER
                    ? new Discover(context, new Intent("", ""))
                    : LtsRequests.read(action, context, message, LtsContexts.preview(json.path("context")));
            return new Failed(context, asked, LtsFields.error(json.path("error")));
        }
        boolean preview = LtsContexts.preview(json.path("context"));
        return switch (action) {
            case DISCOVER -> new OnDiscover(context, LtsCatalogs.read(message.path("catalogs")));
            case SELECT -> new OnSelect(context, LtsContracts.read(message.path("contract")));
            case INIT -> new OnInit(context, LtsContracts.read(message.path("contract")));
            case CONFIRM -> new OnConfirm(context, LtsContracts.read(message.path("contract")));
            case STATUS -> new OnStatus(context, LtsContracts.read(message.path("contract")));
            case TRACK -> new OnTrack(context, LtsAftercare.tracked(message), LtsAftercare.tracking(message));
            case UPDATE ->
                new OnUpdate(
                        context,
                        LtsContracts.read(message.path("contract")),
                        LtsOutcomes.notice(message.path("contract")),
                        preview);
            case CANCEL -> new OnCancel(context, LtsContracts.read(message.path("contract")), preview);
            case RATE -> new OnRate(context, LtsAftercare.scores(message.path("ratings")), preview);
            case SUPPORT ->
                new OnSupport(
                        context,
                        message.path("support").path("orderId").asText(),
                        LtsAftercare.desk(message.path("support")),
                        preview);
            default -> throw new IllegalArgumentException(action + " is not answered in " + NAME);
        };
    }

    /** A failed one does not repeat what was asked, but under which id. */
    private static BecknMessage.Callback pulled(JsonNode json) {
        LtsSharing.checkPulled(json);
        Context context = LtsContexts.read(json.path("context"));
        JsonNode message = json.path("message");
        if (message.path("status").asText().equals("FAILED")) {
            var unsaid = new PullWish(new PullWish.Full(), List.of(), List.of(), List.of(), OptionalInt.empty());
            return new Failed(context, new Pull(context, unsaid), LtsFields.error(message.path("error")));
        }
        return new OnPull(context, message.path("requestId").asText(), LtsSharing.pulled(message));
    }

    @Override
    public ObjectNode write(BecknMessage message) {
        ObjectNode json = Json.object();
        json.set("context", LtsContexts.write(word(message), message.context(), message.isPreview()));
        switch (message) {
            case BecknMessage.Request request -> json.set("message", request(request));
            case OnDiscover found -> json.set("message", document(found.catalogs()));
            case OnSelect quoted -> json.set("message", write(quoted.contract()));
            case OnInit initiated -> json.set("message", write(initiated.contract()));
            case OnConfirm confirmed -> json.set("message", write(confirmed.contract()));
            case OnStatus standing -> json.set("message", write(standing.contract()));
            case OnTrack tracked -> json.set("message", LtsAftercare.write(tracked.proposal(), tracked.tracking()));
            case OnUpdate updated -> json.set("message", write(updated));
            case OnCancel cancelled -> json.set("message", write(cancelled.contract()));
            case OnRate rated -> json.set("message", LtsAftercare.writeScores(rated.scores()));
            case OnSupport helped -> json.set("message", LtsAftercare.write(helped.contractId(), helped.desk()));
            case OnPull pulled -> json.set("message", LtsSharing.write(pulled.requestId(), pulled.pulled()));
            case FlexCallback flex -> throw notCarried(flex);
            case Choices choices -> throw notCarried(choices);
            case Failed failed -> {
                json.set(
                        "message",
                        failed.asked() instanceof Pull pull
                                ? LtsSharing.failed(pull.requestId(), failed.error())
                                : asked(failed.asked()));
                json.set("error", LtsFields.write(failed.error()));
            }
        }
        return json;
    }

    private static ObjectNode request(BecknMessage.Request request) {
        return switch (request) {
            case Discover discover -> write(discover.intent());
            case Pull pull -> LtsSharing.write(pull.wish());
            case FlexRequest flex -> throw notCarried(flex);
            default -> LtsRequests.write(request);
        };
    }

    /** A failed callback repeats what was asked: the official schema wants a message there even so. */
    private ObjectNode asked(BecknMessage.Request asked) {
        return switch (asked) {
            case Discover _ -> document(List.of());
            case FlexRequest flex -> throw notCarried(flex);
            default -> LtsRequests.writeAsked(asked);
        };
    }

    /** A request for less load is made and answered in the dialect in which operators write it. */
    private static IllegalArgumentException notCarried(BecknMessage message) {
        return new IllegalArgumentException(
                NAME + " has no words for " + message.getClass().getSimpleName());
    }

    private static ObjectNode write(Intent intent) {
        ObjectNode message = Json.object();
        ObjectNode json = message.putObject("intent");
        LtsFields.putUnlessEmpty(json, "textSearch", intent.textSearch());
        if (!intent.filter().isEmpty()) {
            json.putObject("filters").put("type", "jsonpath").put("expression", intent.filter());
        }
        Spatial.write(json, intent.spatial());
        return message;
    }

    private static ObjectNode write(OnUpdate updated) {
        ObjectNode message = Json.object();
        ObjectNode contract = LtsContracts.write(updated.contract());
        LtsOutcomes.write(updated.notice(), updated.contract(), contract);
        message.set("contract", contract);
        return message;
    }

    private static ObjectNode write(Contract contract) {
        ObjectNode message = Json.object();
        message.set("contract", LtsContracts.write(contract));
        return message;
    }

    @Override
    public ObjectNode document(List<Catalog> catalogs) {
        ObjectNode document = Json.object();
        ArrayNode array = document.putArray("catalogs");
        catalogs.forEach(catalog -> array.add(LtsCatalogs.write(catalog)));
        return document;
    }

    @Override
    public Optional<String> messageId(JsonNode json) {
        JsonNode id = json.path("context").path("messageId");
        return id.isTextual() && !id.asText().isEmpty() && id.asText().length() <= MESSAGE_ID_LENGTH_MAX
                ? Optional.of(id.asText())
                : Optional.empty();
    }

    @Override
    public void bind(ObjectNode callback, String requestDigest) {
        callback.withObject("/context").putObject("requestDigest").put("digest", requestDigest);
    }

    @Override
    public ObjectNode ack(String messageId) {
        ObjectNode json = Json.object();
        json.putObject("message").put("status", "ACK").put("messageId", messageId);
        return json;
    }

    @Override
    public ObjectNode nack(Optional<String> messageId, BecknError error) {
        ObjectNode json = Json.object();
        ObjectNode message = json.putObject("message").put("status", "NACK");
        messageId.ifPresent(id -> message.put("messageId", id));
        message.set("error", LtsFields.write(error));
        return json;
    }
}
