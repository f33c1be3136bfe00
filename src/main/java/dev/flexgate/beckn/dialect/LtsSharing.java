package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.DeliveryPolicy;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.PullWish;
import dev.flexgate.beckn.message.Pulled;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What LTS has for those who keep a catalogue of their own of what we sell: subscriptions, pulls, and the search by
 * schema type. Subscriptions and searches are answered in the HTTP answer, pulls by a callback.
 */
public final class LtsSharing {

    public static final String SUBSCRIPTION = "catalog/subscription";
    public static final String ON_SUBSCRIPTION = "catalog/on_subscription";
    public static final String PULL = "catalog/pull";
    public static final String ON_PULL = "on_catalog_pull";

    /** The word of the path. In the envelope the two official files write it apart: both are read. */
    public static final String SEARCH = "catalog/master/search";

    public static final String ON_SEARCH = "on_catalog_master_search";

    /** The one type of what we sell, as the schema-type filters name it. */
    public static final String SCHEMA_TYPE = LtsFields.VOCABULARY + "#" + LtsWindows.TYPE;

    private static final SchemaGate SCHEMAS = new SchemaGate(
            LtsDialect.NAME,
            List.of("catalog_subscription", "catalog_pull", "on_catalog_pull", "catalog_master_search"));

    private LtsSharing() {}

    /**
     * A wish to be told of changes.
     *
     * @param networks in which; may be empty when there are types
     * @param schemaTypes of which; empty for any
     * @param callbackUrl where to; empty for the address of the envelope
     * @param said the policy as it was sent, to be repeated; empty when it was not
     */
    public record Subscribe(
            Context context,
            List<String> networks,
            List<String> schemaTypes,
            Optional<String> callbackUrl,
            DeliveryPolicy policy,
            Optional<ObjectNode> said) {

        public Subscribe {
            networks = List.copyOf(networks);
            schemaTypes = List.copyOf(schemaTypes);
        }
    }

    /** A search by network and type, a page at a time. */
    public record Search(Context context, List<String> networks, List<String> schemaTypes, int limit, int offset) {

        public Search {
            networks = List.copyOf(networks);
            schemaTypes = List.copyOf(schemaTypes);
        }
    }

    /** Where in a list a page is. */
    public record Page(int count, int limit, int offset, int total) {}

    /** Whether something of this type, which others ask for, is what we sell. */
    public static boolean isOurs(String schemaType) {
        return schemaType.equals(SCHEMA_TYPE)
                || schemaType.equals(LtsFields.VOCABULARY)
                || schemaType.equals(LtsWindows.TYPE)
                || schemaType.equals("*");
    }

    public static Subscribe readSubscription(JsonNode json) {
        SCHEMAS.check("catalog_subscription", json);
        JsonNode wish = json.path("message").path("subscription");
        List<String> networks = texts(wish.path("networkIds"));
        List<String> types = texts(wish.path("schemaTypes"));
        if (networks.isEmpty() && types.isEmpty()) {
            throw RefusedException.of(
                            ErrorCode.SCH_REQUIRED_FIELD_MISSING, "a subscription names networks or schema types")
                    .at("$.message.subscription.networkIds")
                    .fix("send at least one network id");
        }
        Optional<String> callback =
                Optional.of(wish.path("callbackUrl").asText()).filter(text -> !text.isEmpty());
        JsonNode said = wish.path("deliveryPolicy");
        return new Subscribe(
                LtsContexts.read(json.path("context")),
                networks,
                types,
                callback,
                policy(said),
                said instanceof ObjectNode policy ? Optional.of(policy.deepCopy()) : Optional.empty());
    }

    /** The policy that this is; what it does not say is as the OpenAPI has it. */
    public static DeliveryPolicy policy(JsonNode json) {
        var unsaid = DeliveryPolicy.UNSAID;
        JsonNode retry = json.path("retryPolicy");
        JsonNode payload = json.path("maxPayloadBytes");
        JsonNode factor = retry.path("backoffMultiplier");
        return new DeliveryPolicy(
                seconds(json, "timeoutSeconds", unsaid.timeout()),
                payload.isNumber() ? OptionalLong.of(payload.asLong()) : OptionalLong.empty(),
                retry.path("maxRetries").asInt(unsaid.retries()),
                seconds(retry, "initialDelaySeconds", unsaid.first()),
                seconds(retry, "maxDelaySeconds", unsaid.longest()),
                factor.isNumber() ? factor.decimalValue() : unsaid.factor());
    }

    private static Duration seconds(JsonNode json, String name, Duration unsaid) {
        return json.path(name).isNumber() ? Duration.ofSeconds(json.path(name).asLong()) : unsaid;
    }

    public static Search readSearch(JsonNode json) {
        SCHEMAS.check("catalog_master_search", json);
        JsonNode message = json.path("message");
        JsonNode page = message.path("pagination");
        return new Search(
                LtsContexts.read(json.path("context")),
                texts(message.path("filters").path("networkIds")),
                texts(message.path("filters").path("schemaTypes")),
                page.path("limit").asInt(20),
                page.path("offset").asInt(0));
    }

    /** An answer in the HTTP answer, in its own envelope. */
    public static ObjectNode answer(String word, Context context, ObjectNode message) {
        ObjectNode json = Json.object();
        json.set("context", LtsContexts.write(word, context, false));
        json.set("message", message);
        return json;
    }

