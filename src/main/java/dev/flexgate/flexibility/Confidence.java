package dev.flexgate.flexibility;

import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * How surely a turn-down is delivered: {@code 1 - u (0.05 + 0.20 b)}.
 *
 * <p>{@code u} is the share of what could move that is asked to: what is not asked can stand in for a job that behaves
 * otherwise than planned. {@code b} is the half-width of the forecast price band over its median, the mean over the
 * window and at most 1: the wider, the more the plan around the turn-down will still change; simulated forecasts
 * count as 1. The two weights are chosen, not measured: they will be fitted when enough has been delivered.
 */
final class Confidence {

    static final int SCALE = 4;

    private static final BigDecimal RESIDUAL = new BigDecimal("0.05");
    private static final BigDecimal OF_SPREAD = new BigDecimal("0.20");
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final int STEPS = 10;

    private Confidence() {}

    /** Of asking {@code itPower} where {@code left} could move, in these half-hours. */
    static BigDecimal of(Power itPower, Power left, List<SitePeriod> periods) {
        BigDecimal share = left.isPositive()
                ? BigDecimal.valueOf(itPower.watts())
                        .divide(BigDecimal.valueOf(left.watts()), STEPS, RoundingMode.HALF_EVEN)
                        .min(BigDecimal.ONE)
                : BigDecimal.ONE;
        BigDecimal risk = RESIDUAL.add(OF_SPREAD.multiply(spread(periods))).multiply(share);
        return BigDecimal.ONE.subtract(risk).setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal spread(List<SitePeriod> periods) {
        if (periods.isEmpty()) {
            return BigDecimal.ONE;
        }
        BigDecimal sum = periods.stream().map(Confidence::spread).reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.divide(BigDecimal.valueOf(periods.size()), STEPS, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal spread(SitePeriod period) {
        BigDecimal median = period.price().p50().perKilowattHour().abs();
        if (period.quality() == Quality.SIMULATED || median.signum() == 0) {
            return BigDecimal.ONE;
        }
        return period.price()
                .p90()
                .perKilowattHour()
                .subtract(period.price().p10().perKilowattHour())
                .divide(median.multiply(TWO), STEPS, RoundingMode.HALF_EVEN)
                .abs()
                .min(BigDecimal.ONE);
    }
}
