package dev.flexgate.planning;

import dev.flexgate.quantity.Power;
import java.util.List;

/** The answer to "what would this power cost there and then?". */
public sealed interface PriceAnswer permits Priced, PriceAnswer.NoRoom {

    /** Why not; where several hold, the first. */
    enum Reason {
        /** Nothing stands to price against. */
        NO_PLAN,
        UNKNOWN_SITE,
        POWER_NOT_POSITIVE,
        /** Not whole half-hours. */
        WINDOW_NOT_ALIGNED,
        /** Begun already, or beyond the plan. */
        WINDOW_OUTSIDE_PLAN,
        /** Less is free than asked for, in at least one half-hour. */
        NOT_ENOUGH_CAPACITY
    }

    /**
     * Not as asked.
     *
     * @param reason by name
     * @param most largest constant power that is free all through the window; zero where there is no such window
     * @param alternatives the same power for the same length where it does fit, cheapest first; may be empty
     */
    record NoRoom(Reason reason, Power most, List<Priced> alternatives) implements PriceAnswer {

        public NoRoom {
            alternatives = List.copyOf(alternatives);
        }
    }
}
