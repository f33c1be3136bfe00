package dev.flexgate.flexibility.dispatch;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far an instruction has been kept: what was told and what was metered, half-hour by half-hour. An indication
 * while it runs, against the frozen plan; what counts is settled against the baseline of the contract.
 */
public record Progress(List<Step> steps) {

    private static final int RATIO_SCALE = 4;

    public Progress {
        steps = List.copyOf(steps);
    }

    /** One half-hour. */
    public record Step(Target target, Metering metering) {

        /** How the reading came about; empty without one. */
        public Optional<Quality> quality() {
            return metering instanceof Metering.Metered(var _, Quality quality)
                    ? Optional.of(quality)
                    : Optional.empty();
        }

        /** How far below the plan the site drew, W on average; negative when it drew more. Empty without a reading. */
        public Optional<Power> delivered() {
            return switch (metering) {
                case Metering.Metered(Energy energy, var _) ->
                    Optional.of(target.planned().minus(new Power(energy.joules() / HalfHours.STEP.toSeconds())));
                case Metering.NotYet() -> Optional.empty();
            };
        }
    }

    /** The worst quality among the readings so far; empty when there are none. */
    public Optional<Quality> quality() {
        return steps.stream().flatMap(step -> step.quality().stream()).reduce(Quality::worse);
    }

    /** What is known of a half-hour. */
    public sealed interface Metering {

        /** Net import over the half-hour, and how it came about. */
        record Metered(Energy energy, Quality quality) implements Metering {}

        /** No reading has come, or not of every meter. */
        record NotYet() implements Metering {}
    }

    static Progress of(Instruction instruction, Map<Instant, SiteMeter.Read> read) {
        return new Progress(instruction.targets().stream()
                .map(target -> new Step(
                        target,
                        Optional.ofNullable(read.get(target.period().start()))
                                .<Metering>map(each -> new Metering.Metered(each.energy(), each.quality()))
                                .orElseGet(Metering.NotYet::new)))
                .toList());
    }

    /** Delivered over instructed in the half-hours that have readings, four decimals; empty when there are none. */
    public Optional<BigDecimal> ratio() {
        long delivered = 0;
        long instructed = 0;
        for (Step step : steps) {
            Optional<Power> power = step.delivered();
            if (power.isPresent()) {
                delivered = Math.addExact(delivered, power.get().watts());
                instructed = Math.addExact(instructed, step.target().reduction().watts());
            }
        }
        return instructed == 0
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf(delivered)
                        .divide(BigDecimal.valueOf(instructed), RATIO_SCALE, RoundingMode.HALF_EVEN));
    }
}
