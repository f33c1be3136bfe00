package dev.flexgate.flexibility;

import java.time.Duration;

/**
 * Bounds of the grid operator's door.
 *
 * @param stepsMax points of an offered curve, and parts into which one site's flexibility is divided to price it
 * @param sitesMax sites of one area that are asked
 * @param windowHalfHoursMax longest window
 * @param offerValidity how long an offer can be ordered, at most
 * @param duePerTick offers and orders that one tick moves on
 * @param tick how often the clock looks
 * @param pageMax needs, offers or orders on a page
 * @param openPerRequester offers one requester may hold open at a time
 */
public record FlexLimits(
        int stepsMax,
        int sitesMax,
        int windowHalfHoursMax,
        Duration offerValidity,
        int duePerTick,
        Duration tick,
        int pageMax,
        int openPerRequester) {

    public static final FlexLimits DEFAULT =
            new FlexLimits(4, 8, 48, Duration.ofMinutes(10), 256, Duration.ofSeconds(1), 200, 32);
}
