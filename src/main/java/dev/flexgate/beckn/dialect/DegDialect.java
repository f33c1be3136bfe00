package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.compute.ComputeProfile;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Activate;
import dev.flexgate.beckn.message.BecknMessage.DiscoverResources;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.FlexRequest;
import dev.flexgate.beckn.message.BecknMessage.FlexStatus;
import dev.flexgate.beckn.message.BecknMessage.OnActivate;
import dev.flexgate.beckn.message.BecknMessage.OnDiscoverResources;
import dev.flexgate.beckn.message.BecknMessage.OnFlexStatus;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.FlexCatalog;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Beckn 2.0.0-rc1 as the DEG world wrote it in 2025: snake_case envelope, {@code beckn:} names, {@code order} as the
 * business object. Of its domains demand flexibility is spoken: a grid operator calls for less load.
 *
 * <p>None of the messages recorded there is valid by the official schema, so what comes in is first mended by the
 * rules of {@link DegTolerance}, then held to our own schema; what goes out has the form that was recorded.
 */
public final class DegDialect implements Dialect {

    public static final String NAME = "2.0.0-rc1-deg";

    private static final String LINE = "$.message.contract.commitments[0]";
    private static final String OWN_LINE = "$.message.order.beckn:orderItems[0]";

    private static final List<Action> ACTIONS = List.of(Action.DISCOVER, Action.CONFIRM, Action.STATUS);

    private static final SchemaGate COMPUTE_SCHEMAS = new SchemaGate(
            "2.0.0-rc1-compute",
            Action.DEALS.stream()
                    .map(DegDialect::wordOf)
                    .flatMap(word -> Stream.of(word, "on_" + word))
                    .toList(),
            NAME + "/common",
            NAME + "/discover");

    private static final SchemaGate SCHEMAS = new SchemaGate(
            NAME,
            ACTIONS.stream()
                    .map(Action::label)
                    .flatMap(word -> Stream.of(word, "on_" + word))
                    .toList());

    private static final OwnPaths PATHS = new OwnPaths(Map.ofEntries(
            Map.entry("$.message.contract", "$.message.order"),
            Map.entry("$.message.contract.id", "$.message.order.beckn:id"),
            Map.entry("$.message.contract.commitments", "$.message.order.beckn:orderItems"),
            Map.entry(LINE + ".resources[0].id", OWN_LINE + ".beckn:orderedItem"),
            Map.entry(LINE + ".resources[0].quantity", OWN_LINE + ".beckn:quantity"),
            Map.entry(LINE + ".offer.id", OWN_LINE + ".beckn:acceptedOffer.beckn:id"),
            Map.entry(LINE + ".offer.resourceIds", OWN_LINE + ".beckn:acceptedOffer.beckn:items"),
            Map.entry("$.message.contract.consideration", "$.message.order.beckn:orderValue"),
            Map.entry(
                    "$.message.contract.contractAttributes.cancellation.reasonCode",
                    "$.message.cancellation.reasonCode"),
            Map.entry("$.message.tracking.contract.id", "$.message.order.beckn:id"),
            Map.entry("$.message.ratingInputs", "$.message.ratings"),
            Map.entry("$.message.ratingInputs[0].target.id", "$.message.ratings[0].id"),
            Map.entry("$.message.support.orderId", "$.message.refId"),
            Map.entry("$.message.intent.spatial", "$.message.spatial")));

