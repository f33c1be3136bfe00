package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.DegContexts;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.dialect.OwnPaths;
import dev.flexgate.beckn.dialect.SchemaGate;
import dev.flexgate.beckn.dialect.SnakeAnswers;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.AskChoices;
import dev.flexgate.beckn.message.BecknMessage.Cancel;
import dev.flexgate.beckn.message.BecknMessage.Choices;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.OnCancel;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.OnInit;
import dev.flexgate.beckn.message.BecknMessage.OnRate;
import dev.flexgate.beckn.message.BecknMessage.OnSelect;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.OnSupport;
import dev.flexgate.beckn.message.BecknMessage.OnTrack;
import dev.flexgate.beckn.message.BecknMessage.OnUpdate;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Status;
import dev.flexgate.beckn.message.BecknMessage.Support;
import dev.flexgate.beckn.message.BecknMessage.Track;
import dev.flexgate.beckn.message.BecknMessage.Update;
import dev.flexgate.beckn.message.Cancellation;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Beckn 1.1.1: {@code search}, {@code order} and tags; ACK and NACK in the envelope of the first generation, numeric
 * codes of BECKN-005. Previews, parts of a cancellation and the words beside a rating are not to be had in it.
 */
public final class V1Dialect implements Dialect {

    public static final String NAME = "1.1.1";

    private static final List<Action> ACTIONS =
            Stream.of(Action.values()).filter(action -> action != Action.PULL).toList();

    private static final SchemaGate SCHEMAS = new SchemaGate(
            NAME,
            ACTIONS.stream()
                    .flatMap(action -> Stream.of(wordOf(action), callbackWordOf(action)))
                    .toList());

    private static final OwnPaths PATHS = new OwnPaths(Map.ofEntries(
            Map.entry("$.message.contract", "$.message.order"),
            Map.entry("$.message.contract.commitments", "$.message.order.items"),
            Map.entry("$.message.contract.commitments[0].resources[0].id", "$.message.order.items[0].id"),
            Map.entry("$.message.contract.commitments[0].resources[0].quantity", "$.message.order.items[0].quantity"),
            Map.entry("$.message.contract.commitments[0].offer.id", "$.message.order.offers[0].id"),
            Map.entry("$.message.contract.commitments[0].offer.resourceIds", "$.message.order.offers[0].item_ids"),
            Map.entry("$.message.contract.consideration", "$.message.order.quote.price"),
            Map.entry(
                    "$.message.contract.contractAttributes.cancellation.reasonCode",
                    "$.message.cancellation_reason_id"),
            Map.entry("$.message.tracking.contract.id", "$.message.order_id"),
            Map.entry("$.message.ratingInputs", "$.message.ratings"),
            Map.entry("$.message.ratingInputs[0].target.id", "$.message.ratings[0].id"),
            Map.entry("$.message.support.orderId", "$.message.support.ref_id"),
            Map.entry("$.message.intent.spatial", "$.message.intent.fulfillment.stops")));

