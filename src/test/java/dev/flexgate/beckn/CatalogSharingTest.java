package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.HandBap.HeardCallback;
import dev.flexgate.beckn.dialect.OfficialLts;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.share.ShareLimits;
import dev.flexgate.store.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Others keep our catalogue: they subscribe, pull and search over real HTTP, signed by hand. */
class CatalogSharingTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NETWORK = "nfh.global/testnet-deg";
    private static final String SUBSCRIPTIONS = "/catalog/subscriptions?subscriberId=";

    private static TestGateway gateway;
    private static HandBap bap;
    private static long plans = 1;

    @BeforeAll
    static void open() {
        ShareLimits sharing =
                ShareLimits.DEFAULT.withTick(Duration.ofMillis(50)).withInlineBytes(20_000);
        gateway = new TestGateway(
                BecknLimits.DEFAULT.withSharing(sharing), TestDatabase.fresh(), CallbackSigning.THREE_LINES);
        bap = gateway.bap;
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @AfterEach
    void endAll() {
        for (JsonNode each : asked(SUBSCRIPTIONS + HandBap.ID).json().at("/message/subscriptions")) {
            call("DELETE", "/catalog/subscription/" + each.path("id").asText());
        }
        bap.heard().clear();
    }

    private static ObjectNode message(String word) {
        ObjectNode json = bap.message(
                word,
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
        return json;
    }

    private static ObjectNode subscription() {
        ObjectNode json = message("catalog/subscription");
        json.withObject("/message/subscription").putArray("networkIds").add(NETWORK);
        return json;
    }

    private static ObjectNode pull(String mode) {
        ObjectNode json = message("catalog/pull");
        json.withObject("/message").put("mode", mode);
        return json;
    }

    private static Answer send(JsonNode message) {
        return send(message.at("/context/action").asText(), message);
    }

    private static Answer send(String word, JsonNode message) {
        try {
            byte[] body = MAPPER.writeValueAsBytes(message);
            return bap.send(gateway.url() + "/" + word, body, gateway.nowSecond());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Answer call(String method, String path) {
        return bap.call(method, gateway.url() + path, HandBap.ID, gateway.nowSecond());
    }

    private static Answer asked(String path) {
        return call("GET", path);
    }

    /** A subscription that was taken, in both official words. */
    private static JsonNode subscribed(JsonNode message) {
        OfficialLts.both().forEach(each -> assertEquals(List.of(), each.errors("catalog/subscription", message)));
        Answer answer = send(message);
        assertEquals(200, answer.status(), () -> answer.json().toString());
        OfficialLts.both()
                .forEach(each ->
                        assertEquals(List.of(), each.answerErrors("post", "/catalog/subscription", answer.json())));
        return answer.json().at("/message/subscriptions/0");
    }

    private static HeardCallback heard(String word) {
        return heard(word, 1).getFirst();
    }

    /** What was called there, once it was called so often. */
    private static List<HeardCallback> heard(String word, int times) {
        Await.until(times + " of " + word, () -> at(word).size() >= times, gateway::story);
        return at(word);
    }

    private static List<HeardCallback> at(String word) {
        return bap.heard().stream()
                .filter(each -> each.path().equals("/beckn/" + word))
                .toList();
    }

    private static Set<String> ids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.path("id").asText())
                .collect(Collectors.toSet());
    }

    private static void refused(Answer answer, int status, String code) {
        assertEquals(status, answer.status(), () -> new String(answer.body(), StandardCharsets.UTF_8));
        assertEquals("NACK", answer.json().at("/message/status").asText());
        assertEquals(
                code,
                answer.json().at("/message/error/code").asText(),
                () -> answer.json().toString());
        assertTrue(HandBap.verifies(
                answer.header("Signature"),
                answer.body(),
                gateway.publicKey(),
                HandBap.parameter(answer.authorization(), "signature")));
    }

    @Test
    void who_subscribes_is_told_of_everything_and_then_of_what_has_changed() {
        ObjectNode wish = subscription();
        JsonNode made = subscribed(wish);
        assertEquals("ACTIVE", made.path("status").asText());
        assertEquals(bap.url(), made.path("callbackUrl").asText());

        HeardCallback first = heard("on_discover");
        OfficialLts.both().forEach(each -> assertEquals(List.of(), each.errors("on_discover", first.json())));
        assertTrue(HandBap.verifies(first.header("Authorization"), first.body(), gateway.publicKey(), ""));
        assertEquals(wish.at("/context/transactionId"), first.json().at("/context/transactionId"));
        assertNotEquals(wish.at("/context/messageId"), first.json().at("/context/messageId"));
        JsonNode catalogs = first.json().at("/message/catalogs");
        assertEquals(2, catalogs.size());
        JsonNode slot = catalogs.at("/0/resources/0");
        assertEquals(gateway.market.slot().id().value(), slot.path("id").asText());

        // Somebody is quoted a slot of the first day: that day alone is told again.
        quote(slot.path("id").asText());
        gateway.market.refresh();
        JsonNode changed = heard("on_discover", 2).getLast().json().at("/message/catalogs");
        assertEquals(1, changed.size());
        assertEquals(catalogs.at("/0/id"), changed.at("/0/id"));

        Answer ended = call("DELETE", "/catalog/subscription/" + made.path("id").asText());
        assertEquals(200, ended.status());
        assertEquals(
                "DELETED", ended.json().at("/message/subscriptions/0/status").asText());
        OfficialLts.both()
                .forEach(each -> assertEquals(
                        List.of(),
                        each.answerErrors("delete", "/catalog/subscription/{subscriptionId}", ended.json())));
        List<String> outcomes = gateway.records("CATALOG_SHARED").stream()
                .filter(each ->
                        each.at("/subject/id").asText().equals(made.path("id").asText())
                                || each.toString().contains(made.path("id").asText()))
                .map(each -> each.at("/decision/outcome").asText())
                .toList();
        assertEquals(List.of("SUBSCRIBED", "ENDED"), outcomes);
    }

    private static void quote(String slot) {
        ObjectNode select = message("select");
        ObjectNode commitment =
                select.withObject("/message/contract").putArray("commitments").addObject();
        commitment.put("id", "commitment-1").withObject("/status/descriptor").put("code", "DRAFT");
        ObjectNode resource = commitment.putArray("resources").addObject().put("id", slot);
        resource.putObject("quantity").put("unitCode", "KW").put("unitQuantity", 10);
        commitment
                .putObject("offer")
                .put("id", "compute-slot-" + slot)
                .putArray("resourceIds")
                .add(slot);
        assertEquals(200, send(select).status());
        heard("on_select");
    }

    @Test
    void the_same_wish_twice_is_one_subscription_and_the_same_message_twice_is_one_answer() {
        ObjectNode wish = subscription();
        JsonNode made = subscribed(wish);
        assertEquals(made, send(wish).json().at("/message/subscriptions/0"));
        ObjectNode other = wish.deepCopy();
        other.withObject("/message/subscription").put("callbackUrl", bap.url() + "/elsewhere");
        refused(send(other), 400, "CTX_MESSAGE_ID_DUPLICATE");

        ObjectNode again = subscription();
        again.withObject("/message/subscription/deliveryPolicy/retryPolicy").put("maxRetries", 3);
        JsonNode renewed = subscribed(again);
        assertEquals(made.path("id"), renewed.path("id"));
        assertEquals(3, renewed.at("/deliveryPolicy/retryPolicy/maxRetries").asInt());
        Answer list = asked(SUBSCRIPTIONS + bap.url());
        assertEquals(1, list.json().at("/message/pagination/count").asInt());
        OfficialLts.both()
                .forEach(each ->
                        assertEquals(List.of(), each.answerErrors("get", "/catalog/subscriptions", list.json())));
    }

    @Test
    void a_subscriber_is_told_below_its_address_and_nowhere_else() {
        ObjectNode wish = subscription();
        ObjectNode within = wish.withObject("/message/subscription");
        within.put("callbackUrl", bap.url() + "/copies");
        subscribed(wish);
        heard("copies/on_discover");

        for (String elsewhere : List.of(
                "http://169.254.169.254/latest",
                "http://127.0.0.1:1/beckn",
                bap.url() + "/../admin",
                bap.url() + "?x=1")) {
            ObjectNode bad = subscription();
            bad.withObject("/message/subscription").put("callbackUrl", elsewhere);
            refused(send(bad), 400, "CTX_INVALID_FIELD");
        }
    }

    @Test
    void subscriptions_are_their_subscribers_own() {
        String id = subscribed(subscription()).path("id").asText();
        String path = "/catalog/subscription/" + id;
        long now = gateway.nowSecond();
        for (String method : List.of("GET", "DELETE")) {
            refused(bap.call(method, gateway.url() + path, TestGateway.OPERATOR, now), 404, "BIZ_GENERIC_ERROR");
        }
        refused(asked(SUBSCRIPTIONS + TestGateway.OPERATOR), 401, "AUT_UNAUTHORIZED_ACTION");
        refused(asked("/catalog/subscriptions"), 400, "SCH_REQUIRED_FIELD_MISSING");
        refused(asked("/catalog/subscription/none"), 400, "SCH_INVALID_FORMAT");
        refused(asked("/catalog/subscription/" + UUID.randomUUID()), 404, "BIZ_GENERIC_ERROR");
        assertEquals(
                "ACTIVE",
                asked(path).json().at("/message/subscriptions/0/status").asText());
        assertEquals(401, bap.call("GET", gateway.url() + path, "", now).status());
    }

    @Test
    void what_cannot_be_subscribed_to_is_refused() {
        ObjectNode foreign = subscription();
        foreign.withObject("/message/subscription").putArray("networkIds").add("nfh.global/other");
        refused(send(foreign), 401, "AUT_DOMAIN_NOT_ALLOWED");

        ObjectNode retail = subscription();
        retail.withObject("/message/subscription").putArray("schemaTypes").add("https://example.com/x#Item");
        refused(send(retail), 400, "SCH_TYPE_NOT_SUPPORTED");

        ObjectNode nothing = subscription();
        nothing.withObject("/message/subscription").putArray("networkIds");
        refused(send(nothing), 400, "SCH_REQUIRED_FIELD_MISSING");

        for (int k = 0; k < ShareLimits.DEFAULT.subscriptions().perPeer(); k++) {
            ObjectNode one = subscription();
            one.withObject("/message/subscription").put("callbackUrl", bap.url() + "/" + k);
            subscribed(one);
        }
        refused(send(subscription()), 403, "POL_NP_CAPACITY_EXCEEDED");
    }

    @Test
    void a_subscriber_that_refuses_is_left_alone_until_it_asks_again() {
        bap.answerWith(each -> new HandBap.Reply(
                400,
                "{\"message\":{\"status\":\"NACK\",\"error\":{\"code\":\"SCH_INVALID_JSON\",\"message\":\"no\"}}}",
                ""));
        try {
            String id = subscribed(subscription()).path("id").asText();
            Await.until(
                    "a subscription that sleeps",
                    () -> asked("/catalog/subscription/" + id)
                            .json()
                            .at("/message/subscriptions/0/status")
                            .asText()
                            .equals("INACTIVE"));
        } finally {
            bap.answerWith(each -> new HandBap.Reply(200, HandBap.ack(each), ""));
        }
        bap.heard().clear();
        assertEquals("ACTIVE", subscribed(subscription()).path("status").asText());
        assertEquals(2, heard("on_discover").json().at("/message/catalogs").size());
    }

    /** Acknowledged with the id under which its result can be fetched. */
    private static HeardCallback pulled(ObjectNode pull) {
        OfficialLts.both().forEach(each -> assertEquals(List.of(), each.errors("catalog/pull", pull)));
        Answer answer = send(pull);
        assertEquals(200, answer.status(), () -> answer.json().toString());
        OfficialLts.both()
                .forEach(each -> assertEquals(List.of(), each.answerErrors("post", "/catalog/pull", answer.json())));
        assertEquals("ACK", answer.json().at("/message/status").asText());
        String messageId = pull.at("/context/messageId").asText();
        Await.until(
                "what was pulled",
                () -> at("on_catalog_pull").stream()
                        .anyMatch(each -> each.messageId().equals(messageId)),
                gateway::story);
        HeardCallback callback = at("on_catalog_pull").stream()
                .filter(each -> each.messageId().equals(messageId))
                .findFirst()
                .orElseThrow();
        assertTrue(HandBap.verifies(callback.header("Authorization"), callback.body(), gateway.publicKey(), ""));
        assertEquals(answer.json().path("requestId"), callback.json().at("/message/requestId"));
        return callback;
    }

    @Test
    void a_small_catalogue_comes_in_the_message_and_a_large_one_as_a_file() throws NoSuchAlgorithmException {
        JsonNode large = pulled(pull("FULL")).json().path("message");
        assertEquals("COMPLETED", large.path("status").asText(), large::toString);
        assertTrue(large.path("catalogs").isMissingNode());
        JsonNode manifest = large.path("downloadManifest");
        assertEquals(large.path("objectUrl"), manifest.path("url"));
        String path = large.path("objectUrl").asText().substring(gateway.url().length());
        assertEquals("/catalog/pull/result/" + large.path("requestId").asText() + "/catalogs.json", path);

        Answer file = asked(path);
        assertEquals(200, file.status());
        assertEquals(manifest.path("sizeBytes").asInt(), file.body().length);
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(file.body());
        assertEquals(
                "sha256:" + HexFormat.of().formatHex(sha),
                manifest.path("checksum").asText());
        OfficialLts.both()
                .forEach(each -> assertEquals(
                        List.of(),
                        each.answerErrors("get", "/catalog/pull/result/{requestId}/{filename}", file.json())));
        Set<String> parts = ids(file.json().path("catalogs"));
        assertEquals(2, parts.size());
        assertArrayEquals(file.body(), asked(path).body());

        ObjectNode one = pull("FULL");
        one.withObject("/message").put("limit", 1);
        JsonNode small = pulled(one).json().path("message");
        assertEquals(1, small.path("catalogs").size(), () -> small.toString().length() + " " + small);
        assertTrue(parts.containsAll(ids(small.path("catalogs"))));

        fetchedByNobodyElseAndNotForLong(path);
    }

    private static void fetchedByNobodyElseAndNotForLong(String path) {
        refused(
                bap.call("GET", gateway.url() + path, TestGateway.OPERATOR, gateway.nowSecond()),
                404,
                "BIZ_GENERIC_ERROR");
        assertEquals(400, asked(path.replace("catalogs.json", "secrets.json")).status());
        assertEquals(0, asked("/catalog/pull/result/none/catalogs.json").body().length);
        gateway.clock.advance(Duration.ofMinutes(61));
        refused(asked(path), 404, "BIZ_GENERIC_ERROR");
    }

    @Test
    void what_has_changed_since_is_pulled_alone() {
        pulled(pull("FULL"));
        gateway.clock.advance(Duration.ofSeconds(1));
        String since = gateway.clock.instant().toString();
        ObjectNode nothing = pull("INCREMENTAL");
        nothing.withObject("/message").put("fromDate", since);
        assertEquals(0, pulled(nothing).json().at("/message/catalogs").size());

        gateway.market.forecast(++plans, 130);
        gateway.clock.advance(Duration.ofSeconds(1));
        ObjectNode changed = pull("INCREMENTAL");
        changed.withObject("/message").put("fromDate", since).put("limit", 1);
        assertEquals(1, pulled(changed).json().at("/message/catalogs").size());

        ObjectNode forgotten = pull("INCREMENTAL");
        forgotten.withObject("/message").put("fromDate", "2026-01-01T00:00:00Z");
        JsonNode failed = pulled(forgotten).json();
        assertEquals("FAILED", failed.at("/message/status").asText());
        assertEquals("BIZ_GENERIC_ERROR", failed.at("/error/code").asText());
        assertEquals(
                "$.message.fromDate", failed.at("/message/error/details/path").asText());
    }

    @Test
    void what_is_in_no_network_or_type_of_ours_is_not_found() {
        ObjectNode retail = pull("FULL");
        retail.withObject("/message/filters").putArray("schemaTypes").add("https://example.com/x#Item");
        assertEquals(0, pulled(retail).json().at("/message/catalogs").size());

        ObjectNode search = message("catalog/master_search");
        search.withObject("/message/filters").putArray("schemaTypes").add("https://example.com/x#Item");
        assertEquals(
                0,
                send("catalog/master/search", search)
                        .json()
                        .at("/message/catalogs")
                        .size());
    }

    @Test
    void slots_are_searched_a_page_at_a_time() {
        Answer types = asked("/catalog/master/schemaTypes");
        OfficialLts.both()
                .forEach(each ->
                        assertEquals(List.of(), each.answerErrors("get", "/catalog/master/schemaTypes", types.json())));
        JsonNode type = types.json().at("/message/schemaTypes/0");

        ObjectNode search = message("catalog/master_search");
        search.withObject("/message/filters").putArray("schemaTypes").add(type);
        search.withObject("/message/pagination").put("limit", 5).put("offset", 10);
        Answer answer = send("catalog/master/search", search);
        OfficialLts.both()
                .forEach(each ->
                        assertEquals(List.of(), each.answerErrors("post", "/catalog/master/search", answer.json())));
        JsonNode found = answer.json().path("message");
        int total = found.at("/pagination/total").asInt();
        assertEquals(Math.min(5, total - 10), found.at("/pagination/count").asInt(), found::toString);
        assertEquals(
                found.at("/pagination/count").asInt(),
                found.at("/catalogs/0/resources").size());

        String id = found.at("/catalogs/0/resources/0/id").asText();
        Answer item = asked("/catalog/master/" + id);
        OfficialLts.both()
                .forEach(each -> assertEquals(
                        List.of(), each.answerErrors("get", "/catalog/master/{masterItemId}", item.json())));
        assertEquals(Set.of(id), ids(item.json().at("/message/catalogs/0/resources")));
        refused(asked("/catalog/master/nothing-of-this-name"), 404, "BIZ_ITEM_NOT_FOUND");
        refused(asked("/catalog/master/a~b"), 400, "SCH_INVALID_FORMAT");
    }

    @Test
    void a_pull_again_is_acknowledged_under_the_same_id() {
        ObjectNode pull = pull("FULL");
        JsonNode first = send(pull).json();
        assertEquals(first, send(pull).json());
        assertFalse(first.path("requestId").asText().isEmpty());
        assertEquals(4, UUID.fromString(first.path("requestId").asText()).version());
    }
}
