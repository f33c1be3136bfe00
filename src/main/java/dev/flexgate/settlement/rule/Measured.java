package dev.flexgate.settlement.rule;

import dev.flexgate.quantity.Direction;
import dev.flexgate.workload.MeterId;
import java.util.List;
import java.util.Optional;

/** What the meters of a contract say about one half-hour. */
public sealed interface Measured {

    /**
     * All meters have been read.
     *
     * @param meters one each, in order
     * @param baseline of all of them together
     */
    record Known(List<MeterVolume> meters, Volume baseline) implements Measured {

        public Known {
            meters = List.copyOf(meters);
        }

        /** Each meter with a baseline of its own. */
        public static Known of(List<MeterVolume> meters) {
            return new Known(
                    meters, meters.stream().map(MeterVolume::ownBaseline).reduce(Volume.ZERO, Volume::plus));
        }

        public Volume metered() {
            return meters.stream().map(MeterVolume::metered).reduce(Volume.ZERO, Volume::plus);
        }

        /** Baseline less metered, net over the portfolio and never clamped: turn-down is positive. */
        public Volume delivered() {
            return baseline.minus(metered());
        }

        /** What was delivered in the direction that was ordered. */
        public Volume delivered(Direction ordered) {
            return directed(delivered(), ordered);
        }

        /**
         * The sum of what each meter delivered in the ordered direction, none counting less than nothing; empty where
         * the meters have no baselines of their own.
         */
        public Optional<Volume> clampedPerMeter(Direction ordered) {
            if (meters.stream().anyMatch(meter -> meter.baseline().isEmpty())) {
                return Optional.empty();
            }
            return Optional.of(meters.stream()
                    .map(meter -> directed(meter.ownBaseline().minus(meter.metered()), ordered)
                            .max(Volume.ZERO))
                    .reduce(Volume.ZERO, Volume::plus));
        }

        private static Volume directed(Volume volume, Direction ordered) {
            return switch (ordered) {
                case DOWN -> volume;
                case UP -> volume.negated();
            };
        }
    }

    /**
     * Something is missing. Unknown is not zero: nothing is paid for it and nothing punished until it is known.
     *
     * @param missing what, in words for records, such as {@code reading of south-wales-gpu}
     */
    record Unknown(List<String> missing) implements Measured {

        public Unknown {
            missing = List.copyOf(missing);
        }
    }

    /**
     * One meter in one half-hour.
     *
     * @param meter which
     * @param metered net import
     * @param baseline what it would have been; empty where only the portfolio has one
     */
    record MeterVolume(MeterId meter, Volume metered, Optional<Volume> baseline) {

        Volume ownBaseline() {
            return baseline.orElseThrow(() -> new IllegalStateException(meter + " has no baseline of its own"));
        }
    }
}
