package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.HandBap.HeardCallback;
import dev.flexgate.beckn.dialect.OfficialLts;
import dev.flexgate.beckn.share.ShareLimits;
import dev.flexgate.wire.IngressLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An offer for the members of a network: who may keep a copy of it, how it is told, and what a signature allows. */
class CatalogAudienceTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NETWORK = "nfh.global/testnet-deg";
    private static final String ONE = "/catalog/subscription/";

    private static TestGateway gateway;
    private static HandBap bap;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        ShareLimits sharing = ShareLimits.DEFAULT.withTick(Duration.ofMillis(50));
        gateway = new TestGateway(BecknLimits.DEFAULT.withSharing(sharing), forMembers(folder));
        bap = gateway.bap;
    }

    /** The shipped terms, but for members of the network alone. */
    private static Path forMembers(Path folder) throws IOException {
        Path from = Path.of("catalog");
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        Path offer = folder.resolve("offers/compute-slot.json");
        ObjectNode json = (ObjectNode) MAPPER.readTree(offer.toFile());
        json.putArray("availableTo").addObject().put("type", "NETWORK").put("id", NETWORK);
        Files.write(offer, MAPPER.writeValueAsBytes(json));
        return folder;
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @AfterEach
    void endAll() {
        bap.answerWith(each -> new HandBap.Reply(200, HandBap.ack(each), ""));
        for (JsonNode each : call("GET", "/catalog/subscriptions?subscriberId=" + HandBap.ID)
                .json()
                .at("/message/subscriptions")) {
            call("DELETE", ONE + each.path("id").asText());
        }
        // Only then, or those that end are told anew; and what is on its way is not the next one's.
        gateway.member(Set.of(NETWORK));
        Await.until(
                "nothing is on its way",
                () -> gateway.count("outbox_message where state = 'LEASED' or (state = 'DUE' and attempts = 0)") == 0,
                gateway::story);
        bap.heard().clear();
    }

    private static ObjectNode message(String word) {
        return bap.message(
                word,
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
    }

    private static Answer send(String word, JsonNode message) {
        try {
            return bap.send(gateway.url() + "/" + word, MAPPER.writeValueAsBytes(message), gateway.nowSecond());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Answer call(String method, String path) {
        return bap.call(method, gateway.url() + path, HandBap.ID, gateway.nowSecond());
    }

    private static ObjectNode wish() {
        ObjectNode json = message("catalog/subscription");
        json.withObject("/message/subscription").putArray("networkIds");
        json.withObject("/message/subscription").putArray("schemaTypes").add("*");
        return json;
    }

    private static String subscribed(ObjectNode wish) {
        Answer answer = send("catalog/subscription", wish);
        assertEquals(200, answer.status(), () -> answer.json().toString());
        return answer.json().at("/message/subscriptions/0/id").asText();
    }

    private static List<HeardCallback> told() {
        return bap.heard().stream()
                .filter(each -> each.path().endsWith("/on_discover"))
                .toList();
    }

    /** What was told so many times. */
    private static JsonNode told(int times) {
        Await.until(times + " messages", () -> told().size() >= times, gateway::story);
        JsonNode json = told().get(times - 1).json();
        OfficialLts.both().forEach(each -> assertEquals(List.of(), each.errors("on_discover", json)));
        return json.at("/message/catalogs");
    }

    private static Set<String> ids(JsonNode catalogs, boolean active) {
        var ids = new TreeSet<String>();
        catalogs.forEach(each -> {
            assertEquals(active, each.path("isActive").asBoolean(true), each::toString);
            assertEquals(active, !each.path("resources").isEmpty(), each::toString);
            ids.add(each.path("id").asText());
        });
        return ids;
    }

    private static String status(String id) {
        return call("GET", ONE + id)
                .json()
                .at("/message/subscriptions/0/status")
                .asText();
    }

    @Test
    void who_may_no_longer_buy_learns_that_all_is_gone_and_who_may_again_is_told_anew() {
        String id = subscribed(wish());
        Set<String> had = ids(told(1), true);
        assertEquals(2, had.size());

        gateway.member(Set.of("nfh.global/elsewhere"));
        assertEquals(had, ids(told(2), false));
        assertEquals("ACTIVE", status(id));
        assertEquals(0, pulled().size());
        JsonNode found = send("catalog/master/search", search()).json();
        assertEquals(0, found.at("/message/pagination/total").asInt(-1), found::toString);
        assertEquals(
                0,
                call("GET", "/catalog/master/schemaTypes")
                        .json()
                        .at("/message/schemaTypes")
                        .size());
        String slot = gateway.market.slot().id().value();
        assertEquals(404, call("GET", "/catalog/master/" + slot).status());
        Await.until("it is written down", () -> outcomes(id).contains("SHUT_OUT"));

        gateway.member(Set.of(NETWORK));
        assertEquals(had, ids(told(3), true));
        assertEquals(2, pulled().size());
        assertTrue(send("catalog/master/search", search())
                        .json()
                        .at("/message/pagination/total")
                        .asInt()
                > 0);
        assertEquals(200, call("GET", "/catalog/master/" + slot).status());
        assertEquals(List.of("SUBSCRIBED", "SHUT_OUT", "READMITTED"), outcomes(id));
    }

    private static List<String> outcomes(String subscription) {
        return gateway.records("CATALOG_SHARED").stream()
                .filter(each -> each.toString().contains(subscription))
                .map(each -> each.at("/decision/outcome").asText())
                .toList();
    }

    private static ObjectNode search() {
        ObjectNode search = message("catalog/master_search");
        search.withObject("/message/filters").putArray("schemaTypes").add("*");
        return search;
    }

    private static JsonNode pulled() {
        ObjectNode pull = message("catalog/pull");
        pull.withObject("/message").put("mode", "FULL").putArray("catalogIds");
        assertEquals(200, send("catalog/pull", pull).status());
        String id = pull.at("/context/messageId").asText();
        var heard = new ArrayList<HeardCallback>();
        Await.until("what was pulled", () -> {
            bap.heard().stream().filter(each -> each.messageId().equals(id)).forEach(heard::add);
            return !heard.isEmpty();
        });
        JsonNode message = heard.getFirst().json().path("message");
        assertEquals("COMPLETED", message.path("status").asText(), message::toString);
        return message.path("catalogs");
    }

    @Test
    void a_message_is_tried_as_its_subscriber_wants_it_and_no_more() {
        bap.answerWith(each -> new HandBap.Reply(500, "", ""));
        ObjectNode wish = wish();
        ObjectNode policy =
                wish.withObject("/message/subscription/deliveryPolicy").put("timeoutSeconds", 20);
        policy.withObject("/retryPolicy")
                .put("maxRetries", 2)
                .put("initialDelaySeconds", 40)
                .put("backoffMultiplier", 2.5)
                .put("maxDelaySeconds", 90);
        String id = subscribed(wish);
        told(1);
        assertEquals(List.of(40.0), waits(1));
        gateway.clock.advance(Duration.ofSeconds(41));
        told(2);
        assertEquals(List.of(40.0, 90.0), waits(2));
        gateway.clock.advance(Duration.ofSeconds(91));
        told(3);
        Await.until("given up", () -> status(id).equals("INACTIVE"), gateway::story);
        assertEquals(3, told().size());
    }

    /** The waits after failed attempts, in seconds, once so many have ended. */
    private static List<Double> waits(int attempts) {
        var waits = new ArrayList<Double>();
        Await.until("attempt " + attempts + " ended", () -> {
            waits.clear();
            gateway.database.rows("""
                            select extract(epoch from a.next_at - a.ended_at)::float8 as wait
                              from outbox_attempt a join outbox_message m on m.id = a.message_id
                             where m.courier = 'beckn-catalogue' and m.state = 'DUE' and a.next_at is not null
                             order by a.number
                            """).forEach(row -> waits.add(row.getDouble("wait")));
            return waits.size() == attempts;
        });
        return waits;
    }

    @Test
    void a_policy_that_cannot_be_kept_whole_is_refused() {
        ObjectNode slow = wish();
        slow.withObject("/message/subscription/deliveryPolicy").put("timeoutSeconds", 31);
        refused(send("catalog/subscription", slow), 403, "POL_GENERIC_ERROR");

        ObjectNode patient = wish();
        patient.withObject("/message/subscription/deliveryPolicy/retryPolicy")
                .put("maxRetries", 100)
                .put("initialDelaySeconds", 3_600)
                .put("maxDelaySeconds", 3_600);
        refused(send("catalog/subscription", patient), 403, "POL_GENERIC_ERROR");
    }

    @Test
    void no_message_is_longer_than_its_subscriber_takes() {
        ObjectNode wish = wish();
        subscribed(wish);
        told(1);
        int whole = told().getFirst().body().length;
        endAll();

        ObjectNode small = wish();
        small.withObject("/message/subscription/deliveryPolicy").put("maxPayloadBytes", whole - 1);
        subscribed(small);
        assertEquals(1, told(1).size());
        assertEquals(1, told(2).size());
        assertTrue(told().stream().allMatch(each -> each.body().length < whole));
    }

    private static void refused(Answer answer, int status, String code) {
        assertEquals(status, answer.status(), () -> answer.json().toString());
        assertEquals(code, answer.json().at("/message/error/code").asText());
    }

    @Test
    void a_signature_over_nothing_counts_for_a_minute_and_for_one_change() {
        String id = subscribed(wish());
        String url = gateway.url() + ONE + id;
        String key = HandBap.ID + "|" + HandBap.KEY_ID + "|ed25519";
        long now = gateway.nowSecond();
        byte[] nothing = new byte[0];

        String old = bap.authorization(key, nothing, now - 61, now + 300);
        refused(bap.ask("GET", url, old), 401, "AUT_SIGNATURE_INVALID");
        // One that was sent elsewhere to read is no good to end anything.
        String read = bap.authorization(key, nothing, now, now + 300);
        assertEquals(
                200,
                bap.ask("GET", gateway.url() + "/catalog/master/schemaTypes", read)
                        .status());
        assertEquals(200, bap.ask("GET", url, read).status());
        refused(bap.ask("DELETE", url, read), 401, "AUT_REPLAY_DETECTED");
        assertEquals("ACTIVE", status(id));
        // What ended one subscription ends no other, and reads nothing.
        String end = bap.authorization(key, nothing, now, now + 299);
        assertEquals(200, bap.ask("DELETE", url, end).status());
        assertEquals(200, bap.ask("DELETE", url, end).status());
        String other = subscribed(wish());
        refused(bap.ask("DELETE", gateway.url() + ONE + other, end), 401, "AUT_REPLAY_DETECTED");
        refused(bap.ask("GET", url, end), 401, "AUT_REPLAY_DETECTED");
        assertFalse(status(other).equals("DELETED"));
    }

    @Test
    void what_a_signature_over_nothing_was_used_for_is_known_at_every_node() {
        String id = subscribed(wish());
        String node = gateway.anotherNode(IngressLimits.DEFAULT);
        String key = HandBap.ID + "|" + HandBap.KEY_ID + "|ed25519";
        long now = gateway.nowSecond();
        String read = bap.authorization(key, new byte[0], now, now + 290);
        assertEquals(200, bap.ask("GET", gateway.url() + ONE + id, read).status());
        assertEquals(200, bap.ask("GET", node + ONE + id, read).status());
        refused(bap.ask("DELETE", node + ONE + id, read), 401, "AUT_REPLAY_DETECTED");
        String end = bap.authorization(key, new byte[0], now, now + 289);
        assertEquals(200, bap.ask("DELETE", node + ONE + id, end).status());
        String other = subscribed(wish());
        refused(bap.ask("DELETE", gateway.url() + ONE + other, end), 401, "AUT_REPLAY_DETECTED");
        refused(bap.ask("GET", gateway.url() + ONE + id, end), 401, "AUT_REPLAY_DETECTED");

        gateway.clock.advance(Duration.ofMinutes(3));
        assertEquals("ACTIVE", status(other));
        assertEquals(1, gateway.count("beckn_empty_call"), "what counts for nothing any more is forgotten");
    }

    @Test
    void that_somebody_is_shut_out_is_recorded_when_it_is_decided_and_not_when_the_last_is_told() {
        String id = subscribed(wish());
        told(1);
        bap.answerWith(each -> new HandBap.Reply(500, "", ""));
        gateway.member(Set.of("nfh.global/elsewhere"));
        told(2);
        assertEquals(List.of("SUBSCRIBED", "SHUT_OUT"), outcomes(id));
        // It is let in again before it has heard that all is gone.
        bap.answerWith(each -> new HandBap.Reply(200, HandBap.ack(each), ""));
        gateway.member(Set.of(NETWORK));
        Await.until("it is let in again", () -> {
            gateway.clock.advance(Duration.ofSeconds(5));
            return outcomes(id).contains("READMITTED");
        });
        Await.until(
                "it is told anew",
                () -> told().getLast().json().at("/message/catalogs/0/isActive").asBoolean(),
                gateway::story);
        assertEquals(List.of("SUBSCRIBED", "SHUT_OUT", "READMITTED"), outcomes(id));
        assertEquals(
                List.of(1, 2, 3),
                gateway.records("CATALOG_SHARED").stream()
                        .filter(each -> each.toString().contains(id))
                        .map(each -> each.at("/subject/version").asInt())
                        .toList());
    }
}
