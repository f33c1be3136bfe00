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
 * @param openPerRequester offers one requester may hold open at a time, and requests of its that may wait for an answer
 * @param waitingMax requests of all that may wait for an answer; more are told to come again
 * @param answering requests that one node answers at once
 * @param waitersMax askers that one node keeps waiting for an answer; others are told at once to come again for it
 * @param unanswered how long a request is left alone whose answering failed
 */
public record FlexLimits(
        int stepsMax,
        int sitesMax,
        int windowHalfHoursMax,
        Duration offerValidity,
        int duePerTick,
        Duration tick,
        int pageMax,
        int openPerRequester,
        int waitingMax,
        int answering,
        int waitersMax,
        Duration unanswered) {

    public static final FlexLimits DEFAULT = new FlexLimits(
            4, 8, 48, Duration.ofMinutes(10), 256, Duration.ofSeconds(1), 200, 32, 256, 2, 32, Duration.ofMinutes(1));
}
