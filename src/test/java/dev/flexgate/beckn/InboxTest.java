package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.HandBap.HeardCallback;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.store.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept, how often, and what becomes of it when things break. */
class InboxTest {

    private TestGateway gateway;

    @BeforeEach
    void open() {
        gateway = new TestGateway();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private ObjectNode select(String transaction, String kilowatts) {
        return order("select", transaction, kilowatts);
    }

    private ObjectNode order(String word, String transaction, String kilowatts) {
        String slot = gateway.market.slot().id().value();
        ObjectNode json = gateway.bap.message(
                word,
                transaction,
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
        ObjectNode commitment = ((ObjectNode) json.path("message"))
                .putObject("contract")
                .putArray("commitments")
                .addObject();
        commitment.putObject("status").putObject("descriptor").put("code", "DRAFT");
        commitment
                .putArray("resources")
                .addObject()
                .put("id", slot)
                .putObject("quantity")
                .put("unitCode", "KW")
                .put("unitQuantity", new BigDecimal(kilowatts));
        commitment
                .putObject("offer")
                .put("id", "compute-slot-" + slot)
                .putArray("resourceIds")
                .add(slot);
        return json;
    }

    /** The next step of an order that was quoted, of the same session. */
    private byte[] next(String word, HeardCallback quoted) {
        ObjectNode json = order(word, quoted.json().at("/context/transactionId").asText(), "10");
        ((ObjectNode) json.at("/message/contract"))
                .put("id", quoted.json().at("/message/contract/id").asText());
        return ConversationTest.bytes(json);
    }

    private List<HeardCallback> heard(String word) {
        return gateway.bap.heard().stream()
                .filter(callback -> callback.path().endsWith("/" + word)
                        && callback.json().path("error").isMissingNode())
                .toList();
    }

    private Answer send(byte[] body) {
        return send("select", body);
    }

    private Answer send(String word, byte[] body) {
        return gateway.bap.send(gateway.url() + "/" + word, body, gateway.nowSecond());
    }

    private List<Answer> sendAll(List<byte[]> bodies) throws Exception {
        return sendAll("select", bodies);
    }

    /** Sends all at once; says what came back. */
    private List<Answer> sendAll(String word, List<byte[]> bodies) throws Exception {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> coming = bodies.stream()
                    .map(body -> senders.submit(() -> send(word, body)))
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> each : coming) {
                answers.add(each.get());
            }
            return answers;
        }
    }

    private static long count(List<Answer> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    @Test
    void a_message_sent_a_hundred_times_at_once_is_kept_once_and_acknowledged_every_time() throws Exception {
        byte[] body = ConversationTest.bytes(select(UUID.randomUUID().toString(), "50"));
        List<byte[]> bodies = new ArrayList<>();
        for (int k = 0; k < 100; k++) {
            bodies.add(body);
        }
        assertEquals(100, count(sendAll(bodies), 200));
        Await.until("answered", () -> gateway.bap.heard().size() == 1);
        assertEquals(1, gateway.count("beckn_inbox"));
        assertEquals(1, gateway.count("market_order"));
    }

    @Test
    void messages_sent_forwards_and_backwards_at_once_are_kept_once_and_none_is_told_to_come_again() throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        for (int k = 0; k < 60; k++) {
            bodies.add(ConversationTest.bytes(select(UUID.randomUUID().toString(), "1")));
        }
        List<byte[]> all = new ArrayList<>(bodies);
        all.addAll(bodies.reversed());
        all.addAll(bodies);
        assertEquals(180, count(sendAll(all), 200));
        assertEquals(60, gateway.count("beckn_inbox"));
    }

    @Test
    void of_two_messages_under_one_id_sent_at_once_one_is_kept() throws Exception {
        for (int round = 0; round < 10; round++) {
            String transaction = UUID.randomUUID().toString();
            ObjectNode one = select(transaction, "50");
            ObjectNode other = one.deepCopy();
            ((ObjectNode) other.at("/message/contract/commitments/0/resources/0/quantity")).put("unitQuantity", 60);
            List<Answer> answers = sendAll(List.of(ConversationTest.bytes(one), ConversationTest.bytes(other)));
            assertEquals(1, count(answers, 200));
            assertEquals(1, count(answers, 400));
        }
        Await.until("ten are answered", () -> gateway.bap.heard().size() == 10);
    }

