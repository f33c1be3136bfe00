package dev.flexgate.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flexgate.outbox.BackoffRules.Next;
import dev.flexgate.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffRulesTest {

    private static final Instant NOW = HandClock.START;
    private static final Instant FAR = NOW.plus(Duration.ofDays(365));

    @Test
    void a_control_message_is_tried_quickly_and_then_every_30_seconds() {
        assertEquals(
                List.of(500L, 1_000L, 2_000L, 5_000L, 10_000L, 20_000L, 30_000L, 30_000L, 30_000L),
                IntStream.rangeClosed(1, 9)
                        .mapToObj(tries -> waitMillis(RetryClass.CONTROL, tries, 0.5))
                        .toList());
    }

    @Test
    void a_record_is_tried_nine_times_more_over_three_days_and_then_never() {
        assertEquals(
                List.of(5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400),
                IntStream.rangeClosed(1, 9)
                        .mapToObj(tries -> (int) (waitMillis(RetryClass.RECORD, tries, 0.5) / 1_000))
                        .toList());
        assertInstanceOf(Next.Never.class, after(failed(RetryClass.RECORD, 10, FAR), Duration.ZERO, 0.5));
    }

    @Test
    void jitter_is_a_fifth_either_way() {
        assertEquals(8_000, waitMillis(RetryClass.CONTROL, 5, 0));
        assertEquals(9_000, waitMillis(RetryClass.CONTROL, 5, 0.25));
        assertEquals(12_000, waitMillis(RetryClass.CONTROL, 5, 1));
    }

    @Test
    void a_receiver_that_asks_for_more_time_gets_it_but_no_more_than_a_day() {
        Claimed failed = failed(RetryClass.CONTROL, 1, FAR);
        assertEquals(at(Duration.ofSeconds(90)), after(failed, Duration.ofSeconds(90), 0.5));
        assertEquals(at(Duration.ofMillis(500)), after(failed, Duration.ofMillis(1), 0.5));
        assertEquals(at(Duration.ofHours(24)), after(failed, Duration.ofDays(100), 0.5));
    }

    @Test
    void a_next_try_at_the_very_deadline_is_none() {
        Duration first = Duration.ofMillis(500);
        Instant deadline = NOW.plus(first);
        assertInstanceOf(Next.Never.class, after(failed(RetryClass.CONTROL, 1, deadline), Duration.ZERO, 0.5));
        Claimed justInTime = failed(RetryClass.CONTROL, 1, deadline.plusNanos(1_000));
        assertEquals(at(first), after(justInTime, Duration.ZERO, 0.5));
    }

    private static long waitMillis(RetryClass retryClass, int tries, double random) {
        var next = (Next.At) after(failed(retryClass, tries, FAR), Duration.ZERO, random);
        return Duration.between(NOW, next.moment()).toMillis();
    }

    private static Next after(Claimed failed, Duration asked, double random) {
        return BackoffRules.after(failed, asked, NOW, random);
    }

    private static Next at(Duration wait) {
        return new Next.At(NOW.plus(wait));
    }

    private static Claimed failed(RetryClass retryClass, int tries, Instant notAfter) {
        var message = new OutgoingMessage(
                new UUID(0, 1), "hand", "a", retryClass, new byte[0], "text/plain", Json.object(), notAfter);
        return new Claimed(message, new UUID(0, 2), tries, tries);
    }
}
