package dev.flexgate.workload;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The hard limits of a policy, besides its carbon cap. A tenant's bind its own jobs together; those of who runs a site bind
 * all jobs together. Every plan keeps them: work that does not fit under them waits.
 *
 * @param carbonADay most emissions of a UTC day
 * @param carbonAJob most emissions of any one job
 * @param cost most money for energy over one planning horizon
 * @param costADay the same of a UTC day
 * @param costAJob the same of any one job
 * @param peak most IT power at once, over all sites
 * @param moved the shift budget: most IT energy of one horizon in other half-hours, or at other sites, than it would run now
 * @param maxLatency most round-trip time between a job's home site and where it runs
 * @param sitePeaks most that sites draw from the grid, by time of day; of sites that the tenant runs
 * @param blackouts when no flexible work runs
 */
public record PolicyLimits(
        Optional<CarbonMass> carbonADay,
        Optional<CarbonMass> carbonAJob,
        Optional<Money> cost,
        Optional<Money> costADay,
        Optional<Money> costAJob,
        Optional<Power> peak,
        Optional<Energy> moved,
        Optional<Duration> maxLatency,
        List<SitePeak> sitePeaks,
        List<Blackout> blackouts) {

    public static final PolicyLimits NONE = new PolicyLimits(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());

    /** As many as a week of hours needs for one site, and more than one for each of many. */
    public static final int SITE_PEAKS_MAX = 200;

    /** More than a year of them, one a day. */
    public static final int BLACKOUTS_MAX = 400;

    /**
     * No flexible work in between, begun half-hours included.
     *
     * @param site where; everywhere if absent
     */
    public record Blackout(Optional<SiteId> site, Interval when) {}

    /**
     * A guardrail for what a site draws from the grid: jobs, base load, what is sold, cooling and losses together.
     *
     * @param site which; every site that the tenant runs if absent
     * @param most at once
     * @param from from then on, by the clock of {@code zone}
     * @param until until then; on the next day where it is not after {@code from}, so that equal times are the whole day
     */
    public record SitePeak(Optional<SiteId> site, Power most, LocalTime from, LocalTime until, ZoneId zone) {

        /** Whether any of a half-hour falls into it. */
        public boolean touches(Interval period) {
            LocalDate day = LocalDate.ofInstant(period.start(), zone);
            return day.minusDays(1).datesUntil(day.plusDays(2)).anyMatch(each -> on(each).overlaps(period));
        }

        private Interval on(LocalDate day) {
            LocalDate last = until.isAfter(from) ? day : day.plusDays(1);
            return new Interval(
                    day.atTime(from).atZone(zone).toInstant(),
                    last.atTime(until).atZone(zone).toInstant());
        }
    }

    public PolicyLimits {
        sitePeaks = List.copyOf(sitePeaks);
        blackouts = List.copyOf(blackouts);
        if (sitePeaks.size() > SITE_PEAKS_MAX) {
            throw new IllegalArgumentException("at most " + SITE_PEAKS_MAX + " sitePeaks, not " + sitePeaks.size());
        }
        if (blackouts.size() > BLACKOUTS_MAX) {
            throw new IllegalArgumentException("at most " + BLACKOUTS_MAX + " blackouts, not " + blackouts.size());
        }
        for (Optional<CarbonMass> carbon : List.of(carbonADay, carbonAJob)) {
            refuseIf(carbon.filter(each -> each.milligrams() < 0).isPresent());
        }
        for (Optional<Money> money : List.of(cost, costADay, costAJob)) {
            refuseIf(money.filter(Money::isNegative).isPresent());
        }
        refuseIf(sitePeaks.stream().anyMatch(each -> each.most().watts() < 0));
        refuseIf(peak.filter(each -> each.watts() < 0).isPresent());
        refuseIf(moved.filter(each -> each.joules() < 0).isPresent());
        refuseIf(maxLatency.filter(Duration::isNegative).isPresent());
    }

    private static void refuseIf(boolean negative) {
        if (negative) {
            throw new IllegalArgumentException("a limit cannot be negative");
        }
    }
}
