package dev.flexgate.feed;

import java.time.Instant;
import java.util.Set;

/**
 * How far back one feed has been asked.
 *
 * @param provider the series that is asked
 * @param state whether more will be asked for
 * @param reached from here on its past has been asked for, or was known
 * @param wanted so far back it shall be asked
 * @param pages how many questions brought something, since the start
 * @param values how many values they brought
 */
public record BackfillStatus(
        String provider,
        Zone zone,
        Set<Signal> signals,
        State state,
        Instant reached,
        Instant wanted,
        int pages,
        long values) {

    /** Whether more will be asked for. */
    public sealed interface State {

        /** Not begun: nothing new has come of this feed yet, or another gateway does it. */
        record Waiting() implements State {}

        /** There is more to ask for; {@code trouble} is why the last question brought nothing, or empty. */
        record Going(Instant nextAt, String trouble) implements State {}

        /** All that is wanted is there. */
        record Complete() implements State {}

        /** The provider has nothing older, or gives no more of it to us; {@code reason} says which. */
        record Ended(String reason) implements State {}
    }
}
