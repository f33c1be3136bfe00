package dev.flexgate.market;

import java.time.Duration;

/**
 * Bounds of the market.
 *
 * @param alternativesMax slots in a counter-offer
 * @param duePerTick orders that one tick moves on
 * @param pageMax orders on a page
 * @param tick how often lapsed quotes and running orders are looked for
 * @param slotsMax slots in the catalogue
 * @param settleAfter how long after its end a delivery is settled: by then grid operators have published what the
 *     electricity emitted
 */
public record MarketLimits(
        int alternativesMax, int duePerTick, int pageMax, Duration tick, int slotsMax, Duration settleAfter) {

    public static final MarketLimits DEFAULT =
            new MarketLimits(5, 256, 200, Duration.ofSeconds(1), 200_000, Duration.ofHours(2));
}
