package dev.flexgate.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** When a failed message is tried again. */
final class BackoffRules {

    /** Each wait is made up to a fifth longer or shorter, so that what failed together does not return together. */
    static final double JITTER = 0.2;

    static final Duration WAIT_MAX = Duration.ofHours(24);

    private static final List<Duration> CONTROL = seconds(0.5, 1, 2, 5, 10, 20, 30);

    /** Standard Webhooks 1.0.0, "Deliverability and reliability". */
    private static final List<Duration> RECORD = seconds(5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400);

    private BackoffRules() {}

    /** Either a moment to try again, or a reason not to. */
    sealed interface Next {

        record At(Instant moment) implements Next {}

        record Never(String why) implements Next {}
    }

    /**
     * What follows a failed attempt.
     *
     * @param asked how long the receiver asked to be left alone; zero if it did not
     * @param random from 0 to 1, which turns into the jitter
     */
    static Next after(Claimed failed, Duration asked, Instant now, double random) {
        Optional<Duration> scheduled = scheduled(failed.message().retryClass(), failed.tries());
        if (scheduled.isEmpty()) {
            return new Next.Never("the last of " + failed.tries() + " tries failed");
        }
        return at(failed, max(jittered(scheduled.get(), random), min(asked, WAIT_MAX)), now);
    }

    /** What follows when the next try is to be after {@code wait}. */
    static Next at(Claimed failed, Duration wait, Instant now) {
        Instant next = now.plus(wait);
        return next.isBefore(failed.message().notAfter())
                ? new Next.At(next)
                : new Next.Never("its deadline comes before the next try");
    }

    private static Optional<Duration> scheduled(RetryClass retryClass, int failed) {
        return switch (retryClass) {
            case CONTROL -> Optional.of(CONTROL.get(Math.min(failed, CONTROL.size()) - 1));
            case RECORD -> failed <= RECORD.size() ? Optional.of(RECORD.get(failed - 1)) : Optional.empty();
        };
    }

    private static List<Duration> seconds(double... seconds) {
        return Arrays.stream(seconds)
                .mapToObj(each -> Duration.ofMillis(Math.round(each * 1_000)))
                .toList();
    }

    private static Duration jittered(Duration wait, double random) {
        return wait.plusMillis(Math.round(wait.toMillis() * JITTER * (2 * random - 1)));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