    /** Catalogues as somebody finds them, and where in the list they are. */
    public static ObjectNode found(List<Catalog> catalogs, Optional<Page> page) {
        ObjectNode message = Json.object();
        ArrayNode array = message.putArray("catalogs");
        catalogs.forEach(catalog -> array.add(LtsCatalogs.write(catalog)));
        page.ifPresent(each -> message.set("pagination", write(each)));
        return message;
    }

    public static ObjectNode write(Page page) {
        return Json.object()
                .put("count", page.count())
                .put("limit", page.limit())
                .put("offset", page.offset())
                .put("total", page.total());
    }

    /** A push to a subscriber: what has changed, written before. */
    public static ObjectNode push(Context context, List<JsonNode> catalogs) {
        ObjectNode message = Json.object();
        message.putArray("catalogs").addAll(catalogs);
        return answer("on_discover", context, message);
    }

    /** The document that a file of catalogues is. */
    public static byte[] file(List<byte[]> catalogs) {
        return joined("{\"catalogs\":[", catalogs, "]}");
    }

    /** A JSON array of what was written before. */
    public static byte[] array(List<byte[]> catalogs) {
        return joined("[", catalogs, "]");
    }

    private static byte[] joined(String head, List<byte[]> parts, String tail) {
        int size = head.length() + tail.length() + Math.max(0, parts.size() - 1);
        for (byte[] part : parts) {
            size = Math.addExact(size, part.length);
        }
        var buffer = java.nio.ByteBuffer.allocate(size).put(head.getBytes(StandardCharsets.US_ASCII));
        for (int k = 0; k < parts.size(); k++) {
            if (k > 0) {
                buffer.put((byte) ',');
            }
            buffer.put(parts.get(k));
        }
        return buffer.put(tail.getBytes(StandardCharsets.US_ASCII)).array();
    }

    static void checkPull(JsonNode json) {
        SCHEMAS.check("catalog_pull", json);
    }

    static void checkPulled(JsonNode json) {
        SCHEMAS.check("on_catalog_pull", json);
    }

    static PullWish wish(JsonNode message) {
        JsonNode filters = message.path("filters");
        Optional<Instant> from = moment(message, "fromDate");
        Optional<Instant> to = moment(message, "toDate");
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, "fromDate is after toDate")
                    .at("$.message.fromDate")
                    .fix("send the earlier moment first");
        }
        return new PullWish(
                message.path("mode").asText().equals("FULL") ? new PullWish.Full() : new PullWish.Incremental(from, to),
                texts(filters.path("networkIds")),
                texts(filters.path("schemaTypes")),
                texts(message.path("catalogIds")),
                message.has("limit") ? OptionalInt.of(message.path("limit").asInt()) : OptionalInt.empty());
    }

    private static Optional<Instant> moment(JsonNode message, String name) {
        return message.has(name)
                ? Optional.of(LtsFields.instant(message.path(name), "$.message." + name))
                : Optional.empty();
    }

    static ObjectNode write(PullWish wish) {
        ObjectNode json = Json.object();
        switch (wish.mode()) {
            case PullWish.Full _ -> json.put("mode", "FULL");
            case PullWish.Incremental(Optional<Instant> from, Optional<Instant> to) -> {
                json.put("mode", "INCREMENTAL");
                from.ifPresent(at -> json.put("fromDate", at.toString()));
                to.ifPresent(at -> json.put("toDate", at.toString()));
            }
        }
        ObjectNode filters = Json.object();
        put(filters, "networkIds", wish.networks());
        put(filters, "schemaTypes", wish.schemaTypes());
        if (!filters.isEmpty()) {
            json.set("filters", filters);
        }
        put(json, "catalogIds", wish.catalogIds());
        wish.limit().ifPresent(limit -> json.put("limit", limit));
        return json;
    }

    /**
     * What came of a pull. The LTS OpenAPI calls the link {@code objectUrl}; its later {@code CatalogPullCallbackAction},
     * by which catalogue services go, puts it into a manifest with size, checksum and expiry: both are written.
     */
    static ObjectNode write(String requestId, Pulled pulled) {
        ObjectNode json = Json.object().put("requestId", requestId).put("status", "COMPLETED");
        switch (pulled) {
            case Pulled.Inline(String catalogs) ->
                json.set("catalogs", StrictJson.parse(catalogs.getBytes(StandardCharsets.UTF_8)));
            case Pulled.File(String url, long bytes, String sha256, Instant expiresAt) -> {
                json.put("objectUrl", url);
                json.putObject("downloadManifest")
                        .put("url", url)
                        .put("format", "json")
                        .put("sizeBytes", bytes)
                        .put("checksum", "sha256:" + sha256)
                        .put("expiresAt", expiresAt.toString());
            }
        }
        return json;
    }

    static ObjectNode failed(String requestId, BecknError error) {
        ObjectNode json = Json.object().put("requestId", requestId).put("status", "FAILED");
        json.set("error", LtsFields.write(error));
        return json;
    }

    static Pulled pulled(JsonNode message) {
        JsonNode manifest = message.path("downloadManifest");
        return manifest.isObject()
                ? new Pulled.File(
                        manifest.path("url").asText(),
                        manifest.path("sizeBytes").asLong(),
                        manifest.path("checksum").asText().replaceFirst("^sha256:", ""),
                        LtsFields.instant(manifest.path("expiresAt"), "$.message.downloadManifest.expiresAt"))
                : new Pulled.Inline(Json.text(message.path("catalogs")));
    }

    private static void put(ObjectNode json, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(json.putArray(name)::add);
        }
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
