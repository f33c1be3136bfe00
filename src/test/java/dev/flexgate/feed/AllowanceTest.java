package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private final FeedFixture.Clock clock = new FeedFixture.Clock();

    @Test
    void two_a_minute_are_two_at_once_and_then_one_each_half_minute() {
        var allowance = allowance(2, Duration.ofMinutes(1));
        assertEquals(Duration.ZERO, allowance.take());
        assertEquals(Duration.ZERO, allowance.take());
        assertEquals(Duration.ofSeconds(30), allowance.take());
        assertEquals(Duration.ofSeconds(60), allowance.take());
        clock.set(FeedFixture.NOW.plusSeconds(300));
        assertEquals(Duration.ZERO, allowance.take());
    }

    @Test
    void whoever_would_wait_too_long_is_told_when_to_come_and_takes_no_turn() {
        var allowance = allowance(1, Duration.ofHours(1));
        allowance.take();
        for (int again = 0; again < 3; again++) {
            Missing missing =
                    assertThrows(BadAnswerException.class, allowance::take).missing();
            assertEquals(Reason.BUDGET_SPENT, missing.reason());
            assertEquals(Optional.of(FeedFixture.NOW.plusSeconds(3_600)), missing.retryAt());
        }
    }

    @Test
    void a_provider_that_wants_quiet_gets_it_from_all_but_not_for_ever() {
        var allowance = allowance(100, Duration.ofMinutes(1));
        allowance.holdUntil(FeedFixture.NOW.plusSeconds(60));
        allowance.holdUntil(FeedFixture.NOW.plusSeconds(30));
        assertThrows(BadAnswerException.class, allowance::take);
        clock.set(FeedFixture.NOW.plusSeconds(60));
        assertEquals(Duration.ZERO, allowance.take());
        assertEquals(
                clock.instant().plus(Allowance.HELD_BACK_MAX),
                allowance.holdUntil(clock.instant().plus(Duration.ofDays(900))));
    }

    private Allowance allowance(int requests, Duration per) {
        return new Allowance(new Rate(requests, per, Rate.Basis.DOCUMENTED), clock);
    }
}