    @Test
    void fifty_buyers_of_ten_kilowatts_each_buy_exactly_the_hundred_there_are() throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        for (int k = 0; k < 50; k++) {
            bodies.add(ConversationTest.bytes(select(UUID.randomUUID().toString(), "10")));
        }
        assertEquals(50, count(sendAll(bodies), 200));
        Await.until("all are answered", () -> gateway.bap.heard().size() == 50);
        assertEquals(10, gateway.count("market_order where state = 'QUOTED'"));
        assertEquals(
                40,
                gateway.bap.heard().stream()
                        .filter(callback ->
                                callback.json().at("/error/code").asText().equals("BIZ_QUANTITY_UNAVAILABLE"))
                        .count());

        List<HeardCallback> quoted = heard("on_select");
        List<byte[]> inits = quoted.stream().map(each -> next("init", each)).toList();
        assertEquals(10, count(sendAll("init", inits), 200));
        Await.until("all terms are stated", () -> heard("on_init").size() == 10);

        List<byte[]> confirms = new ArrayList<>();
        quoted.forEach(each -> confirms.addAll(Collections.nCopies(5, next("confirm", each))));
        assertEquals(50, count(sendAll("confirm", confirms), 200));
        Await.until("all have bought", () -> heard("on_confirm").size() == 10);
        assertEquals(10, gateway.count("market_order where state = 'ACCEPTED'"));
        assertEquals(
                4, gateway.count("market_capacity where sold_w = 100000 and reserved_w = 0 and offerable_w = 100000"));
        assertEquals(0, gateway.count("market_capacity where sold_w > 100000"));
    }

    @Test
    void a_message_that_cannot_be_answered_is_tried_again_and_then_answered() {
        gateway.market.breakPrices(2);
        send(ConversationTest.bytes(select(UUID.randomUUID().toString(), "50")));
        Await.until("answered in the end", () -> {
            gateway.clock.advance(Duration.ofMillis(100));
            return gateway.bap.heard().size() == 1;
        });
        assertTrue(gateway.bap.heard().getFirst().json().path("error").isMissingNode());
        assertEquals(1, gateway.records("ORDER_RECEIVED").size());
        assertEquals(1, gateway.count("market_order"));
    }

    @Test
    void a_message_that_can_never_be_answered_is_given_up_aloud_and_holds_up_nobody_else() {
        gateway.close();
        BecknLimits.Inbox usual = BecknLimits.Inbox.DEFAULT;
        gateway = new TestGateway(
                BecknLimits.DEFAULT.withInbox(new BecknLimits.Inbox(
                        usual.batchMax(),
                        usual.commitsMax(),
                        usual.gatheredMax(),
                        usual.depthMax(),
                        usual.workers(),
                        Duration.ofMillis(20),
                        3,
                        usual.memory())),
                TestDatabase.fresh(),
                CallbackSigning.THREE_LINES);
        gateway.market.breakPrices(3);
        send(ConversationTest.bytes(select(UUID.randomUUID().toString(), "50")));
        Await.until("given up", () -> {
            gateway.clock.advance(Duration.ofMillis(100));
            return gateway.bap.heard().size() == 1;
        });
        assertEquals(
                "NET_INTERNAL_ERROR",
                gateway.bap.heard().getFirst().json().at("/error/code").asText());
        assertEquals(1, gateway.count("beckn_inbox where state = 'FAILED'"));
        assertEquals(1, gateway.records("MESSAGE_REFUSED").size());
        assertEquals(0, gateway.count("market_order"));
        send(ConversationTest.bytes(select(UUID.randomUUID().toString(), "50")));
        Await.until("the next one is quoted", () -> gateway.count("market_order") == 1);
    }

    @Test
    void when_too_much_waits_new_messages_are_told_to_come_again_and_one_record_says_how_many() {
        gateway.close();
        BecknLimits.Inbox usual = BecknLimits.Inbox.DEFAULT;
        gateway = new TestGateway(
                BecknLimits.DEFAULT.withInbox(new BecknLimits.Inbox(
                        usual.batchMax(),
                        usual.commitsMax(),
                        usual.gatheredMax(),
                        0,
                        usual.workers(),
                        usual.tick(),
                        3,
                        usual.memory())),
                TestDatabase.fresh(),
                CallbackSigning.THREE_LINES);
        Answer answer = send(ConversationTest.bytes(select(UUID.randomUUID().toString(), "50")));
        assertEquals(503, answer.status());
        assertEquals("1", answer.header("retry-after"));
        assertEquals("NET_OVERLOADED", answer.json().at("/message/error/code").asText());
        for (int number = 1; number < 40; number++) {
            send(ConversationTest.bytes(select(UUID.randomUUID().toString(), "50")));
        }
        assertEquals(0, gateway.count("beckn_inbox"));
        Await.until("all are counted", () -> turnedAway() == 40);
        int records = gateway.records("MESSAGE_REFUSED").size();
        assertTrue(records < 20, records + " records of 40 refusals");
    }

    private int turnedAway() {
        return gateway.records("MESSAGE_REFUSED").stream()
                .mapToInt(record -> record.at("/decision/count").asInt())
                .sum();
    }

    @Test
    void while_the_inbox_cannot_be_written_nothing_is_acknowledged_and_afterwards_all_is_well() {
        gateway.database.rows("alter table beckn_inbox rename to beckn_away");
        byte[] body = ConversationTest.bytes(select(UUID.randomUUID().toString(), "50"));
        Answer answer = send(body);
        assertEquals(503, answer.status());
        assertEquals(
                "NET_DOWNSTREAM_UNAVAILABLE",
                answer.json().at("/message/error/code").asText());
        gateway.database.rows("alter table beckn_away rename to beckn_inbox");
        assertEquals(200, send(body).status());
        Await.until("answered", () -> gateway.bap.heard().size() == 1);
    }

    @Test
    void what_was_acknowledged_before_a_restart_is_answered_after_it() {
        gateway.stopAnswering();
        assertEquals(
                200,
                send(ConversationTest.bytes(select(UUID.randomUUID().toString(), "50")))
                        .status());
        assertEquals(1, gateway.count("beckn_inbox where state = 'WAITING'"));
        gateway.answerAgain();
        Await.until("answered", () -> gateway.bap.heard().size() == 1);
        assertEquals(1, gateway.count("beckn_inbox where state = 'DONE' and body is null"));
    }

    @Test
    void what_was_kept_before_bodies_were_compressed_is_known_again_and_answered() {
        gateway.stopAnswering();
        ObjectNode json = select(UUID.randomUUID().toString(), "50");
        byte[] body = ConversationTest.bytes(json);
        assertEquals(200, send(body).status());
        gateway.database.rows("update beckn_inbox set body = $1, unpacked_bytes = 0, digest = sha256($1)", body);
        assertEquals(200, send(body).status());
        ((ObjectNode) json.at("/message/contract/commitments/0/resources/0/quantity")).put("unitQuantity", 60);
        assertEquals(400, send(ConversationTest.bytes(json)).status());
        gateway.answerAgain();
        Await.until("answered", () -> heard("on_select").size() == 1);
        assertEquals(1, gateway.count("beckn_inbox"));
    }

    @Test
    void messages_are_forgotten_when_no_repeat_could_be_valid() {
        send(ConversationTest.bytes(select(UUID.randomUUID().toString(), "50")));
        Await.until("answered", () -> gateway.bap.heard().size() == 1);
        gateway.clock.advance(BecknLimits.Inbox.DEFAULT.memory().plusSeconds(1));
        Await.until("forgotten", () -> gateway.count("beckn_inbox") == 0);
    }
}
