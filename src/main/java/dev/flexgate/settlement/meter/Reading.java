package dev.flexgate.settlement.meter;

import dev.flexgate.quantity.Energy;
import dev.flexgate.workload.MeterId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a meter read over one half-hour.
 *
 * @param meter which
 * @param start of the half-hour
 * @param energy net import; empty where the meter failed
 * @param quality how it came about; {@code BAD} exactly where there is no energy
 */
public record Reading(MeterId meter, Instant start, Optional<Energy> energy, ReadingQuality quality) {

    public Reading {
        if (energy.isEmpty() != (quality == ReadingQuality.BAD)) {
            throw new IllegalArgumentException("a reading without a value is BAD, and no other is: " + meter);
        }
    }
}
