package dev.flexgate.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewsPagesTest {

    private static final String HOOKS = "/api/v1/webhooks";

    @TempDir
    private Path folder;

    private NewsHouse house;
    private HttpClientAgent client;

    @BeforeEach
    void open() {
        house = new NewsHouse(folder, StreamLimits.DEFAULT);
        client = house.vertx.createHttpClient();
    }

    @AfterEach
    void close() throws Exception {
        client.close().await();
        house.close();
    }

    private record Reply(int status, Map<String, String> headers, JsonNode body) {

        String header(String name) {
            return String.valueOf(headers.get(name));
        }

        String code() {
            return body.path("code").asText();
        }
    }

    @Nested
    class Subscriptions {

        @Test
        void are_made_read_listed_changed_and_deleted() {
            Reply made = create("{\"url\":\"http://127.0.0.1:4242/h\",\"eventTypes\":[\"flex.order.*\"]}");
            assertEquals(201, made.status());
            assertEquals("\"1\"", made.header("etag"));
            assertFalse(made.body().has("secret"));
            String one = made.header("location");
            assertEquals(HOOKS + "/" + made.body().path("id").asText(), one);
            assertEquals(made.body(), get(one).body());
            assertEquals(made.body(), get(HOOKS).body().at("/data/0"));

            Reply changed = call(HttpMethod.PATCH, one, "{\"eventTypes\":[\"*\"]}", Map.of("If-Match", "\"1\""));
            assertEquals(200, changed.status());
            assertEquals("*", changed.body().at("/eventTypes/0").asText());
            assertEquals("\"2\"", changed.header("etag"));

            assertEquals(204, call(HttpMethod.DELETE, one, "", Map.of()).status());
            assertEquals(404, get(one).status());
        }

        @Test
        void with_a_secret_are_made_once_and_a_repeat_hears_which_one() {
            String body = "{\"url\":\"http://127.0.0.1:1/h\",\"eventTypes\":[\"*\"],\"signing\":\"v1\"}";
            Map<String, String> intent = Map.of("Idempotency-Key", "hook-1");
            Reply made = call(HttpMethod.POST, HOOKS, body, intent);
            assertEquals(201, made.status());
            Reply again = call(HttpMethod.POST, HOOKS, body, intent);
            assertEquals(409, again.status());
            assertEquals("SECRET_TOLD_ONCE", again.body().path("code").asText());
            assertEquals(made.header("location"), again.body().path("resource").asText());
            String plain = body.replace(",\"signing\":\"v1\"", "");
            Map<String, String> other = Map.of("Idempotency-Key", "hook-2");
            assertEquals(
                    call(HttpMethod.POST, HOOKS, plain, other).body(),
                    call(HttpMethod.POST, HOOKS, plain, other).body(),
                    "what holds no secret is simply told again");
        }

        @Test
        void show_a_secret_once_and_a_new_one_when_it_is_rotated() {
            Reply made = create("{\"url\":\"http://127.0.0.1:1/h\",\"eventTypes\":[\"*\"],\"signing\":\"v1\"}");
            String secret = made.body().path("secret").asText();
            assertTrue(secret.startsWith("whsec_"));
            String one = made.header("location");
            assertFalse(get(one).body().has("secret"));
            Reply rotated = post(one + ":rotate", "");
            assertNotEquals(secret, rotated.body().path("secret").asText());
            assertEquals(
                    "2026-11-22T10:00:00Z",
                    rotated.body().path("oldSecretUntil").asText());
        }

        @Test
        void are_not_changed_over_somebody_elses_change() {
            String one = create("{\"url\":\"http://127.0.0.1:1/h\",\"eventTypes\":[\"*\"]}")
                    .header("location");
            assertEquals(428, call(HttpMethod.PATCH, one, "{}", Map.of()).status());
            assertEquals(
                    200,
                    call(HttpMethod.PATCH, one, "{\"description\":\"a\"}", Map.of("If-Match", "\"1\""))
                            .status());
            Reply stale = call(HttpMethod.PATCH, one, "{\"description\":\"b\"}", Map.of("If-Match", "\"1\""));
            assertEquals(412, stale.status());
            assertEquals("VERSION_STALE", stale.code());
        }

        @Test
        void that_cannot_be_accepted_are_refused_with_the_field() {
            for (var each : Map.of(
                            "{\"url\":\"http://10.0.0.1/\",\"eventTypes\":[\"*\"]}",
                            "/url",
                            "{\"url\":\"http://127.0.0.1/\",\"eventTypes\":[\"flex.nothing.*\"]}",
                            "/eventTypes",
                            "{\"url\":\"http://127.0.0.1/\",\"eventTypes\":[]}",
                            "/eventTypes",
                            "{\"url\":\"http://127.0.0.1/\",\"eventTypes\":[\"*\"],\"colour\":1}",
                            "/colour",
                            "{\"url\":\"http://127.0.0.1/\",\"eventTypes\":[\"*\"],\"signing\":\"v2\"}",
                            "/signing",
                            "{\"url\":\"http://127.0.0.1/\",\"eventTypes\":[\"*\"],\"secret\":\"whsec_AA==\"}",
                            "/secret",
                            "{\"eventTypes\":[\"*\"]}",
                            "/url")
                    .entrySet()) {
                Reply refused = create(each.getKey());
                assertTrue(refused.status() == 400 || refused.status() == 422, each.getKey());
                assertEquals(
                        each.getValue(),
                        refused.body().at("/errors/0/pointer").asText(),
                        refused.body().toString());
            }
        }

        @Test
        void can_be_paused_enabled_and_tried_out() {
            String one = create("{\"url\":\"http://127.0.0.1:1/h\",\"eventTypes\":[\"flex.order.*\"]}")
                    .header("location");
            assertEquals("PAUSED", post(one + ":pause", "").body().path("state").asText());
            Reply example = post(one + ":example", "{\"type\":\"flex.order.quoted.v1\"}");
            assertEquals(202, example.status());
            Reply listed = get(one + "/deliveries");
            assertEquals(example.body().path("deliveryId"), listed.body().at("/data/0/deliveryId"));
            assertEquals("DUE", listed.body().at("/data/0/state").asText());
            String delivery =
                    one + "/deliveries/" + example.body().path("deliveryId").asText();
            assertTrue(get(delivery).body().path("body").asText().contains("flex.order.quoted.v1"));
            assertEquals(
                    "ACTIVE", post(one + ":enable", "").body().path("state").asText());
        }

        @Test
        void are_recovered_under_a_key_once() {
            String one = create("{\"url\":\"http://127.0.0.1:1/h\",\"eventTypes\":[\"flex.order.*\"]}")
                    .header("location");
            String since = "{\"since\":\"2026-11-21T00:00:00Z\"}";
            assertEquals(
                    "IDEMPOTENCY_KEY_REQUIRED", post(one + ":recover", since).code());
            Map<String, String> key = Map.of("Idempotency-Key", "k1");
            Reply first = call(HttpMethod.POST, one + ":recover", since, key);
            assertEquals(202, first.status());
            assertEquals(0, first.body().path("affected").asLong());
            assertEquals(
                    422,
                    call(HttpMethod.POST, one + ":recover", "{\"since\":\"2026-11-20T00:00:00Z\"}", key)
                            .status());
        }

        private Reply create(String body) {
            return post(HOOKS, body);
        }
    }

    @Nested
    class Events {

        @Test
        void are_read_page_by_page_without_a_gap() {
            for (int i = 0; i < 25; i++) {
                house.order("QUOTED");
                house.slot("slot-" + i, "PUBLISHED");
            }
            house.placed(51);
            List<String> seen = new ArrayList<>();
            String after = "";
            for (int pages = 0; pages < 20; pages++) {
                JsonNode page =
                        get("/api/v1/events?topics=order&limit=7" + after).body();
                page.path("data").forEach(each -> seen.add(each.path("sequence").asText()));
                if (!page.path("page").has("next")) {
                    break;
                }
                after = "&after=" + page.at("/page/next").asText();
            }
            assertEquals(25, seen.size());
            assertEquals(25, seen.stream().distinct().count());
        }

        @Test
        void have_names_that_anybody_may_read() {
            JsonNode types = get("/api/v1/event-types").body().path("data");
            assertTrue(types.toString().contains("flex.order.accepted.v1"));
        }
    }

    @Test
    void our_public_keys_are_published() {
        JsonNode key = get("/.well-known/webhook-keys").body().at("/keys/0");
        assertEquals("Ed25519", key.path("crv").asText());
        assertTrue(key.path("whpk").asText().startsWith("whpk_"));
        assertEquals(200, post("/api/v1/webhook-keys:rotate", "").status());
        assertEquals(2, get("/.well-known/webhook-keys").body().path("keys").size());
    }

    @Test
    void the_operator_sees_and_clears_what_is_owed() {
        assertEquals(0, get("/api/v1/outbox").body().path("owed").asLong());
        assertEquals(0, get("/api/v1/outbox/dead").body().path("data").size());
        Reply purged = call(
                HttpMethod.POST,
                "/api/v1/outbox:purge",
                "{\"before\":\"2026-11-21T00:00:00Z\"}",
                Map.of("Idempotency-Key", "p1"));
        assertEquals(202, purged.status());
        Reply held = call(
                HttpMethod.POST,
                "/api/v1/outbox:hold",
                "{\"courier\":\"webhook\",\"target\":\"x\"}",
                Map.of("Idempotency-Key", "h1"));
        assertEquals(1, held.body().path("affected").asLong());
    }

    private Reply get(String path) {
        return call(HttpMethod.GET, path, "", Map.of());
    }

    private Reply post(String path, String body) {
        return call(HttpMethod.POST, path, body, Map.of());
    }

    private Reply call(HttpMethod method, String path, String body, Map<String, String> headers) {
        var options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(house.port())
                .setURI(path);
        headers.forEach(options::putHeader);
        if (!body.isEmpty()) {
            options.putHeader("Content-Type", "application/json");
        }
        return client.request(options)
                .compose(request -> body.isEmpty() ? request.send() : request.send(Buffer.buffer(body)))
                .compose(response -> response.body().map(bytes -> {
                    Map<String, String> found = new HashMap<>();
                    response.headers()
                            .forEach(each -> found.put(each.getKey().toLowerCase(Locale.ROOT), each.getValue()));
                    ObjectNode none = Json.object();
                    return new Reply(
                            response.statusCode(),
                            found,
                            bytes.length() == 0 ? none : StrictJson.parse(bytes.getBytes()));
                }))
                .await();
    }
}
