package dev.flexgate.planning;

import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecast;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.planning.PlanInputs.ForecastInput;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.PolicyInput;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Database;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Policies;
import dev.flexgate.workload.Policy;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Sites;
import dev.flexgate.workload.TrackedJob;
import dev.flexgate.workload.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what plans are decided from: as it is now, or as it was for a plan that is stored. */
final class CaseReader {

    private final Database database;
    private final Plans plans;
    private final Sites sites;
    private final Jobs jobs;
    private final Policies policies;
    private final Forecaster forecaster;
    private final ExchangeRates rates;
    private final Migrations migrations;
    private volatile Holds holds = Holds.NONE;

    CaseReader(PlanningRooms rooms, Plans plans, Migrations migrations) {
        this.database = rooms.database();
        this.plans = plans;
        this.sites = rooms.sites();
        this.jobs = rooms.jobs();
        this.policies = rooms.policies();
        this.forecaster = rooms.forecaster();
        this.rates = new ExchangeRates(rooms.database());
        this.migrations = migrations;
    }

    /** Asks {@code others} which jobs to hold back, from the next plan on. */
    void restrain(Holds others) {
        holds = others;
    }

    /** The inputs of a plan as stored, with what they refer to. */
    PlanCase read(PlanInputs inputs) {
        SortedMap<SiteId, SiteCase> siteCases = new TreeMap<>();
        var currency = new PlanCurrency(rates, inputs.asOf());
        for (SiteInput input : inputs.sites()) {
            Site site = sites.find(input.site(), input.version()).orElseThrow();
            siteCases.put(site.id(), SiteCases.of(site, issued(input.carbon()), issued(input.price()), currency));
        }
        List<Policy> inForce = inputs.policies().stream()
                .map(input -> policies.find(input.tenant(), input.version()).orElseThrow())
                .toList();
        return new PlanCase(inputs, siteCases, jobs(inputs), inForce, standing(inputs));
    }

    private List<Allocation> standing(PlanInputs inputs) {
        List<Allocation> runs = plans.allocations(inputs.standingVersion());
        String sha256 = inputs.standingSha256();
        if (!sha256.isEmpty() && !sha256.equals(InputsJson.sha256(runs))) {
            throw new IllegalStateException("plan " + inputs.standingVersion() + " is not the one that was followed");
        }
        return runs;
    }

    /** What persons ask of a plan, given what they have asked before that still holds, and everything else. */
    interface Asking {

        /** As before, as far as that can be done; what cannot is let go. */
        Asking AS_BEFORE = (_, before) -> new Asked(before, _ -> {});

        Asked asked(PlanCase without, Adjustments before);

        /**
         * What is asked.
         *
         * @param refused hears what cannot be had of it
         */
        record Asked(Adjustments adjustments, Consumer<Obstacle> refused) {}
    }

    /** Everything as it is at {@code now}, for a plan over {@code grid}. */
    Gathered gather(Instant now, HalfHours grid, Commitments commitments, Promises promises, NegotiationLimits limits) {
        return gather(now, grid, commitments, promises, limits, Asking.AS_BEFORE);
    }

    /** The same for a plan of which something else is asked. */
    Gathered gather(
            Instant now,
            HalfHours grid,
            Commitments commitments,
            Promises promises,
            NegotiationLimits limits,
            Asking asking) {
        return gather(now, grid, commitments, promises, limits, asking, issuing(grid, now));
    }

    /**
     * Everything as it is at {@code now} for what was proposed, by the forecasts that it was made with: nothing is
     * issued, so that this can be asked inside a transaction.
     */
    Gathered recheck(
            Instant now, PlanInputs proposed, Commitments commitments, Promises promises, Consumer<Obstacle> refused) {
        return gather(
                now,
                proposed.grid(),
                commitments,
                promises,
                proposed.limits(),
                (_, _) -> new Asking.Asked(proposed.adjustments(), refused),
                site -> proposed.sites().stream()
                        .filter(input -> input.site().equals(site.id()))
                        .findFirst()
                        .map(input -> new Forecasts(issued(input.carbon()), issued(input.price()))));
    }

