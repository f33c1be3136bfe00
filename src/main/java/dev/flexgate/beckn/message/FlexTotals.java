package dev.flexgate.beckn.message;

import dev.flexgate.beckn.message.FlexContract.Line;
import dev.flexgate.beckn.message.FlexContract.Outcome;
import dev.flexgate.beckn.message.FlexContract.Participating;
import dev.flexgate.beckn.message.FlexContract.Participation;
import dev.flexgate.beckn.message.FlexContract.Performance;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;

/** What follows from the lines of a contract: sums, shares and the words for them, by one rule each. */
public final class FlexTotals {

    /** Share of the promise, in percent, from which on it counts as kept; measuring is not more exact than that. */
    private static final BigDecimal MET_FROM = BigDecimal.valueOf(95);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int CONFIDENCE_SCALE = 3;

    private FlexTotals() {}

    /** What is delivered of what was promised. */
    public enum Standing {
        EXCEEDED,
        MET,
        UNDERPERFORMED
    }

    /** Share of the promise in percent, one decimal, half-even; a promise of nothing is kept by anything. */
    public static BigDecimal percentage(Power actual, Power committed) {
        if (committed.watts() == 0) {
            return HUNDRED.setScale(1);
        }
        return BigDecimal.valueOf(actual.watts())
                .multiply(HUNDRED)
                .divide(BigDecimal.valueOf(committed.watts()), 1, RoundingMode.HALF_EVEN);
    }

    /** More than promised, within five percent of it, or less. */
    public static Standing standing(Power actual, Power committed) {
        BigDecimal percentage = percentage(actual, committed);
        if (percentage.compareTo(HUNDRED) > 0) {
            return Standing.EXCEEDED;
        }
        return percentage.compareTo(MET_FROM) >= 0 ? Standing.MET : Standing.UNDERPERFORMED;
    }

    /** Mean power of an energy, to the nearest watt. */
    public static Power mean(Energy energy, Interval window) {
        return new Power(BigDecimal.valueOf(energy.joules())
                .divide(BigDecimal.valueOf(window.seconds()), 0, RoundingMode.HALF_EVEN)
                .longValueExact());
    }

    public static Power committed(FlexContract contract) {
        return power(contract, line -> line.report().committed());
    }

    public static Power actual(FlexContract contract) {
        return power(contract, FlexTotals::actual);
    }

    /** Zero until there is something to measure. */
    private static Power actual(Line line) {
        return switch (line.report()) {
            case Participation _ -> Power.ZERO;
            case Performance performance -> performance.actual();
            case Outcome outcome -> mean(outcome.reduced(), outcome.window());
        };
    }

    public static Energy saved(FlexContract contract) {
        return contract.lines().stream()
                .map(line -> switch (line.report()) {
                    case Participation _ -> Energy.ZERO;
                    case Performance performance -> performance.accumulated();
                    case Outcome outcome -> outcome.reduced();
                })
                .reduce(Energy.ZERO, Energy::plus);
    }

    /** Whether something is known of what was delivered. */
    public static boolean isMeasured(FlexContract contract) {
        return contract.lines().stream().anyMatch(line -> !(line.report() instanceof Participation));
    }

    /** Resources of which something was promised. */
    public static long delivering(FlexContract contract) {
        return contract.lines().stream()
                .filter(line -> line.report().committed().isPositive())
                .count();
    }

    public static long standing(FlexContract contract, Standing wanted) {
        return contract.lines().stream()
                .filter(line -> line.report().committed().isPositive())
                .filter(line -> standing(actual(line), line.report().committed()) == wanted)
                .count();
    }

    public static long participating(FlexContract contract, Participating wanted) {
        return participations(contract).stream()
                .filter(each -> each.status() == wanted)
                .count();
    }

    /** Mean over the resources that take part, three decimals, half-even. */
    public static BigDecimal confidence(FlexContract contract) {
        List<Participation> taking = participations(contract).stream()
                .filter(each -> each.status() != Participating.DECLINED)
                .toList();
        if (taking.isEmpty()) {
            return BigDecimal.ZERO;
        }
        return taking.stream()
                .map(Participation::confidence)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(taking.size()), CONFIDENCE_SCALE, RoundingMode.HALF_EVEN);
    }

    private static List<Participation> participations(FlexContract contract) {
        return contract.lines().stream()
                .map(Line::report)
                .filter(Participation.class::isInstance)
                .map(Participation.class::cast)
                .toList();
    }

    private static Power power(FlexContract contract, Function<Line, Power> power) {
        return contract.lines().stream().map(power).reduce(Power.ZERO, Power::plus);
    }
}
