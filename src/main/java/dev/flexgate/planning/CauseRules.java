package dev.flexgate.planning;

import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.TenantId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a new plan is due, read off what has changed and not off who rang the bell: news may be lost, repeated or
 * about nothing. Compares values, not issues: a forecast issued anew with the same numbers is no cause.
 */
final class CauseRules {

    private CauseRules() {}

    /** What changed since {@code before}; empty where a new plan would be decided from the same. */
    static Optional<Due> due(Optional<PlanCase> standing, PlanCase now) {
        if (standing.isEmpty()) {
            return Optional.of(new Due(Set.of(Cause.START), "start"));
        }
        PlanCase before = standing.get().with(standing.get().inputs().asIfNothingWaited());
        Map<Cause, String> causes = new EnumMap<>(Cause.class);
        jobs(before, now).ifPresent(words -> causes.put(Cause.JOBS, words));
        forecasts(before, now).ifPresent(words -> causes.put(Cause.FORECAST, words));
        commitments(before, now).ifPresent(words -> causes.put(Cause.SALES, words));
        promises(before, now).ifPresent(words -> causes.put(Cause.PROMISES, words));
        policies(before, now).ifPresent(words -> causes.put(Cause.POLICIES, words));
        if (!sites(before).equals(sites(now))) {
            causes.put(Cause.SITES, "sites changed");
        }
        if (!before.inputs().limits().equals(now.inputs().limits())) {
            causes.put(Cause.SETTINGS, "settings of planning changed");
        }
        if (!before.grid().equals(now.grid())) {
            causes.put(Cause.TIME, "time went on");
        }
        return causes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Due(causes.keySet(), String.join("; ", causes.values())));
    }

    private static Optional<String> jobs(PlanCase before, PlanCase now) {
        Set<JobId> added = new HashSet<>(known(now));
        added.removeAll(known(before));
        if (!added.isEmpty()) {
            return Optional.of(added.size() == 1 ? "1 new job" : added.size() + " new jobs");
        }
        boolean sameGrid = before.grid().equals(now.grid());
        boolean sameJobs = notHeld(before, now).equals(notHeld(now, before))
                && before.inputs().carried().equals(now.inputs().carried());
        return sameGrid && !sameJobs ? Optional.of("jobs changed") : Optional.empty();
    }

    /** Jobs that hold a floor stay where they are: that alone is no cause, see {@link #promises}. */
    private static List<JobInput> notHeld(PlanCase aCase, PlanCase other) {
        Set<JobId> held = Stream.of(aCase, other)
                .flatMap(each -> each.inputs().held().stream())
                .map(Allocation::job)
                .collect(Collectors.toSet());
        return aCase.jobInputs().stream()
                .filter(job -> !held.contains(job.job()))
                .toList();
    }

    private static Set<JobId> known(PlanCase aCase) {
        Set<JobId> known = aCase.jobInputs().stream().map(JobInput::job).collect(Collectors.toSet());
        aCase.inputs().fixed().forEach(run -> known.add(run.job()));
        aCase.inputs().beyond().forEach(each -> known.add(each.job()));
        return known;
    }

    private static Optional<String> forecasts(PlanCase before, PlanCase now) {
        List<String> changed = now.sites().values().stream()
                .filter(site -> isForecastAnew(before, now, site))
                .map(site -> site.site().id().value())
                .toList();
        return changed.isEmpty() ? Optional.empty() : Optional.of("new forecast at " + String.join(", ", changed));
    }

    private static boolean isForecastAnew(PlanCase before, PlanCase now, SiteCase site) {
        SiteCase earlier = before.sites().get(site.site().id());
        if (earlier == null) {
            return false;
        }
        for (int period = 0; period < now.grid().count(); period++) {
            int same = before.grid().indexOf(now.grid().startOf(period));
            if (same >= 0
                    && same < before.grid().count()
                    && !values(earlier.tariffs().get(same))
                            .equals(values(site.tariffs().get(period)))) {
                return true;
            }
        }
        return false;
    }

    /** What is planned with. Bands narrow as their hour comes near: that is no news by itself. */
    private static List<Object> values(SiteCase.Tariff tariff) {
        return List.of(
                tariff.carbon().p50(),
                tariff.carbonFrom().quality(),
                tariff.price().p50(),
                tariff.priceFrom().quality());
    }

    private static Optional<String> commitments(PlanCase before, PlanCase now) {
        for (SiteInput site : now.inputs().sites()) {
            for (int period = 0; period < now.grid().count(); period++) {
                Power is = site.committed().get(period);
                Power was = committed(before, site, now.grid().startOf(period)).orElse(is);
                if (!Objects.equals(was, is)) {
                    return Optional.of("capacity sold or given back");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Power> committed(PlanCase before, SiteInput site, Instant period) {
        HalfHours grid = before.grid();
        int index = grid.indexOf(period);
        return before.inputs().sites().stream()
                .filter(each -> each.site().equals(site.site()) && index >= 0 && index < grid.count())
                .map(each -> each.committed().get(index))
                .findFirst();
    }

    /** A promise that the standing plan keeps already is no cause; one that was lifted is. */
    private static Optional<String> promises(PlanCase before, PlanCase now) {
        Ceilings were = before.inputs().ceilings().within(now.grid());
        Floors leastBefore = before.inputs().floors().within(now.grid());
        for (SiteInput site : now.inputs().sites()) {
            List<Power> planned = PlannedPower.at(site.site(), now.grid(), now.standing());
            for (int period = 0; period < now.grid().count(); period++) {
                Optional<Power> was = were.at(site.site(), now.grid().startOf(period));
                Optional<Power> is = now.ceiling(site.site(), period);
                boolean broken = is.isPresent() && is.get().compareTo(planned.get(period)) < 0;
                boolean lifted = was.isPresent() && (is.isEmpty() || was.get().compareTo(is.get()) < 0);
                if (broken || lifted) {
                    return Optional.of("turn-down sold or given back");
                }
                Instant start = now.grid().startOf(period);
                Optional<Power> least = now.inputs().floors().at(site.site(), start);
                if (isLowered(leastBefore.at(site.site(), start), least)) {
                    return Optional.of("turn-up given back");
                }
            }
        }
        return Optional.empty();
    }

    /** A floor that is not reached is no cause: the jobs that could hold it do already. */
    private static boolean isLowered(Optional<Power> was, Optional<Power> is) {
        return was.isPresent() && (is.isEmpty() || is.get().compareTo(was.get()) < 0);
    }

    /** Whose, and at which version it stands now. */
    private static Optional<String> policies(PlanCase before, PlanCase now) {
        Map<TenantId, Integer> were = before.policyVersions();
        Map<TenantId, Integer> are = now.policyVersions();
        var tenants = new TreeSet<>(were.keySet());
        tenants.addAll(are.keySet());
        List<String> changed = tenants.stream()
                .filter(tenant -> !Objects.equals(were.get(tenant), are.get(tenant)))
                .map(tenant -> are.containsKey(tenant) ? tenant + " version " + are.get(tenant) : tenant + " withdrawn")
                .toList();
        return changed.isEmpty() ? Optional.empty() : Optional.of("policy changed: " + String.join(", ", changed));
    }

    private static List<Object> sites(PlanCase aCase) {
        return aCase.inputs().sites().stream()
                .<Object>map(site -> List.of(site.site(), site.version()))
                .toList();
    }
}