    /** What is forecast for a site. */
    private record Forecasts(Forecast carbon, Forecast price) {}

    /** Forecasts issued now, once a zone. */
    private Function<Site, Optional<Forecasts>> issuing(HalfHours grid, Instant now) {
        Map<String, Forecast> issued = new HashMap<>();
        return site -> Optional.of(new Forecasts(
                issued.computeIfAbsent(
                        site.grid().carbonZone() + Signal.CARBON_INTENSITY,
                        _ -> forecaster.forecast(
                                new Zone(site.grid().carbonZone()), Signal.CARBON_INTENSITY, grid, now)),
                issued.computeIfAbsent(
                        site.grid().priceZone() + Signal.ENERGY_PRICE,
                        _ -> forecaster.forecast(new Zone(site.grid().priceZone()), Signal.ENERGY_PRICE, grid, now))));
    }

    private Gathered gather(
            Instant now,
            HalfHours grid,
            Commitments commitments,
            Promises promises,
            NegotiationLimits limits,
            Asking asking,
            Function<Site, Optional<Forecasts>> forecasts) {
        long standingVersion = plans.newestVersion();
        List<Allocation> standing = plans.allocations(standingVersion);
        List<TrackedJob> open = jobs.open();
        List<Allocation> ranSince = before(grid, standing);
        Map<JobId, List<Allocation>> ran = ran(open, ranSince);
        SortedMap<SiteId, SiteCase> siteCases = new TreeMap<>();
        List<SiteInput> siteInputs = siteInputs(now, grid, commitments, siteCases, forecasts);
        var sorted = new JobsSorted();
        Floors floors = promises.floors(grid).within(grid);
        Adjustments before = plans.adjustments(standingVersion)
                .at(grid.start(), open.stream().map(each -> each.job().id()).collect(Collectors.toSet()));
        Set<JobId> bound = bound(ran.keySet(), before, floors, standing);
        var restraint = Restraint.of(holds, open, standing, bound, grid, siteCases);
        Map<JobId, Set<SiteId>> refused = migrations.refused(List.copyOf(ran.keySet()));
        for (TrackedJob each : open) {
            var stance =
                    ProgressRules.stance(each.job(), ran.getOrDefault(each.job().id(), List.of()), grid);
            sorted.add(each, restraint.on(each, MigrationRules.allowed(stance, refused)));
        }
        Ceilings promised = promises.promised(grid).within(grid);
        sorted.carryWhatFits(grid, siteCases, siteInputs, promised);
        List<Versioned<Policy>> inForce = policies.current();
        PlanInputs inputs = new PlanInputs(
                now,
                grid,
                siteInputs,
                sorted.negotiated(),
                sorted.carried(),
                sorted.beyond(),
                inForce.stream()
                        .map(policy -> new PolicyInput(policy.value().tenant(), policy.version()))
                        .toList(),
                standingVersion,
                InputsJson.sha256(standing),
                promised,
                Floors.NONE,
                List.of(),
                Adjustments.NONE,
                List.of(),
                limits);
        Map<JobId, Job> byId = open.stream().map(TrackedJob::job).collect(Collectors.toMap(Job::id, job -> job));
        var aCase = new PlanCase(
                inputs, siteCases, byId, inForce.stream().map(Versioned::value).toList(), standing);
        Asking.Asked asked = asking.asked(aCase, before);
        PlanCase adjusted = AdjustmentRules.adjusted(aCase, asked.adjustments(), asked.refused());
        PlanCase held = HoldRules.hold(adjusted, floors, standing);
        return new Gathered(held, open, sorted.closed(), List.copyOf(ran.keySet()), ranSince);
    }

