package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Times;
import dev.flexgate.planning.Allocation;
import dev.flexgate.planning.Band;
import dev.flexgate.planning.Candidate;
import dev.flexgate.planning.Candidate.Verdict;
import dev.flexgate.planning.Extra;
import dev.flexgate.planning.Grounds.Constraint;
import dev.flexgate.planning.Obligations;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says the desk's values in words: always the same ones. */
final class Words {

    private Words() {}

    static String shape(JobShape shape) {
        return switch (shape) {
            case JobShape.Malleable _ -> "malleable: any power up to its own";
            case JobShape.Contiguous _ -> "contiguous: once, unbroken";
            case JobShape.Preemptible(int most) ->
                most == JobShape.Preemptible.UNLIMITED
                        ? "preemptible: any number of pauses"
                        : "preemptible: at most " + most + (most == 1 ? " pause" : " pauses");
        };
    }

    static String state(JobState state) {
        return switch (state) {
            case JobState.Queued _ -> "queued";
            case JobState.Placed _ -> "placed";
            case JobState.Running _ -> "running";
            case JobState.Deferred _ -> "deferred";
            case JobState.Done _ -> "done";
            case JobState.Missed _ -> "missed";
            case JobState.Cancelled _ -> "cancelled";
        };
    }

    /** The class of its badge. */
    static String stateCss(JobState state) {
        return switch (state) {
            case JobState.Placed _, JobState.Done _ -> "good";
            case JobState.Running _ -> "live";
            case JobState.Deferred _ -> "watch";
            case JobState.Missed _ -> "bad";
            default -> "";
        };
    }

    static String slack(Duration slack) {
        if (slack.isZero()) {
            return "none";
        }
        return slack.isNegative() ? "−" + Times.length(slack.negated()) : Times.length(slack);
    }

    static String kilograms(CarbonMass mass) {
        return Amount.digits(mass.kilograms(), 1);
    }

    static String kilowattHours(Energy energy) {
        return Amount.digits(energy.kilowattHours(), 1);
    }

    static String band(Band<CarbonMass> band) {
        return kilograms(band.p10()) + "–" + kilograms(band.p90());
    }

    static String moneyBand(Band<Money> band) {
        return Amount.money(band.p10()) + "–" + Amount.money(band.p90());
    }

    /** Such as {@code Sun 22 Nov 02:00–04:00, 400 kW} and how many more stretches there are. */
    static String runs(List<Allocation> runs, Times times) {
        if (runs.isEmpty()) {
            return "nothing";
        }
        Allocation first = runs.getFirst();
        String more = runs.size() > 1 ? " and " + (runs.size() - 1) + " more, to " + times.utc(end(runs)) : "";
        return times.utcSpan(first.interval()) + ", " + Amount.kilowatts(first.itPower()) + " kW" + more;
    }

    static Instant end(List<Allocation> runs) {
        return runs.stream()
                .map(run -> run.interval().end())
                .reduce((one, other) -> one.isAfter(other) ? one : other)
                .orElseThrow();
    }

    static String kind(Candidate candidate) {
        return switch (candidate.kind()) {
            case CHOSEN -> "the plan";
            case RUN_NOW -> "run now";
            case WINDOW -> "one window";
            case SPLIT -> "with pauses";
        };
    }

    static String verdict(Verdict verdict, Map<SiteId, String> sites, Times times) {
        return switch (verdict) {
            case Verdict.Chosen _ -> "taken";
            case Verdict.Free _ -> "free";
            case Verdict.Dearer(Money by) ->
                by.amount().signum() == 0 ? "free, and just as good" : "free, and " + exact(by) + " dearer";
            case Verdict.Unhandy(Money by, Extra.Part because, Money of) ->
                "free and its energy is cheaper, but " + exact(by) + " dearer with what is minded besides, of it "
                        + exact(of) + " " + part(because);
            case Verdict.Closed closed ->
                sites.getOrDefault(closed.site(), closed.site().value()) + " is closed from "
                        + times.utc(closed.at().start()) + " UTC: a person has said so";
            case Verdict.Full full ->
                power(full.missing()) + " missing " + under(full.by()) + " from "
                        + times.utc(full.at().start()) + " UTC"
                        + (full.scarcity().perKilowattHour().signum() > 0
                                ? ", room is worth up to " + Amount.perKilowattHour(full.scarcity()) + " "
                                        + Amount.priceUnit(full.scarcity().currency())
                                : "")
                        + (full.sold().isPositive() ? ", " + power(full.sold()) + " is reserved or sold" : "");
            case Verdict.TooLate(Duration by) -> "ends " + Times.length(by) + " after the deadline";
            case Verdict.Residency(SiteId site) -> "may not run at " + sites.getOrDefault(site, site.value());
            case Verdict.CarbonCap(CarbonMass more, Money perTonne) ->
                kilograms(more) + " kg more carbon, which the cap needs elsewhere (" + Amount.money(perTonne) + "/t)";
            case Verdict.PolicyLimit(String rule) -> "a policy forbids it: " + rule;
            case Verdict.WithinGap(Money by) ->
                "free, and " + exact(by) + " cheaper for this job alone: within the plan's certified gap";
        };
    }

    private static String part(Extra.Part part) {
        return switch (part) {
            case LATENCY_PENALTY -> "for its distance from home";
            case TRANSFER_COST -> "for moving its data";
            case CHECKPOINT_COST -> "for pauses";
            case MIGRATION_COST -> "for moving what has begun";
            case DELAY_PENALTY -> "for waiting";
        };
    }

    /** An amount of what a policy limits, with its unit. */
    static String amount(Constraint.Limit limit, BigDecimal amount) {
        return Amount.digits(amount, 2) + " " + unit(limit);
    }

    /** What a policy's limit counts in. */
    static String unit(Constraint.Limit limit) {
        return switch (limit.unit()) {
            case KG -> "kg CO₂e";
            case MONEY -> limit.oneMore().currency().getCurrencyCode();
            case KW -> "kW";
            case KWH -> "kWh";
        };
    }

    /** Which of a site's limits leaves too little. */
    static String under(SitePeriod.Limit limit) {
        return switch (limit) {
            case SITE_CAPACITY -> "in its halls";
            case IMPORT_LIMIT -> "at its grid connection";
            case SITE_PEAK -> "under its guardrail";
        };
    }

    /** What is sold and promised; empty for nothing. */
    static String obligations(Obligations obligations) {
        List<String> words = new ArrayList<>();
        if (obligations.sold().isPositive()) {
            words.add(power(obligations.sold()) + " sold");
        }
        obligations.atMost().ifPresent(most -> words.add("jobs promised to draw " + power(most) + " at most"));
        obligations.atLeast().ifPresent(least -> words.add("jobs promised to draw " + power(least) + " at least"));
        return String.join("; ", words);
    }

    static String power(Power power) {
        return Amount.kilowatts(power) + " kW";
    }

    /** Money finer than a penny is shown as fine as it is kept: differences are often small. */
    static String exact(Money money) {
        return money.amount().abs().compareTo(new BigDecimal("0.01")) >= 0
                ? Amount.money(money)
                : money.currency().getSymbol(Locale.UK) + money.amount().toPlainString();
    }
}
