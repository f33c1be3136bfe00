package dev.flexgate.planning;

import dev.flexgate.planning.Adjustment.CarbonWorth;
import dev.flexgate.planning.Adjustment.JobAt;
import dev.flexgate.planning.Adjustment.JobPinned;
import dev.flexgate.planning.Adjustment.SiteClosed;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that persons have asked of plans and that holds at one time.
 *
 * @param all in the order in which they were asked; at most one worth of carbon, and one a job
 */
public record Adjustments(List<Adjustment> all) {

    public static final Adjustments NONE = new Adjustments(List.of());

    public Adjustments {
        all = List.copyOf(all);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** The same and {@code one}, which takes the place of what was said of the same thing before. */
    Adjustments and(Adjustment one) {
        List<Adjustment> both = new ArrayList<>(all);
        both.removeIf(each -> isAboutTheSame(each, one));
        both.add(one);
        return new Adjustments(both);
    }

    /** Without what was said of one job. */
    Adjustments without(JobId job) {
        return new Adjustments(all.stream().filter(each -> !isAbout(each, job)).toList());
    }

    /** Those that have not lapsed at {@code moment} and whose jobs are among {@code open}. */
    Adjustments at(Instant moment, Set<JobId> open) {
        return new Adjustments(all.stream()
                .filter(each -> each.until().isAfter(moment))
                .filter(each -> switch (each) {
                    case JobAt at -> open.contains(at.job());
                    case JobPinned pinned -> open.contains(pinned.job());
                    case CarbonWorth _, SiteClosed _ -> true;
                })
                .toList());
    }

    /** What a tonne is worth to everybody, where that was asked. */
    Optional<Money> carbonPerTonne() {
        return all.stream()
                .filter(CarbonWorth.class::isInstance)
                .map(each -> ((CarbonWorth) each).perTonne())
                .findFirst();
    }

    /** Whether a site is closed in a half-hour. */
    boolean isClosed(SiteId site, Interval halfHour) {
        return all.stream()
                .anyMatch(each -> each instanceof SiteClosed closed
                        && closed.site().equals(site)
                        && closed.when().overlaps(halfHour));
    }

    /** The site a job is confined to. */
    Optional<SiteId> siteOf(JobId job) {
        return all.stream()
                .filter(each -> each instanceof JobAt at && at.job().equals(job))
                .map(each -> ((JobAt) each).site())
                .findFirst();
    }

    /** Runs that are to stay as they are, by job, then time. */
    List<Allocation> pinned() {
        return all.stream()
                .filter(JobPinned.class::isInstance)
                .flatMap(each -> ((JobPinned) each).runs().stream())
                .toList();
    }

    boolean isPinned(JobId job) {
        return all.stream()
                .anyMatch(
                        each -> each instanceof JobPinned pinned && pinned.job().equals(job));
    }

    private static boolean isAboutTheSame(Adjustment before, Adjustment now) {
        return switch (now) {
            case CarbonWorth _ -> before instanceof CarbonWorth;
            case SiteClosed _ -> before.equals(now);
            case JobAt at -> isAbout(before, at.job());
            case JobPinned pinned -> isAbout(before, pinned.job());
        };
    }

    private static boolean isAbout(Adjustment adjustment, JobId job) {
        return switch (adjustment) {
            case JobAt at -> at.job().equals(job);
            case JobPinned pinned -> pinned.job().equals(job);
            case CarbonWorth _, SiteClosed _ -> false;
        };
    }
}
