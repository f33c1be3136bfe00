package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Config.ConfigException;
import dev.flexgate.GatewayHouse.Reply;
import dev.flexgate.identity.access.KeyText;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in and what they see, over real HTTP at a whole gateway that has keys. */
class AccessTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static GatewayHouse gateway;

    private static final String ADMIN = KeyText.random(new SecureRandom()).reveal();

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static String fen;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static String pennine;

    @BeforeAll
    static void a_gateway_with_an_administrator_and_two_tenants() throws Exception {
        Path file = folder.resolve("admin-key");
        Files.writeString(file, ADMIN + "\n");
        gateway = new GatewayHouse(folder, Map.of("FLEXGATE_ADMIN_KEY_FILE", file.toString()));
        fen = key("fen-research", "jobs:write", "plans:read", "orders:read");
        pennine = key("pennine-media", "jobs:write");
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private static String key(String tenant, String... scopes) {
        Reply made = createKey(ADMIN, tenant, scopes);
        assertEquals(201, made.status());
        return made.json().path("key").asText();
    }

    private static Reply createKey(String by, String tenant, String... scopes) {
        String body = "{\"label\": \"test\", \"tenant\": \"" + tenant + "\", \"scopes\": [\""
                + String.join("\", \"", scopes) + "\"]}";
        return gateway.send("POST", "/api/v1/keys", body, json(by));
    }

    private static String[] bearer(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }

    private static String[] json(String key) {
        return new String[] {"Authorization", "Bearer " + key, "Content-Type", "application/json"};
    }

    private static String[] once(String key, String intent) {
        return new String[] {
            "Authorization", "Bearer " + key, "Content-Type", "application/json", "Idempotency-Key", intent
        };
    }

    private static String job(String reference) {
        Instant deadline = Instant.now().plus(Duration.ofHours(40)).truncatedTo(ChronoUnit.HOURS);
        return "{\"reference\": \"" + reference + "\", \"name\": \"A job\", \"shape\": {\"kind\": \"MALLEABLE\"},"
                + " \"itPowerKw\": 100, \"workKwh\": 200, \"deadline\": \"" + deadline
                + "\", \"homeSite\": \"cambridge-east\", \"allowedSites\": [\"cambridge-east\", \"south-wales\"]}";
    }

    private static Reply submit(String key, String reference) {
        return gateway.send(
                "POST",
                "/api/v1/jobs",
                job(reference),
                once(key, UUID.randomUUID().toString()));
    }

    @Nested
    class A_caller_without_a_key {

        @Test
        void reads_what_is_public() {
            for (String path : new String[] {"/api/v1/slots", "/log/checkpoint", "/log/vkey"}) {
                assertEquals(200, gateway.send("GET", path, "").status(), path);
            }
        }

        @Test
        void is_told_how_to_sign_in_where_it_is_not() {
            Reply refused = gateway.send("GET", "/api/v1/jobs", "");
            assertEquals(401, refused.status());
            assertEquals("UNAUTHENTICATED", refused.code());
            assertEquals("Bearer realm=\"flexgate\"", refused.header("WWW-Authenticate"));
            assertEquals("application/problem+json", refused.header("Content-Type"));
        }

        @Test
        void is_led_to_the_sign_in_page_when_it_is_a_browser() {
            Reply led = gateway.send("GET", "/jobs", "", "Accept", "text/html,*/*");
            assertEquals(303, led.status());
            assertEquals("/sign-in?next=%2Fjobs", led.header("Location"));
        }

        @Test
        void finds_nothing_where_no_rule_is() {
            assertEquals(404, gateway.send("GET", "/nowhere", "").status());
            assertEquals(404, gateway.send("PUT", "/api/v1/slots", "{}").status());
        }

        @Test
        void reads_hashes_of_the_log_but_not_its_records() {
            assertEquals(401, gateway.send("GET", "/log/tile/entries/000", "").status());
            assertNotEquals(401, gateway.send("GET", "/log/tile/0/000.p/1", "").status());
        }
    }

    @Nested
    class A_key {

        @Test
        void that_is_unknown_or_wrong_is_refused_everywhere() {
            String wrong = ADMIN.substring(0, ADMIN.length() - 5) + "AAAAA";
            for (String key : new String[] {
                wrong, "fgk_nonsense", KeyText.random(new SecureRandom()).reveal()
            }) {
                Reply refused = gateway.send("GET", "/api/v1/slots", "", bearer(key));
                assertEquals(401, refused.status());
                assertTrue(refused.header("WWW-Authenticate").contains("invalid_token"));
            }
        }

        @Test
        void without_the_scope_is_told_which_one_is_missing() {
            Reply refused = gateway.send("GET", "/api/v1/orders", "", bearer(pennine));
            assertEquals(403, refused.status());
            assertEquals("FORBIDDEN", refused.code());
            assertEquals("orders:read", refused.json().path("requiredScope").asText());
            assertTrue(refused.header("WWW-Authenticate").contains("insufficient_scope"));
        }

        @Test
        void that_may_write_may_read() {
            assertEquals(
                    200,
                    gateway.send("GET", "/api/v1/jobs", "", bearer(pennine)).status());
        }

        @Test
        void says_whose_it_is() {
            JsonNode who =
                    gateway.send("GET", "/api/v1/whoami", "", bearer(fen)).json();
            assertEquals("fen-research", who.path("tenant").asText());
        }

        @Test
        void that_is_revoked_opens_nothing_from_then_on() {
            String key = key("fen-research", "jobs:read");
            assertEquals(
                    200, gateway.send("GET", "/api/v1/jobs", "", bearer(key)).status());
            String path = "/api/v1/keys/" + id(key) + ":revoke";
            assertEquals(200, gateway.send("POST", path, "", bearer(ADMIN)).status());
            assertEquals(
                    401, gateway.send("GET", "/api/v1/jobs", "", bearer(key)).status());
            assertEquals(200, gateway.send("POST", path, "", bearer(ADMIN)).status(), "a repeat changes nothing");
        }

        @Test
        void that_is_asked_for_twice_under_one_intent_is_made_once_and_told_once() {
            String body = "{\"label\": \"twice\", \"tenant\": \"fen-research\", \"scopes\": [\"jobs:read\"]}";
            Reply made = gateway.send("POST", "/api/v1/keys", body, once(ADMIN, "key-1"));
            assertEquals(201, made.status());
            String key = made.json().path("key").asText();
            assertEquals(
                    200, gateway.send("GET", "/api/v1/jobs", "", bearer(key)).status());
            Reply again = gateway.send("POST", "/api/v1/keys", body, once(ADMIN, "key-1"));
            assertEquals(409, again.status());
            assertEquals("SECRET_TOLD_ONCE", again.code());
            assertEquals(id(key), again.json().path("resource").asText());
            assertEquals("true", again.header("Idempotency-Replayed"));
            String way = again.json().path("rotate").asText().replace("POST ", "");
            Reply rotated = gateway.send("POST", way, "", once(ADMIN, "rotate-1"));
            assertEquals(201, rotated.status());
            assertEquals(
                    "SECRET_TOLD_ONCE",
                    gateway.send("POST", way, "", once(ADMIN, "rotate-1")).code());
        }

        @Test
        void that_is_rotated_opens_beside_its_successor_for_the_overlap() {
            String key = key("fen-research", "jobs:read");
            Reply rotated = gateway.send("POST", "/api/v1/keys/" + id(key) + ":rotate?overlap=PT1H", "", bearer(ADMIN));
            assertEquals(201, rotated.status());
            String successor = rotated.json().path("key").asText();
            assertEquals(
                    200, gateway.send("GET", "/api/v1/jobs", "", bearer(key)).status());
            assertEquals(
                    200,
                    gateway.send("GET", "/api/v1/jobs", "", bearer(successor)).status());
            Reply again = gateway.send("POST", "/api/v1/keys/" + id(key) + ":rotate?overlap=PT0S", "", bearer(ADMIN));
            assertEquals(201, again.status());
            assertEquals(
                    401, gateway.send("GET", "/api/v1/jobs", "", bearer(key)).status());
        }

        @Test
        void of_the_last_administrator_cannot_be_revoked() {
            Reply refused = gateway.send("POST", "/api/v1/keys/" + id(ADMIN) + ":revoke", "", bearer(ADMIN));
            assertEquals(409, refused.status());
            assertEquals("LAST_ADMIN_KEY", refused.code());
        }

        @Test
        void is_made_by_administrators_alone() {
            assertEquals(403, createKey(fen, "fen-research", "jobs:read").status());
        }

        @Test
        void with_an_unknown_scope_is_refused_with_a_pointer() {
            Reply refused = createKey(ADMIN, "fen-research", "jobs:fly");
            assertEquals(400, refused.status());
            assertEquals(
                    "/scopes",
                    refused.json().path("errors").path(0).path("pointer").asText());
        }

        @Test
        void is_never_listed_with_its_secret_and_each_change_has_a_record() {
            Reply list = gateway.send("GET", "/api/v1/keys?limit=200", "", bearer(ADMIN));
            assertFalse(list.json().toString().contains(fen.substring(17)));
            String path = "/api/v1/audit/subjects/api-key/" + id(fen);
            Await.until(
                    "record",
                    () -> gateway.send("GET", path, "", bearer(ADMIN))
                                    .json()
                                    .path("records")
                                    .size()
                            == 1);
            assertEquals(
                    "KEY_EVENT",
                    gateway.send("GET", path, "", bearer(ADMIN))
                            .json()
                            .at("/records/0/payload/type")
                            .asText());
        }

        private String id(String key) {
            return KeyText.parse(key).orElseThrow().id();
        }
    }

    @Nested
    class A_tenant {

        @Test
        void sees_its_own_jobs_and_no_others() {
            String mine = submit(fen, "mine-" + UUID.randomUUID())
                    .json()
                    .path("jobId")
                    .asText();
            assertEquals(
                    200,
                    gateway.send("GET", "/api/v1/jobs/" + mine, "", bearer(fen)).status());
            assertEquals(
                    404,
                    gateway.send("GET", "/api/v1/jobs/" + mine, "", bearer(pennine))
                            .status());
            Reply cancelled =
                    gateway.send("POST", "/api/v1/jobs/" + mine + ":cancel", "", once(pennine, "cancel-" + mine));
            assertEquals(404, cancelled.status());
            for (JsonNode job : gateway.send("GET", "/api/v1/jobs?limit=200", "", bearer(pennine))
                    .json()
                    .path("jobs")) {
                assertEquals("pennine-media", job.path("tenant").asText());
            }
            assertEquals(
                    0,
                    gateway.send("GET", "/api/v1/jobs?tenant=fen-research", "", bearer(pennine))
                            .json()
                            .path("jobs")
                            .size());
        }

        @Test
        void cannot_submit_in_the_name_of_another() {
            String body = job("foreign").replace("{\"reference\"", "{\"tenant\": \"pennine-media\", \"reference\"");
            assertEquals(
                    403,
                    gateway.send("POST", "/api/v1/jobs", body, once(fen, "foreign"))
                            .status());
            Reply done = gateway.send("POST", "/api/v1/jobs", body, once(ADMIN, "foreign"));
            assertEquals(201, done.status(), () -> done.json().toString());
        }

        @Test
        void sees_its_own_lines_of_a_plan() {
            Reply all = gateway.send("GET", "/api/v1/plan", "", bearer(ADMIN));
            Reply own = gateway.send("GET", "/api/v1/plan", "", bearer(fen));
            assertTrue(own.json().path("allocations").size()
                    < all.json().path("allocations").size());
            long version = own.json().path("version").asLong();
            assertEquals(
                    403,
                    gateway.send("GET", "/api/v1/plans/" + version + "/transcript", "", bearer(fen))
                            .status());
        }
    }

    @Nested
    class A_tenant_that_is_on_the_network {

        private static final String BUYER = "sandbox-buyer.operator";

        private final String reader = key("fen-research", "orders:read", "audit:read");
        private final String stranger = key("pennine-media", "orders:read", "audit:read");

        private String boughtByTheOperator() {
            JsonNode slots =
                    gateway.send("GET", "/api/v1/slots?limit=200", "").json().path("slots");
            JsonNode slot = slots.path(slots.size() - 1);
            String form = "transaction=" + UUID.randomUUID() + "&kw=10&start="
                    + slot.path("windowStart").asText() + "&end="
                    + slot.path("windowEnd").asText();
            Reply quoted = gateway.send(
                    "POST",
                    "/market/slots/" + slot.path("slotId").asText() + "/quote",
                    form,
                    "Authorization",
                    "Bearer " + ADMIN,
                    "Content-Type",
                    "application/x-www-form-urlencoded");
            assertEquals(
                    303, quoted.status(), () -> new String(quoted.response().body(), StandardCharsets.UTF_8));
            return quoted.header("Location").substring("/market/quotes/".length());
        }

        private int status(String path, String key) {
            return gateway.send("GET", path, "", bearer(key)).status();
        }

        private int bind(String method, String tenant) {
            return gateway.send(method, "/api/v1/tenants/" + tenant + "/participants/" + BUYER, "", bearer(ADMIN))
                    .status();
        }

        private String records(String path, String key) {
            return gateway.send("GET", path, "", bearer(key))
                    .json()
                    .path("records")
                    .toString();
        }

        @Test
        void sees_the_orders_and_records_of_its_participant_and_of_nobody_else() {
            String order = boughtByTheOperator();
            String orderPath = "/api/v1/orders/" + order;
            String recordsPath = "/api/v1/audit/subjects/order/" + order;
            assertEquals(404, status(orderPath, reader));
            assertEquals(200, bind("PUT", "fen-research"));
            assertEquals(200, bind("PUT", "fen-research"), "once more changes nothing");
            assertEquals(409, bind("PUT", "pennine-media"), "it is another tenant's");

            assertEquals(200, status(orderPath, reader));
            assertTrue(gateway.send("GET", "/api/v1/orders", "", bearer(reader))
                    .json()
                    .toString()
                    .contains(order));
            Await.until("the record", () -> records(recordsPath, ADMIN).contains("ORDER_DECIDED"));
            assertEquals(records(recordsPath, ADMIN), records(recordsPath, reader));
            Await.until("the bundle", () -> status("/api/v1/audit/bundles/order/" + order, reader) == 200);

            assertEquals(404, status(orderPath, stranger));
            assertEquals("[]", records(recordsPath, stranger));
            assertEquals(404, status("/api/v1/audit/bundles/order/" + order, stranger));
            assertEquals(404, status("/log/tile/entries/000", stranger));

            assertEquals(200, bind("DELETE", "fen-research"));
            assertEquals(404, bind("DELETE", "fen-research"));
            assertEquals(404, status(orderPath, reader));
            Await.until("both records", () -> {
                String told = records("/api/v1/audit/subjects/participant/" + BUYER, ADMIN);
                return told.contains("BOUND") && told.contains("PARTED");
            });
        }

        @Test
        void is_named_by_administrators_alone() {
            assertEquals(
                    403,
                    gateway.send("PUT", "/api/v1/tenants/fen-research/participants/x", "", bearer(fen))
                            .status());
            assertEquals(
                    400,
                    gateway.send("PUT", "/api/v1/tenants/fen-research/participants/a%7Cb", "", bearer(ADMIN))
                            .status());
        }

        @Test
        void may_be_the_operator_whose_auditors_see_every_record() {
            String auditor = key("operator", "audit:read");
            String job = submit(fen, "audited-" + UUID.randomUUID())
                    .json()
                    .path("jobId")
                    .asText();
            String path = "/api/v1/audit/subjects/job/" + job;
            Await.until("the record", () -> records(path, auditor).contains(job));
            assertTrue(records(path, reader).contains(job), "its own tenant's job");
            assertEquals("[]", records(path, stranger));
        }
    }

    @Nested
    class A_browser {

        private Reply signIn(String key) {
            return gateway.send(
                    "POST", "/session", "apiKey=" + key, "Content-Type", "application/x-www-form-urlencoded");
        }

        private String cookie(Reply signedIn) {
            return signedIn.header("Set-Cookie").split(";")[0];
        }

        @Test
        void signs_in_with_a_key_and_gets_a_cookie_that_scripts_and_other_sites_cannot_use() {
            Reply signedIn = signIn(fen);
            assertEquals(303, signedIn.status());
            String set = signedIn.header("Set-Cookie");
            assertTrue(set.contains("HTTPOnly") && set.contains("SameSite=Strict") && set.contains("Path=/"), set);
            assertFalse(set.contains(fen.substring(17)), "the key itself is not in the cookie");
            Reply jobs = gateway.send("GET", "/api/v1/jobs", "", "Cookie", cookie(signedIn));
            assertEquals(200, jobs.status());
        }

        @Test
        void with_a_key_that_opens_nothing_is_sent_back() {
            assertEquals("/sign-in?refused=true", signIn("fgk_none").header("Location"));
        }

        @Test
        void is_sent_only_to_places_of_ours() {
            Reply led = gateway.send(
                    "POST",
                    "/session",
                    "apiKey=" + fen + "&next=//evil.example/",
                    "Content-Type",
                    "application/x-www-form-urlencoded");
            assertEquals("/", led.header("Location"));
        }

        @Test
        void must_show_its_token_for_every_change() {
            String cookie = cookie(signIn(fen));
            String body = job("by-browser");
            Reply refused = gateway.send(
                    "POST", "/api/v1/jobs?dryRun=true", body, "Cookie", cookie, "Content-Type", "application/json");
            assertEquals(403, refused.status());
            assertEquals("CROSS_SITE_REFUSED", refused.code());
            String token = gateway.send("GET", "/session", "", "Cookie", cookie)
                    .json()
                    .path("csrfToken")
                    .asText();
            Reply done = gateway.send(
                    "POST",
                    "/api/v1/jobs?dryRun=true",
                    body,
                    "Cookie",
                    cookie,
                    "Content-Type",
                    "application/json",
                    "X-CSRF-Token",
                    token);
            assertEquals(200, done.status());
        }

        @Test
        void is_signed_out_for_good() {
            Reply signedIn = signIn(fen);
            String cookie = cookie(signedIn);
            String token = gateway.send("GET", "/session", "", "Cookie", cookie)
                    .json()
                    .path("csrfToken")
                    .asText();
            assertEquals(
                    204,
                    gateway.send("DELETE", "/session", "", "Cookie", cookie, "X-CSRF-Token", token)
                            .status());
            assertEquals(
                    401,
                    gateway.send("GET", "/api/v1/jobs", "", "Cookie", cookie).status());
        }

        @Test
        void with_a_forged_cookie_is_nobody() {
            String cookie = cookie(signIn(fen));
            String forged = cookie.substring(0, cookie.length() - 4) + "AAAA";
            assertEquals(
                    401,
                    gateway.send("GET", "/api/v1/jobs", "", "Cookie", forged).status());
        }
    }

    @Nested
    class A_host_name {

        @Test
        void that_is_none_of_ours_is_refused() throws Exception {
            try (var socket =
                    new Socket(InetAddress.getLoopbackAddress(), gateway.url().getPort())) {
                socket.getOutputStream()
                        .write("GET /api/v1/slots HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            }
        }
    }

    @Nested
    class A_gateway_without_keys {

        @Test
        void refuses_to_listen_to_the_world_and_names_the_fix(@TempDir Path other) {
            var refused = assertThrows(
                    ConfigException.class,
                    () -> new GatewayHouse(other, Map.of("FLEXGATE_HTTP_HOST", "0.0.0.0")).close());
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.contains("FLEXGATE_ADMIN_KEY_FILE"), message);
            assertTrue(message.contains("flexgate keys create --scope admin"), message);
        }

        @Test
        void takes_whoever_is_local_for_the_operator_until_the_first_key_is_made(@TempDir Path other) {
            try (var open = new GatewayHouse(other, Map.of())) {
                assertTrue(open.house().banner().contains("no API keys are configured"));
                assertEquals(200, open.send("GET", "/api/v1/jobs", "").status());
                Reply foreign = open.send(
                        "POST", "/api/v1/jobs", job("x"), "Origin", "https://evil.example", "Idempotency-Key", "x");
                assertEquals("CROSS_SITE_REFUSED", foreign.code());
                Reply form =
                        open.send("POST", "/api/v1/jobs", "a=b", "Content-Type", "Application/X-WWW-Form-urlencoded");
                assertEquals("CROSS_SITE_REFUSED", form.code(), "what a page elsewhere can send without being asked");
                String body = "{\"label\": \"x\", \"tenant\": \"t\", \"scopes\": [\"%s\"]}";
                Reply early = open.send("POST", "/api/v1/keys", body.formatted("jobs:read"));
                assertEquals("FIRST_KEY_NOT_ADMIN", early.code());
                assertEquals(
                        201,
                        open.send("POST", "/api/v1/keys", body.formatted("admin"))
                                .status());
                assertEquals(401, open.send("GET", "/api/v1/jobs", "").status());
            }
        }
    }

    @Test
    void whoever_asks_too_often_is_told_to_wait(@TempDir Path other) throws Exception {
        Path file = other.resolve("admin-key");
        Files.writeString(file, ADMIN);
        try (var slow = new GatewayHouse(
                other, Map.of("FLEXGATE_ADMIN_KEY_FILE", file.toString(), "FLEXGATE_RATE_PER_SOURCE", "1"))) {
            Reply last = slow.send("GET", "/api/v1/slots?limit=1", "");
            for (int count = 0; count < 40 && last.status() == 200; count++) {
                last = slow.send("GET", "/api/v1/slots?limit=1", "");
            }
            assertEquals(429, last.status());
            assertEquals("RATE_LIMITED", last.code());
            assertTrue(Integer.parseInt(last.header("Retry-After")) >= 1);
            assertEquals("\"source\";q=20;w=20", last.header("RateLimit-Policy"));
            assertEquals(
                    200, slow.send("GET", "/api/v1/jobs", "", bearer(ADMIN)).status(), "a key has a bucket of its own");
        }
    }
}
