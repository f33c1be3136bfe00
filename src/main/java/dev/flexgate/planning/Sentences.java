package dev.flexgate.planning;

import dev.flexgate.planning.Explanation.WhyNot;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Says an explanation in words, always in the same ones. Times are UTC. */
final class Sentences {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE HH:mm'Z'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Sentences() {}

    static String waiting(Job job, Deferred deferred, Quality quality) {
        return job.name() + ": " + deferred.detail() + simulated(quality) + ".";
    }

    static Explanation.Runs running(PlanCase aCase, Job job, Explanation.Runs bare) {
        String sentence =
                job.name() + " runs " + when(aCase, bare.runs()) + moved(aCase, bare) + ": " + against(bare) + "; "
                        + whyNot(aCase, bare) + "; its deadline of "
                        + time(job.window().end()) + " holds with " + hours(bare.slack()) + " to spare"
                        + simulated(bare.quality()) + ".";
        return new Explanation.Runs(
                bare.job(),
                bare.plan(),
                bare.planVersion(),
                bare.quality(),
                sentence,
                bare.runs(),
                bare.cost(),
                bare.runNow(),
                bare.cheapest(),
                bare.cheapestCost(),
                bare.whyNot(),
                bare.scarcity(),
                bare.slack());
    }

    private static String when(PlanCase aCase, List<Allocation> runs) {
        Allocation first = runs.getFirst();
        String more = runs.size() > 1 ? " and in " + (runs.size() - 1) + " more stretches" : "";
        return time(first.interval().start()) + " to " + time(first.interval().end()) + " at "
                + name(aCase, first.site()) + more;
    }

    private static String moved(PlanCase aCase, Explanation.Runs runs) {
        SiteId now = runs.runs().getFirst().site();
        return aCase.jobInputs().stream()
                .filter(input -> input.job().equals(runs.job()))
                .flatMap(input -> input.begun().stream())
                .filter(begun -> !begun.at().equals(now))
                .findFirst()
                .map(begun -> ", moved there at a checkpoint from " + name(aCase, begun.at()))
                .orElse("");
    }

    private static String against(Explanation.Runs runs) {
        Cost saved = runs.runNow().minus(runs.cost());
        BigDecimal pounds = saved.money().amount().setScale(2, RoundingMode.HALF_EVEN);
        BigDecimal kilograms = saved.carbon().kilograms().setScale(1, RoundingMode.HALF_EVEN);
        if (pounds.signum() == 0 && kilograms.signum() == 0) {
            return "as good as at once at home";
        }
        return (pounds.signum() < 0 ? "costs " : "saves ") + pounds.abs() + " "
                + saved.money().currency().getCurrencyCode() + " and "
                + (kilograms.signum() < 0 ? "causes " : "saves ") + kilograms.abs()
                + " kg CO2e against running at once at home";
    }

    private static String whyNot(PlanCase aCase, Explanation.Runs runs) {
        if (runs.whyNot() == WhyNot.TAKEN) {
            return "nothing in its window is cheaper";
        }
        if (runs.whyNot() == WhyNot.BEGUN) {
            return "it has begun and is not moved";
        }
        if (runs.whyNot() == WhyNot.HELD) {
            return "it stays there because a grid operator was promised more load";
        }
        if (runs.whyNot() == WhyNot.PINNED) {
            return "it runs so because a person has said so";
        }
        Allocation there = runs.cheapest().getFirst();
        String alternative = time(there.interval().start()) + " at " + name(aCase, there.site()) + " would be cheaper ";
        return switch (runs.whyNot()) {
            case FULL -> alternative + "but is full (scarcity " + perKwh(runs.scarcity()) + ")";
            case CARBON -> alternative + "but would cause carbon that the cap needs elsewhere";
            case LIMIT -> alternative + "but a limit of the policy forbids it";
            case STAYS -> alternative + "by less than a move from the plan before must save";
            case INDIVISIBLE -> alternative + "but does not fit beside work that cannot be divided";
            case TAKEN, BEGUN, HELD, PINNED -> throw new IllegalStateException("said above");
        };
    }

    private static String perKwh(EnergyPrice price) {
        return price.perKilowattHour().setScale(3, RoundingMode.HALF_EVEN) + " "
                + price.currency().getCurrencyCode() + "/kWh";
    }

    private static String simulated(Quality quality) {
        return quality == Quality.SIMULATED ? " (all by simulated forecasts)" : "";
    }

    private static String name(PlanCase aCase, SiteId site) {
        return aCase.site(site).site().name();
    }

    private static String time(Instant moment) {
        return TIME.format(moment);
    }

    private static String hours(Duration duration) {
        BigDecimal hours =
                BigDecimal.valueOf(duration.toMinutes()).divide(BigDecimal.valueOf(60), 1, RoundingMode.FLOOR);
        return hours.stripTrailingZeros().toPlainString() + " h";
    }
}