    @Override
    public String ownPath(Action action, String lts) {
        return PATHS.of(lts);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Version 1 has the same envelope, and is asked first. */
    @Override
    public boolean speaks(JsonNode json) {
        JsonNode context = json.path("context");
        return context.has("bap_id") || context.has("transaction_id") || context.has("message_id");
    }

    @Override
    public String word(Action action) {
        return wordOf(action);
    }

    private static String wordOf(Action action) {
        return action == Action.RATE ? "rating" : action.label();
    }

    @Override
    public BecknMessage.Request readRequest(Action action, JsonNode json) {
        DegProfile profile = DegProfile.of(action, json);
        DegTolerance.Mended mended = DegTolerance.mend(json, profile);
        schemas(profile, action).check(word(action), mended.json());
        Context context = DegContexts.read(mended.json().path("context"));
        JsonNode message = mended.json().path("message");
        if (profile == DegProfile.COMPUTE) {
            return ComputeProfile.readRequest(action, context, message, preview(mended.json()), mended.assumed());
        }
        return switch (action) {
            case DISCOVER -> DegSearches.read(context, message);
            case STATUS ->
                new FlexStatus(context, message.path("order").path("beckn:id").asText());
            default -> new Activate(context, DegActivations.read(message.path("order")));
        };
    }

    private static boolean preview(JsonNode json) {
        return json.path("context").path("try").asBoolean();
    }

    private static SchemaGate schemas(DegProfile profile, Action action) {
        if (profile == DegProfile.COMPUTE) {
            return COMPUTE_SCHEMAS;
        }
        supported(action);
        return SCHEMAS;
    }

    @Override
    public BecknMessage.Callback readCallback(Action action, JsonNode json) {
        DegProfile profile = DegProfile.of(action, json);
        JsonNode mended = DegTolerance.mend(json, profile).json();
        schemas(profile, action).check(callbackWord(action), mended);
        Context context = DegContexts.read(mended.path("context"));
        JsonNode message = mended.path("message");
        if (mended.has("error")) {
            return new Failed(context, asked(profile, action, context, mended), LtsFields.error(mended.path("error")));
        }
        if (profile == DegProfile.COMPUTE) {
            return ComputeProfile.readCallback(action, context, message, preview(mended));
        }
        return switch (action) {
            case DISCOVER -> new OnDiscoverResources(context, DegResources.read(message.path("catalogs")));
            case STATUS -> new OnFlexStatus(context, DegContractReading.read(message.path("order")));
            default -> new OnActivate(context, DegContractReading.read(message.path("order")));
        };
    }

    private static void supported(Action action) {
        if (!ACTIONS.contains(action)) {
            throw RefusedException.of(
                            ErrorCode.NET_NOT_IMPLEMENTED,
                            action.label() + " is not supported in this dialect yet; an activation needs no quote")
                    .at("$.context.action")
                    .fix("send discover, confirm or status; or " + action.label() + " in Beckn 2.0.0 LTS");
        }
    }

    private static BecknMessage.Request asked(DegProfile profile, Action action, Context context, JsonNode mended) {
        JsonNode message = mended.path("message");
        if (profile == DegProfile.COMPUTE) {
            return ComputeProfile.readAsked(action, context, message, preview(mended));
        }
        return switch (action) {
            case DISCOVER -> new DiscoverResources(context, new Intent("", ""));
            case STATUS ->
                new FlexStatus(context, message.path("order").path("beckn:id").asText());
            default -> new Activate(context, DegActivations.read(message.path("order")));
        };
    }

    @Override
    public List<String> tolerated(Action action, JsonNode json) {
        return DegTolerance.mend(json, DegProfile.of(action, json)).found().stream()
                .map(DegTolerance::name)
                .sorted()
                .toList();
    }

    @Override
    public String contextName(String lowerCamel) {
        return DegContexts.name(lowerCamel);
    }

    @Override
    public ObjectNode write(BecknMessage message) {
        ObjectNode json = Json.object();
        ObjectNode envelope = DegContexts.write(word(message), message.context());
        if (message.isPreview()) {
            envelope.put("try", true); // as the next generation asks for it
        }
        json.set("context", envelope);
        switch (message) {
            case DiscoverResources discover -> json.set("message", DegSearches.write(discover));
            case Activate activate -> json.set("message", order(DegActivations.write(activate.activation())));
            case FlexStatus status -> json.set("message", Json.object().put("order_id", status.orderId()));
            case OnDiscoverResources found -> json.set("message", flexDocument(found.catalogs()));
            case OnActivate activated -> json.set("message", order(DegContracts.write(activated.contract(), true)));
            case OnFlexStatus standing -> json.set("message", order(DegContracts.write(standing.contract(), false)));
            case Failed failed -> {
                json.set(
                        "message",
                        failed.asked() instanceof FlexRequest flex ? asked(flex) : ComputeProfile.write(failed));
                json.set("error", LtsFields.write(failed.error()));
            }
            default -> json.set("message", ComputeProfile.write(message));
        }
        return json;
    }

    /** A failed callback repeats what was asked, as in every generation. */
    private static ObjectNode asked(FlexRequest asked) {
        return switch (asked) {
            case DiscoverResources _ -> flexDocument(List.of());
            case Activate activate -> order(DegActivations.write(activate.activation()));
            case FlexStatus status -> order(Json.object().put("beckn:id", status.orderId()));
        };
    }

    private static ObjectNode order(ObjectNode order) {
        ObjectNode message = Json.object();
        message.set("order", order);
        return message;
    }

    private static ObjectNode flexDocument(List<FlexCatalog> catalogs) {
        ObjectNode document = Json.object();
        ArrayNode array = document.putArray("catalogs");
        catalogs.forEach(catalog -> array.add(DegResources.write(catalog)));
        return document;
    }

    @Override
    public ObjectNode document(List<Catalog> catalogs) {
        return ComputeProfile.filterDocument(catalogs);
    }

    /** The document over which filters are written: its items and words are where those of every dialect are. */
    public static ObjectNode filterDocument(List<FlexCatalog> catalogs) {
        ObjectNode document = flexDocument(catalogs);
        for (JsonNode catalog : document.path("catalogs")) {
            if (catalog instanceof ObjectNode object) {
                object.set("resources", object.remove("beckn:items"));
                object.set("descriptor", object.remove("beckn:descriptor"));
            }
        }
        return document;
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
        return SnakeAnswers.nack(LtsFields.write(error));
    }
}
