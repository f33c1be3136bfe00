package dev.flexgate.workload;

import dev.flexgate.quantity.Energy;
import java.time.Instant;

/** Where a job stands between submission and its end. */
public sealed interface JobState {

    /** Taken, and in no plan yet. */
    record Queued() implements JobState {}

    /** In the standing plan, not begun. */
    record Placed(long planVersion) implements JobState {}

    /** Begun under a plan, not finished. */
    record Running(long planVersion) implements JobState {}

    /**
     * The standing plan has no room for it; the next may.
     *
     * @param reason which constraint binds, in words
     */
    record Deferred(long planVersion, String reason) implements JobState {}

    /** All its work was planned to be over by then. */
    record Done(Instant at) implements JobState {}

    /**
     * Its deadline went by.
     *
     * @param undone work left
     */
    record Missed(Instant at, Energy undone) implements JobState {}

    /**
     * Its tenant took it back.
     *
     * @param at when; what it had run by then is spent
     */
    record Cancelled(Instant at) implements JobState {}

    /** Whether the planner still has to think of it. */
    default boolean isOpen() {
        return switch (this) {
            case Queued _, Placed _, Running _, Deferred _ -> true;
            case Done _, Missed _, Cancelled _ -> false;
        };
    }
}
