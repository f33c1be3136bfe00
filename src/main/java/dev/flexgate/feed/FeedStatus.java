package dev.flexgate.feed;

import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.quantity.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * How one feed stands.
 *
 * @param provider the series that is asked
 * @param signal that it is mainly asked for
 * @param signals all that its answers carry
 * @param rank 0 for the preferred source
 * @param state what the last attempt brought
 * @param quality of what is known of the current half-hour, whoever said it; {@link Quality#SIMULATED} while
 *     simulated values stand in because nothing real is known
 * @param nextAt when it is asked again
 */
public record FeedStatus(
        String provider,
        Zone zone,
        Signal signal,
        Set<Signal> signals,
        int rank,
        State state,
        Quality quality,
        Instant nextAt) {

    /** What the last attempt brought. */
    public sealed interface State {

        /** The first answer is still awaited. */
        record Waiting() implements State {}

        /** Another source is preferred and well: this one is not asked. */
        record Standby() implements State {}

        /** The last attempt brought a usable answer. */
        record Fresh(Instant receivedAt, Coverage coverage) implements State {}

        /** The last attempts failed; the answer of {@code receivedAt} is still in use. */
        record Stale(Instant receivedAt, Missing last, int failures) implements State {}

        /** There was never a usable answer since the start. */
        record Failing(Missing last, int failures) implements State {}
    }

    /** Whether simulated values stand in for this zone and signal. */
    public boolean simulated() {
        return quality == Quality.SIMULATED;
    }

    /** Time since the last usable answer, or since the start where there was none. */
    public Duration age(Instant now, Instant startedAt) {
        return Duration.between(
                switch (state) {
                    case State.Fresh fresh -> fresh.receivedAt();
                    case State.Stale stale -> stale.receivedAt();
                    case State.Waiting _, State.Failing _ -> startedAt;
                    case State.Standby _ -> now;
                },
                now);
    }

    /** Whether there is nothing to mend: a good answer, or no need of one. */
    public boolean isWell() {
        return state instanceof State.Fresh || state instanceof State.Standby;
    }

    /** Whether those who stand behind it are needed. */
    boolean isFailing() {
        return state instanceof State.Stale || state instanceof State.Failing;
    }
}
