package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.CorpusMessages.Tongue;
import dev.flexgate.beckn.CorpusRun.Fate;
import dev.flexgate.beckn.CorpusRun.Sent;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.market.Slot;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A refusal is said as its sender speaks, and of two faults the one is said that comes first by NFH-008. */
class RefusalWordsTest {

    private TestGateway gateway = new TestGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private ObjectNode message(Tongue tongue, String word, String order) {
        return new CorpusMessages(gateway, order, order)
                .all().stream()
                        .filter(valid ->
                                valid.tongue() == tongue && valid.word().equals(word))
                        .findFirst()
                        .map(valid -> (ObjectNode) Spoiling.fresh(valid))
                        .orElseThrow();
    }

    private Fate send(String word, JsonNode json) {
        return new CorpusRun(gateway)
                .send(List.of(new Sent(word, word, Json.bytes(json))))
                .getFirst();
    }

    private Answer unsigned(String word, byte[] body) {
        return gateway.bap.post(gateway.url() + "/" + word, body, "");
    }

    @ParameterizedTest
    @CsvSource({
        "LTS, $.message.contract.commitments[0].resources[0].id",
        "COMPUTE, $.message.order.beckn:orderItems[0].beckn:orderedItem",
        "FIRST, $.message.order.items[0].id",
    })
    void the_path_of_an_unknown_slot_is_that_of_the_message(Tongue tongue, String path) {
        ObjectNode json = message(tongue, "select", "");
        String slot = gateway.market.slot().id().value();
        JsonNode asked =
                StrictJson.parse(json.toString().replace(slot, "slot-of-nobody").getBytes(UTF_8));
        JsonNode error = send("select", asked).callback().path("error");
        assertEquals(path, error.at("/details/path").asText(error.path("paths").asText()), error::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "LTS, $.message.contract.id",
        "COMPUTE, $.message.order.beckn:id",
        "FIRST, $.message.order_id",
    })
    void so_is_that_of_an_unknown_order(Tongue tongue, String path) {
        JsonNode error = send(
                        "status", message(tongue, "status", UUID.randomUUID().toString()))
                .callback()
                .path("error");
        assertEquals(path, error.at("/details/path").asText(error.path("paths").asText()), error::toString);
    }

    @Nested
    class What_was_not_read {

        private void assertRefusedIn(Tongue tongue, Answer answer) {
            JsonNode json = answer.json();
            boolean nested = tongue == Tongue.LTS;
            assertEquals(
                    "NACK",
                    json.at(nested ? "/message/status" : "/message/ack/status").asText(),
                    json::toString);
            String code =
                    json.at(nested ? "/message/error/code" : "/error/code").asText();
            assertEquals(tongue == Tongue.FIRST, code.matches("\\d{5}"), json::toString);
        }

        @ParameterizedTest
        @EnumSource(Tongue.class)
        void is_refused_in_the_names_of_its_envelope(Tongue tongue) {
            assertRefusedIn(
                    tongue,
                    unsigned(
                            "confirm",
                            Json.bytes(
                                    message(tongue, "confirm", UUID.randomUUID().toString()))));
        }

        @Test
        void is_refused_as_the_path_says_where_one_generation_has_it() {
            assertRefusedIn(Tongue.FIRST, unsigned("search", "{".getBytes(UTF_8)));
            assertRefusedIn(Tongue.LTS, unsigned("rate", "{".getBytes(UTF_8)));
            assertRefusedIn(Tongue.LTS, unsigned("select", "{".getBytes(UTF_8)));
        }

        @Test
        void is_refused_as_the_first_generation_has_it_behind_a_gateway() {
            assertRefusedIn(
                    Tongue.FIRST,
                    gateway.bap.post(
                            gateway.url() + "/select", "{".getBytes(UTF_8), "", "X-Gateway-Authorization", "x"));
        }

        @Test
        void is_refused_as_its_sender_last_wrote() {
            assertTrue(send("search", message(Tongue.FIRST, "search", "")).isAcknowledged());
            Answer answer = gateway.bap.send(gateway.url() + "/select", "{".getBytes(UTF_8), gateway.nowSecond());
            assertRefusedIn(Tongue.FIRST, answer);
            assertEquals(200, answer.status());
        }
    }

    /** Networking, Trust, Data, Policy, Application: a message with a fault of each of two neighbours. */
    @Nested
    class Of_two_faults {

        private static String code(Answer answer) {
            return answer.json().at("/message/error/code").asText();
        }

        @Test
        void networking_is_said_before_trust() {
            gateway.close();
            gateway = new TestGateway(
                    BecknLimits.DEFAULT.withRates(
                            new BecknLimits.Rates(new BecknLimits.Rate(1, 1), new BecknLimits.Rate(100, 100), 100)),
                    TestDatabase.fresh(),
                    CallbackSigning.THREE_LINES);
            byte[] body = Json.bytes(message(Tongue.LTS, "select", ""));
            assertEquals("AUT_SIGNATURE_MISSING", code(unsigned("select", body)));
            assertEquals("AUT_RATE_LIMITED", code(unsigned("select", body)));
        }

        @Test
        void trust_is_said_before_data() {
            assertEquals("AUT_SIGNATURE_MISSING", code(unsigned("select", "{".getBytes(UTF_8))));
            ObjectNode lame = message(Tongue.LTS, "select", "");
            ((ObjectNode) lame.path("context")).put("bapId", TestGateway.OPERATOR);
            ((ObjectNode) lame.path("message")).remove("contract");
            assertEquals("AUT_UNAUTHORIZED_ACTION", send("select", lame).code());
        }

        /** An order of the first slot, five minutes before it begins: too late for anything. */
        private String tooLate() {
            ObjectNode select = message(Tongue.LTS, "select", "");
            String id =
                    send("select", select).callback().at("/message/contract/id").asText();
            Slot slot = gateway.market.slot();
            for (String word : List.of("init", "confirm")) {
                assertTrue(send(word, message(Tongue.LTS, word, id)).isGranted());
            }
            Instant late = slot.window().start().minus(Duration.ofMinutes(5));
            gateway.clock.set(late);
            return id;
        }

        private ObjectNode cancel(String id, String reason) {
            ObjectNode json = message(Tongue.FIRST, "cancel", id);
            ((ObjectNode) json.path("message")).put("cancellation_reason_id", reason);
            return json;
        }

        @Test
        void data_is_said_before_policy() {
            String id = tooLate();
            assertEquals(
                    "POL_CANCELLATION_NOT_ALLOWED",
                    send("cancel", cancel(id, "WORKLOAD_ENDED")).code());
            ObjectNode lame = cancel(id, "WORKLOAD_ENDED");
            ((ObjectNode) lame.path("message")).put("descriptor", 7);
            Fate fate = send("cancel", lame);
            assertEquals("200 SCH_SCHEMA_VALIDATION_FAILED", fate.outcome());
        }

        @Test
        void policy_is_said_before_application() {
            assertEquals(
                    "POL_CANCELLATION_NOT_ALLOWED",
                    send("cancel", cancel(tooLate(), "NO_SUCH_REASON")).code());
        }
    }
}
