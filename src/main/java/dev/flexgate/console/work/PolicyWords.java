package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Times;
import dev.flexgate.console.work.PolicyPages.Line;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.CarbonCap;
import dev.flexgate.workload.Policy;
import dev.flexgate.workload.PolicyLimits;
import dev.flexgate.workload.PolicyRates;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A policy's limits in words, with their units. */
final class PolicyWords {

    private final List<Line> lines = new ArrayList<>();

    private PolicyWords() {}

    static List<Line> lines(Policy policy, Times times) {
        var words = new PolicyWords();
        words.add("A tonne of CO₂e is worth", money(policy.carbonPerTonne()));
        if (policy.cap() instanceof CarbonCap.AtMost(CarbonMass most)) {
            words.add("Carbon of one horizon", mass(most));
        }
        words.rates(policy.rates());
        words.limits(policy.limits(), times);
        return words.lines;
    }

    private void rates(PolicyRates rates) {
        if (rates.latencyPerMwhMs().amount().signum() > 0) {
            add("Each MWh and millisecond of round trip from home", money(rates.latencyPerMwhMs()));
        }
        if (rates.delayPerMwhHour().amount().signum() > 0) {
            add("Each MWh and hour after a job's release", money(rates.delayPerMwhHour()));
        }
        if (rates.transferPerGb().amount().signum() > 0) {
            add("Each GB moved to another site", money(rates.transferPerGb()));
        }
        if (rates.networkKwhPerGb().compareTo(PolicyRates.NETWORK_KWH_PER_GB) != 0) {
            add("Network energy of each GB moved", plain(rates.networkKwhPerGb()) + " kWh");
        }
    }

    private void limits(PolicyLimits limits, Times times) {
        limits.carbonADay().ifPresent(most -> add("Carbon of a day", mass(most)));
        limits.carbonAJob().ifPresent(most -> add("Carbon of a job", mass(most)));
        limits.cost().ifPresent(most -> add("Energy cost of one horizon", money(most)));
        limits.costADay().ifPresent(most -> add("Energy cost of a day", money(most)));
        limits.costAJob().ifPresent(most -> add("Energy cost of a job", money(most)));
        limits.peak().ifPresent(most -> add("IT power at once", plain(most.kilowatts()) + " kW"));
        limits.moved().ifPresent(most -> add("Shift budget of one horizon", plain(most.kilowattHours()) + " kWh"));
        limits.maxLatency().ifPresent(most -> add("Round trip from home", most.toMillis() + " ms"));
        limits.sitePeaks()
                .forEach(each -> add(
                        "Draw from the grid",
                        plain(each.most().kilowatts()) + " kW at "
                                + each.site().map(SiteId::value).orElse("each of its sites") + ", "
                                + each.from() + " to " + each.until() + " " + each.zone()));
        limits.blackouts()
                .forEach(each -> add(
                        "No flexible work",
                        each.site().map(SiteId::value).orElse("everywhere") + ", "
                                + times.utc(each.when().start()) + " to "
                                + times.utc(each.when().end()) + " UTC"));
    }

    private void add(String name, String value) {
        lines.add(new Line(name, value));
    }

    private static String mass(CarbonMass most) {
        return plain(most.kilograms()) + " kg CO₂e";
    }

    private static String money(Money most) {
        return plain(most.amount()) + " " + most.currency().getCurrencyCode();
    }

    private static String plain(BigDecimal value) {
        return Amount.digits(value, Math.max(0, value.stripTrailingZeros().scale()));
    }
}