    @Override
    public String ownPath(Action action, String lts) {
        boolean bare = action == Action.STATUS || action == Action.CANCEL;
        return bare && lts.equals("$.message.contract.id") ? "$.message.order_id" : PATHS.of(lts);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean speaks(JsonNode json) {
        return V1Shape.is(json);
    }

    @Override
    public String word(Action action) {
        return wordOf(action);
    }

    private static String wordOf(Action action) {
        return switch (action) {
            case DISCOVER -> "search";
            case RATE -> "rating";
            case CANCELLATION_REASONS, RETURN_REASONS, RATING_CATEGORIES -> "get_" + V1Choices.word(action);
            default -> action.label();
        };
    }

    /** The Meta API answers {@code get_x} by {@code x}. */
    private static String callbackWordOf(Action action) {
        return switch (action) {
            case CANCELLATION_REASONS, RETURN_REASONS, RATING_CATEGORIES -> V1Choices.word(action);
            default -> "on_" + wordOf(action);
        };
    }

    @Override
    public String callbackWord(Action action) {
        return callbackWordOf(action);
    }

    @Override
    public List<Action> actions() {
        return ACTIONS;
    }

    @Override
    public BecknMessage.Request readRequest(Action action, JsonNode json) {
        SCHEMAS.check(word(action), json);
        return request(action, DegContexts.read(json.path("context")), json.path("message"));
    }

    private static BecknMessage.Request request(Action action, Context context, JsonNode message) {
        JsonNode order = message.path("order");
        Proposal named = V1Orders.named(message.path("order_id").asText());
        return switch (action) {
            case DISCOVER -> new Discover(context, V1Searches.read(message.path("intent")));
            case SELECT -> new Select(context, V1Orders.read(order, context));
            case INIT -> new Init(context, V1Orders.read(order, context));
            case CONFIRM -> new Confirm(context, V1Orders.read(order, context));
            case STATUS -> new Status(context, named);
            case TRACK -> new Track(context, named, message.path("callback_url").asText());
            case UPDATE ->
                new Update(
                        context,
                        V1Orders.read(order, context),
                        V1Changes.read(order, message.path("update_target").asText()),
                        false);
            case CANCEL ->
                new Cancel(
                        context,
                        named,
                        List.of(),
                        new Cancellation.Reason(
                                message.path("cancellation_reason_id").asText(),
                                message.path("descriptor")
                                        .path("short_desc")
                                        .asText(message.path("descriptor")
                                                .path("name")
                                                .asText())),
                        false);
            case RATE -> new Rate(context, V1Aftercare.ratings(message.path("ratings")), false);
            case SUPPORT ->
                new Support(
                        context,
                        message.path("support").path("ref_id").asText(),
                        "",
                        message.path("support").path("callback_phone").asText(),
                        false);
            case CANCELLATION_REASONS, RETURN_REASONS, RATING_CATEGORIES -> new AskChoices(context, action);
            case PULL -> throw foreign(action);
        };
    }

    @Override
    public BecknMessage.Callback readCallback(Action action, JsonNode json) {
        SCHEMAS.check(callbackWord(action), json);
        Context context = DegContexts.read(json.path("context"));
        JsonNode message = json.path("message");
        if (json.has("error")) {
            return new Failed(context, unsaid(action, context), V1Errors.read(json.path("error")));
        }
        return switch (action) {
            case DISCOVER -> new OnDiscover(context, V1Catalogs.read(message.path("catalog"), context.timestamp()));
            case SELECT -> new OnSelect(context, contract(message, context));
            case INIT -> new OnInit(context, contract(message, context));
            case CONFIRM -> new OnConfirm(context, contract(message, context));
            case STATUS -> new OnStatus(context, contract(message, context));
            case TRACK ->
                new OnTrack(
                        context,
                        V1Orders.named(message.path("tracking").path("id").asText()),
                        V1Aftercare.tracking(message.path("tracking")));
            case UPDATE ->
                new OnUpdate(context, contract(message, context), V1Outcomes.notice(message.path("order")), false);
            case CANCEL -> new OnCancel(context, contract(message, context), false);
            case RATE -> new OnRate(context, List.of(), false);
            case SUPPORT ->
                new OnSupport(
                        context,
                        message.path("support").path("ref_id").asText(),
                        V1Aftercare.desk(message.path("support")),
                        false);
            case CANCELLATION_REASONS, RETURN_REASONS, RATING_CATEGORIES ->
                new Choices(context, action, V1Choices.read(action, message));
            case PULL -> throw foreign(action);
        };
    }

    private static IllegalArgumentException foreign(Action action) {
        return new IllegalArgumentException(NAME + " has no " + action);
    }

    private static Contract contract(JsonNode message, Context context) {
        return V1Contracts.read(message.path("order"), context);
    }

    /** A failed callback of this generation does not repeat what was asked. */
    private static BecknMessage.Request unsaid(Action action, Context context) {
        Proposal nothing = V1Orders.named("");
        return switch (action) {
            case DISCOVER -> new Discover(context, new Intent("", ""));
            case SELECT -> new Select(context, nothing);
            case INIT -> new Init(context, nothing);
            case CONFIRM -> new Confirm(context, nothing);
            case STATUS, UPDATE -> new Status(context, nothing);
            case TRACK -> new Track(context, nothing, "");
            case CANCEL -> new Cancel(context, nothing, List.of(), Cancellation.Reason.UNSAID, false);
            case RATE -> new Rate(context, List.of(), false);
            case SUPPORT -> new Support(context, "", "", "", false);
            case CANCELLATION_REASONS, RETURN_REASONS, RATING_CATEGORIES -> new AskChoices(context, action);
            case PULL -> throw foreign(action);
        };
    }

    @Override
    public String contextName(String lowerCamel) {
        return DegContexts.name(lowerCamel);
    }

    @Override
    public ObjectNode write(BecknMessage message) {
        ObjectNode json = Json.object();
        ObjectNode context = DegContexts.write(word(message), message.context()).put("version", NAME);
        context.remove(List.of("network_id", "schema_context"));
        json.set("context", context);
        if (message instanceof Failed failed) {
            if (failed.answers() == Action.RATE) {
                json.putObject("message"); // the official schema of this one wants a message beside the error
            } else if (failed.asked() instanceof AskChoices ask) {
                json.set("message", V1Choices.write(new Choices(ask.context(), ask.action(), List.of())));
            }
            json.set("error", V1Errors.write(failed.error()));
        } else {
            json.set("message", body(message));
        }
        return json;
    }

    private static ObjectNode body(BecknMessage message) {
        Context context = message.context();
        return switch (message) {
            case Discover discover -> V1Searches.write(discover.intent());
            case Select select -> order(V1Orders.write(select.proposal(), context));
            case Init init -> order(V1Orders.write(init.proposal(), context));
            case Confirm confirm -> order(V1Orders.write(confirm.proposal(), context));
            case Status status -> named(status.proposal());
            case Track track -> {
                ObjectNode json = named(track.proposal());
                LtsFields.putUnlessEmpty(json, "callback_url", track.watcher());
                yield json;
            }
            case Update update -> {
                ObjectNode order = V1Orders.write(update.proposal(), context);
                V1Changes.write(update.change(), order);
                yield order(order).put("update_target", V1Changes.target(update.change()));
            }
            case Cancel cancel -> cancel(cancel);
            case Rate rate -> V1Aftercare.write(rate);
            case Support support -> V1Aftercare.write(support);
            case OnDiscover found -> Json.object().set("catalog", V1Catalogs.write(found.catalogs()));
            case OnSelect quoted -> order(V1Contracts.write(quoted.contract()));
            case OnInit initiated -> order(V1Contracts.write(initiated.contract()));
            case OnConfirm confirmed -> order(V1Contracts.write(confirmed.contract()));
            case OnStatus standing -> order(V1Contracts.write(standing.contract()));
            case OnTrack tracked -> V1Aftercare.write(tracked.proposal(), tracked.tracking());
            case OnUpdate updated -> {
                ObjectNode order = V1Contracts.write(updated.contract());
                V1Outcomes.write(updated.notice(), order);
                yield order(order);
            }
            case OnCancel cancelled -> order(V1Contracts.write(cancelled.contract()));
            case OnRate _ -> Json.object();
            case OnSupport supported -> V1Aftercare.write(supported.contractId(), supported.desk());
            case Choices choices -> V1Choices.write(choices);
            case AskChoices _ -> Json.object();
            case Failed _,
                    BecknMessage.Pull _,
                    BecknMessage.OnPull _,
                    BecknMessage.FlexRequest _,
                    BecknMessage.FlexCallback _ ->
                throw new IllegalArgumentException(
                        NAME + " has no words for " + message.getClass().getSimpleName());
        };
    }

    private static ObjectNode named(Proposal proposal) {
        return Json.object().put("order_id", proposal.contractId());
    }

    private static ObjectNode cancel(Cancel cancel) {
        ObjectNode json = named(cancel.proposal());
        LtsFields.putUnlessEmpty(json, "cancellation_reason_id", cancel.reason().code());
        if (!cancel.reason().comment().isEmpty()) {
            json.putObject("descriptor").put("short_desc", cancel.reason().comment());
        }
        return json;
    }

    private static ObjectNode order(ObjectNode order) {
        ObjectNode message = Json.object();
        message.set("order", order);
        return message;
    }

    @Override
    public ObjectNode document(List<Catalog> catalogs) {
        return V1Searches.document(catalogs);
    }

    @Override
    public Optional<String> messageId(JsonNode json) {
        return SnakeAnswers.messageId(json);
    }

    @Override
    public ObjectNode ack(String messageId) {
        return SnakeAnswers.ack();
    }

    @Override
    public ObjectNode nack(Optional<String> messageId, BecknError error) {
        return SnakeAnswers.nack(V1Errors.write(error));
    }

    /** A refusal is an ordinary answer in this generation; only who is not trusted, or comes too often, hears it so. */
    @Override
    public int httpStatus(ErrorCode code) {
        boolean heard = code.httpStatus() == 401 || code.httpStatus() == 429 || code.isRetryable();
        return heard ? code.httpStatus() : 200;
    }
}
