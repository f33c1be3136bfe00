package dev.flexgate.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.wire.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamTest {

    private static final StreamLimits LIMITS =
            StreamLimits.DEFAULT.withHistory(300).withClients(3, 3).withHeartbeat(Duration.ofMillis(200));

    @TempDir
    private Path folder;

    private final List<Listener> listeners = new ArrayList<>();
    private NewsHouse house;
    private long before;

    @BeforeEach
    void open() {
        house = new NewsHouse(folder, LIMITS);
        before = 1; // the first key for webhooks
        house.placed(before);
    }

    @AfterEach
    void close() throws Exception {
        listeners.forEach(Listener::close);
        house.close();
    }

    @Test
    void an_event_comes_under_its_index_in_the_log() {
        Listener listener = listen("?topics=order", "");
        assertEquals(200, listener.status());
        assertEquals("text/event-stream", listener.header("content-type"));
        Await.until("opened", () -> listener.retry.equals("3000"));
        house.order("ACCEPTED");
        Await.until("told", () -> listener.messages.size() == 1);
        Listener.Message message = listener.messages.getFirst();
        assertEquals(Long.toString(before), message.id());
        assertEquals("order", message.event());
        assertEquals("flex.order.accepted.v1", message.data().path("type").asText());
        assertEquals(message.id(), message.data().path("sequence").asText());
    }

    @Test
    void only_the_topics_asked_for_are_told() {
        Listener orders = listen("?topics=order", "");
        Listener all = listen("", "");
        house.slot("slot-1", "PUBLISHED");
        house.order("QUOTED");
        Await.until("told", () -> orders.messages.size() == 1 && all.messages.size() == 2);
        assertEquals(List.of("catalogue", "order"), events(all));
        assertEquals(List.of("order"), events(orders));
    }

    @Test
    void one_subject_can_be_followed_alone() {
        Listener one = listen("?topics=catalogue.slot-2", "");
        house.slot("slot-1", "PUBLISHED");
        house.slot("slot-2", "PUBLISHED");
        Await.until("told", () -> one.messages.size() == 1);
        assertEquals(
                "slot/slot-2", one.messages.getFirst().data().path("subject").asText());
    }

    @Test
    void who_comes_back_after_a_restart_misses_nothing_and_hears_nothing_twice() {
        Listener first = listen("?topics=order", "");
        for (int i = 0; i < 20; i++) {
            house.order("QUOTED");
        }
        Await.until("some are told", () -> first.messages.size() >= 5);
        house.restart();
        for (int i = 0; i < 20; i++) {
            house.order("ACCEPTED");
        }
        house.placed(before + 40);
        List<String> heard = new ArrayList<>(ids(first));
        Listener second = listen("?topics=order", heard.getLast());
        Await.until("the rest is told", () -> heard.size() + second.messages.size() >= 40);
        heard.addAll(ids(second));
        assertEquals(
                LongStream.range(before, before + 40).mapToObj(Long::toString).toList(), heard);
        assertTrue(second.of("gap").isEmpty());
    }

    @Test
    void what_is_far_in_the_past_is_a_gap_that_says_so_and_where_to_read() {
        for (int i = 0; i < 305; i++) {
            house.order("QUOTED");
        }
        house.placed(before + 305);
        Listener late = listen("?topics=order", "0");
        Await.until("told of the gap", () -> late.of("gap").size() == 1);
        var gap = late.of("gap").getFirst();
        assertEquals(1, gap.data().path("first").asLong());
        assertEquals(before + 304, gap.data().path("last").asLong());
        assertEquals("/api/v1/events?after=0", gap.data().path("catchUp").asText());
        house.order("ACCEPTED");
        Await.until("told what comes then", () -> late.of("order").size() == 1);
        assertEquals(Long.toString(before + 305), late.of("order").getFirst().id());
    }

    @Test
    void a_listener_that_does_not_keep_up_is_told_of_a_gap_and_costs_no_memory() {
        Listener slow = listen("?topics=order", "");
        Await.until("opened", () -> !slow.retry.isEmpty());
        slow.pause();
        for (int i = 0; i < 12; i++) { // more than sockets hold, and than may be missed
            house.orders(100, Json.object().put("long", "x".repeat(15_000)));
        }
        house.placed(before + 1_200);
        slow.resume();
        Await.until("told of the gap", () -> !slow.of("gap").isEmpty());
        house.order("ACCEPTED");
        Await.until(
                "told what comes then",
                () -> slow.of("order").stream()
                        .anyMatch(each -> each.data().path("type").asText().equals("flex.order.accepted.v1")));
        List<String> ids = ids(slow);
        assertEquals(ids.size(), new HashSet<>(ids).size());
    }

    @Test
    void a_state_is_told_at_most_once_a_second_and_the_last_one_always() {
        Listener listener = listen("?topics=catalogue", "");
        Await.until("opened", () -> !listener.retry.isEmpty());
        for (int i = 0; i < 30; i++) {
            house.slot("slot-1", i == 29 ? "WITHDRAWN" : "PUBLISHED");
        }
        Await.until(
                "the last is told",
                () -> !listener.messages.isEmpty()
                        && listener.messages
                                .getLast()
                                .data()
                                .path("type")
                                .asText()
                                .equals("flex.slot.withdrawn.v1"));
        assertTrue(listener.messages.size() < 15, listener.messages.size() + " messages");
    }

    @Test
    void events_are_never_drawn_together() {
        Listener listener = listen("?topics=order", "");
        for (int i = 0; i < 100; i++) {
            house.order("QUOTED");
        }
        Await.until("all are told", () -> listener.messages.size() == 100);
    }

    @Test
    void silence_is_broken_by_a_heartbeat_that_moves_the_id() {
        Listener listener = listen("?topics=order", "");
        house.slot("slot-1", "PUBLISHED");
        Await.until("heartbeat", () -> !listener.comments.isEmpty());
        Await.until("moved", () -> listener.lastId.equals(Long.toString(before)));
        assertTrue(listener.messages.isEmpty());
    }

    @Test
    void there_are_as_many_listeners_as_there_may_be() {
        for (int i = 0; i < 3; i++) {
            assertEquals(200, listen("", "").status());
        }
        Listener refused = listen("", "");
        assertEquals(503, refused.status());
        assertEquals("5", refused.header("retry-after"));
        listeners.getFirst().close();
        Await.until("a place is free again", () -> listen("", "").status() == 200);
    }

    @ParameterizedTest
    @CsvSource({"?topics=nonsense, ''", "'', -1", "'', abc"})
    void what_cannot_be_meant_is_refused(String query, String lastId) {
        assertEquals(400, listen(query, lastId).status());
    }

    @Test
    void an_id_of_another_log_is_not_silently_taken() {
        Listener listener = listen("?topics=order", "999999");
        Await.until("told", () -> listener.of("gap").size() == 1);
        house.order("QUOTED");
        Await.until("goes on", () -> listener.of("order").size() == 1);
        assertFalse(listener.messages.isEmpty());
    }

    private Listener listen(String query, String lastId) {
        Listener made = house.listen(query, lastId);
        listeners.add(made);
        return made;
    }

    private static List<String> events(Listener listener) {
        return listener.messages.stream().map(Listener.Message::event).toList();
    }

    private static List<String> ids(Listener listener) {
        return listener.of("order").stream().map(Listener.Message::id).toList();
    }
}