    /** What nobody holds back: what has begun, what a person has placed, and what draws where a grid operator was promised load. */
    private static Set<JobId> bound(
            Set<JobId> begun, Adjustments adjustments, Floors floors, List<Allocation> standing) {
        Set<JobId> bound = new HashSet<>(begun);
        adjustments.pinned().forEach(run -> bound.add(run.job()));
        standing.stream()
                .filter(run -> floors.least().getOrDefault(run.site(), Collections.emptySortedMap()).keySet().stream()
                        .anyMatch(run.interval()::contains))
                .forEach(run -> bound.add(run.job()));
        return bound;
    }

    /** What follows the standing plan if nothing is new but what was sold and promised since. */
    PlanCase following(Standing standing, Commitments commitments, Promises promises) {
        PlanCase before = standing.aCase();
        HalfHours grid = before.grid();
        PlanInputs then = before.inputs().movable();
        List<SiteInput> soldNow = then.sites().stream()
                .map(site -> site.with(commitments.committed(site.site(), grid)))
                .toList();
        List<Allocation> runs = standing.plan().allocations();
        PlanInputs inputs = then.following(
                standing.plan().version(),
                InputsJson.sha256(runs),
                soldNow,
                promises.promised(grid).within(grid));
        var following = new PlanCase(inputs, before.sites(), before.jobs(), before.policies(), runs);
        return HoldRules.hold(following, promises.floors(grid).within(grid), runs);
    }

    private List<SiteInput> siteInputs(
            Instant now,
            HalfHours grid,
            Commitments commitments,
            Map<SiteId, SiteCase> siteCases,
            Function<Site, Optional<Forecasts>> forecasts) {
        List<SiteInput> inputs = new ArrayList<>();
        var currency = new PlanCurrency(rates, now);
        List<Versioned<Site>> current = sites.current().stream()
                .sorted(Comparator.comparing(site -> site.value().id()))
                .toList();
        for (Versioned<Site> each : current) {
            Site site = each.value();
            forecasts.apply(site).ifPresent(known -> {
                siteCases.put(site.id(), SiteCases.of(site, known.carbon(), known.price(), currency));
                inputs.add(new SiteInput(
                        site.id(),
                        each.version(),
                        new ForecastInput(known.carbon().id(), known.carbon().sha256()),
                        new ForecastInput(known.price().id(), known.price().sha256()),
                        commitments.committed(site.id(), grid)));
            });
        }
        return inputs;
    }

    private Forecast issued(ForecastInput input) {
        Forecast forecast = forecaster.find(input.id()).orElseThrow();
        if (!forecast.sha256().equals(input.sha256())) {
            throw new IllegalStateException("forecast " + input.id() + " is not the one that was used");
        }
        return forecast;
    }

    private Map<JobId, Job> jobs(PlanInputs inputs) {
        return Stream.of(
                        inputs.jobs().stream().map(JobInput::job),
                        inputs.fixed().stream().map(Allocation::job),
                        inputs.beyond().stream().map(Deferred::job),
                        inputs.awaiting().stream().map(JobInput::job))
                .flatMap(ids -> ids)
                .distinct()
                .collect(Collectors.toMap(
                        id -> id, id -> jobs.find(id).orElseThrow().job()));
    }

    private Map<JobId, List<Allocation>> ran(List<TrackedJob> open, List<Allocation> ranSince) {
        List<JobId> ids = open.stream().map(each -> each.job().id()).toList();
        return Stream.concat(PlanLines.progress(database, ids).stream(), ranSince.stream())
                .collect(Collectors.groupingBy(Allocation::job));
    }

    /** The runs, or the parts of runs, that end before the grid begins. */
    private static List<Allocation> before(HalfHours grid, List<Allocation> runs) {
        return runs.stream()
                .filter(run -> run.interval().start().isBefore(grid.start()))
                .map(run -> run.interval().end().isAfter(grid.start())
                        ? new Allocation(
                                run.job(),
                                run.site(),
                                new Interval(run.interval().start(), grid.start()),
                                run.itPower())
                        : run)
                .toList();
    }
}
