package dev.flexgate.forecast;

import dev.flexgate.feed.Signal;
import java.math.BigDecimal;

/**
 * Half-widths of the 80 % band to use until enough errors of our own are on record, in the signal's unit.
 *
 * <p>Ours: measured on Great Britain, July 2021 to June 2022, origins every six hours (carbon intensity; day-ahead
 * price, a spiky year). The carbon provider's: 39 g from its published mean absolute error of 24.2 g over leads of
 * 0 to 48 h (times 1.6, and in line with its published one in ten beyond 50 g), less at first because its nowcast
 * misses by 13.7 g; beyond its horizon wider.
 */
final class PriorBands {

    private PriorBands() {}

    /** @param size how large values of the signal are; used where they have no half-width in common */
    static Band provider(Signal signal, LeadBlock block, BigDecimal size) {
        return switch (signal.kind()) {
            case CARBON -> band(block, "30", "39", "39", "39", "50");
            case PRICE, POWER, SHARE -> own(signal, SeasonalNaive.Method.AVERAGE_DECAY, block, size);
        };
    }

    /** @param size how large values of the signal are; used where they have no half-width in common */
    static Band own(Signal signal, SeasonalNaive.Method method, LeadBlock block, BigDecimal size) {
        return switch (method) {
            case AVERAGE_DECAY ->
                switch (signal.kind()) {
                    case CARBON -> band(block, "37", "54", "65", "76", "82");
                    case PRICE -> band(block, "0.043", "0.055", "0.057", "0.066", "0.073");
                    case POWER, SHARE -> share(signal, size);
                };
            case YESTERDAY, CLIMATOLOGY ->
                switch (signal.kind()) {
                    case CARBON, PRICE -> simulated(signal, block);
                    case POWER, SHARE -> share(signal, size);
                };
            case NONE -> throw new IllegalStateException("no forecast, no band");
        };
    }

    /** As wide as yesterday's value: a simulation knows no more, and no band can make up for that. */
    static Band simulated(Signal signal, LeadBlock block) {
        return switch (signal.kind()) {
            case CARBON -> band(block, "74", "74", "74", "90", "94");
            case PRICE -> band(block, "0.058", "0.058", "0.058", "0.067", "0.073");
            case POWER, SHARE -> throw none(signal);
        };
    }

    /**
     * Megawatts of a small zone and of a large one have no half-width in common: a share of the usual size, which is
     * wide enough for what hangs on the weather and for what does not. Our own choice, until errors are on record.
     */
    private static Band share(Signal signal, BigDecimal size) {
        BigDecimal share = switch (signal) {
            case LOAD, GENERATION -> new BigDecimal("0.15");
            default -> new BigDecimal("0.6");
        };
        return Band.prior(size.abs().multiply(share));
    }

    private static IllegalArgumentException none(Signal signal) {
        return new IllegalArgumentException("no simulation of " + signal);
    }

    private static Band band(LeadBlock block, String... halfWidths) {
        return Band.prior(new BigDecimal(halfWidths[LeadBlock.inOrder().indexOf(block)]));
    }
}
