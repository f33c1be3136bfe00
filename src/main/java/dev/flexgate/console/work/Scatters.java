package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.work.PlacementPages.Dot;
import dev.flexgate.console.work.PlacementPages.Scatter;
import dev.flexgate.forecast.Quantiles;
import dev.flexgate.placement.PlacementAnswer.Placed;
import dev.flexgate.placement.Standing;
import dev.flexgate.placement.Terms;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Draws regions by what they cost and what they emit. */
final class Scatters {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 280;
    private static final int MARGIN = 24;

    private Scatters() {}

    /** Of the regions that may be chosen; empty where there is none. */
    static Optional<Scatter> of(List<Placed> placed) {
        List<Placed> open = placed.stream()
                .filter(each -> each.standing() instanceof Standing.Ranked)
                .toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        Axis money = Axis.of(open, terms -> terms.worth().money(), WIDTH);
        Axis carbon = Axis.of(open, Terms::carbonKg, HEIGHT);
        List<Dot> dots = new ArrayList<>();
        for (Placed each : open) {
            dots.add(dot(each, each.terms().orElseThrow(), money, carbon));
        }
        return Optional.of(new Scatter(
                dots,
                Amount.digits(BigDecimal.valueOf(money.least()), 2),
                Amount.digits(BigDecimal.valueOf(money.most()), 2),
                Amount.digits(BigDecimal.valueOf(carbon.least()), 1),
                Amount.digits(BigDecimal.valueOf(carbon.most()), 1)));
    }

    private static Dot dot(Placed placed, Terms terms, Axis money, Axis carbon) {
        Quantiles cost = terms.worth().money();
        Quantiles mass = terms.carbonKg();
        boolean pareto = placed.standing() instanceof Standing.Ranked(int _, boolean best, boolean _) && best;
        return new Dot(
                money.at(cost.p50()),
                HEIGHT - carbon.at(mass.p50()),
                money.at(cost.p10()),
                money.at(cost.p90()),
                HEIGHT - carbon.at(mass.p90()),
                HEIGHT - carbon.at(mass.p10()),
                pareto,
                placed.region().id(),
                placed.region().name() + ": " + Amount.digits(cost.p50(), 2) + ", " + Amount.digits(mass.p50(), 1)
                        + " kg CO₂e");
    }

    /** One axis, from the least to the most that any band reaches. */
    private record Axis(double least, double most, int length) {

        static Axis of(List<Placed> open, Function<Terms, Quantiles> value, int length) {
            List<Quantiles> all = open.stream()
                    .map(each -> value.apply(each.terms().orElseThrow()))
                    .toList();
            double least = all.stream()
                    .mapToDouble(each -> each.p10().doubleValue())
                    .min()
                    .orElse(0);
            double most = all.stream()
                    .mapToDouble(each -> each.p90().doubleValue())
                    .max()
                    .orElse(1);
            return new Axis(least, most, length);
        }

        int at(BigDecimal value) {
            double share = most > least ? (value.doubleValue() - least) / (most - least) : 0.5;
            return (int) Math.round(MARGIN + share * (length - 2 * MARGIN));
        }
    }
}
