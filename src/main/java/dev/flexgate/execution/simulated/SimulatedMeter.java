package dev.flexgate.execution.simulated;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A meter that measures nothing: its readings follow from a load, a seed and the half-hour alone, so that the same
 * question has the same answer.
 *
 * @param seed of the noise and the gaps
 * @param noise largest deviation from the load, as a part of it; 0 for none, below 1
 * @param gaps how likely a reading is missing, 0 to 1
 */
public record SimulatedMeter(long seed, double noise, double gaps) {

    /** Decimals of a kWh that it shows: whole watt-hours. */
    public static final int SCALE = 3;

    public SimulatedMeter {
        if (!(noise >= 0 && noise < 1) || !(gaps >= 0 && gaps <= 1)) {
            throw new IllegalArgumentException("noise is 0 to below 1 and gaps are 0 to 1");
        }
    }

    /** Without noise and gaps. */
    public static SimulatedMeter exact() {
        return new SimulatedMeter(0, 0, 0);
    }

    /**
     * A reading that is simulated.
     *
     * @param kilowattHours taken from the grid in the half-hour
     */
    public record Reading(Interval period, BigDecimal kilowattHours) {}

    /** Readings of those half-hours that are not gaps. */
    public List<Reading> read(Stream<Interval> periods, Function<Interval, Power> load) {
        return periods.flatMap(period -> read(period, load.apply(period)).stream())
                .toList();
    }

    private Optional<Reading> read(Interval period, Power load) {
        var random = new SplittableRandom(seed ^ Long.rotateLeft(period.start().getEpochSecond(), 17));
        if (random.nextDouble() < gaps) {
            return Optional.empty();
        }
        Energy energy = load.over(period);
        var factor = BigDecimal.valueOf(1 + noise * (2 * random.nextDouble() - 1));
        BigDecimal shown = energy.times(factor).kilowattHours().setScale(SCALE, RoundingMode.HALF_EVEN);
        return Optional.of(new Reading(period, shown));
    }
}
