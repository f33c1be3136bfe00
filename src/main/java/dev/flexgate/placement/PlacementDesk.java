package dev.flexgate.placement;

import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.planning.Planning;
import dev.flexgate.planning.PlanningLimits;
import dev.flexgate.quantity.Money;
import dev.flexgate.store.Database;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Policies;
import dev.flexgate.workload.Policy;
import dev.flexgate.workload.Sites;
import dev.flexgate.workload.TenantId;
import dev.flexgate.workload.Versioned;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The front of this room: answers, and counts what was asked. */
public final class PlacementDesk {

    private final Forecaster forecaster;
    private final Windows windows;
    private final Placements placements;
    private final Trials trials;
    private final EmissionsDesk emissions;
    private final Policies policies;
    private final InstantSource clock;
    private final MeterRegistry meters;

    /**
     * A region with how far it is forecast.
     *
     * @param carbonUntil empty where no fresh forecast stands
     * @param priceUntil the same
     */
    public record Outlook(Region region, Optional<Instant> carbonUntil, Optional<Instant> priceUntil) {}

    /** What it leans on. */
    public record Rooms(
            Database database, Forecaster forecaster, Sites sites, Jobs jobs, Planning planning, Policies policies) {}

    public PlacementDesk(Rooms rooms, InstantSource clock, MeterRegistry meters) {
        var rates = new ExchangeRates(rooms.database());
        this.forecaster = rooms.forecaster();
        this.windows = new Windows(forecaster, rooms.sites(), rates, PlanningLimits.CURRENCY);
        this.placements = new Placements(forecaster, rooms.sites(), rooms.planning(), rates, PlanningLimits.CURRENCY);
        this.trials = new Trials(
                forecaster,
                new Readings(rooms.database()),
                rooms.jobs(),
                rooms.sites(),
                rates,
                PlanningLimits.CURRENCY);
        this.emissions = new EmissionsDesk(forecaster, new Readings(rooms.database()), rooms.sites());
        this.policies = rooms.policies();
        this.clock = clock;
        this.meters = meters;
    }

    public Instant now() {
        return clock.instant();
    }

    /** Carbon intensity by name of place. */
    public EmissionsDesk emissions() {
        return emissions;
    }

    /** In which plans add up, and answers too unless something else is asked for. */
    public Currency currency() {
        return PlanningLimits.CURRENCY;
    }

    /** Every region that this gateway knows. */
    public List<Outlook> regions() {
        Instant now = now();
        return placements.regions().stream()
                .map(region -> new Outlook(
                        region,
                        forecaster.horizon(region.carbonZone(), Signal.CARBON_INTENSITY, now),
                        forecaster.horizon(region.priceZone(), Signal.ENERGY_PRICE, now)))
                .toList();
    }

    /** See {@link Windows#best}. */
    public WindowAnswer best(WindowAsk ask, Instant asOf) {
        WindowAnswer answer = windows.best(ask, asOf);
        count(
                "windows",
                switch (answer) {
                    case WindowAnswer.Found _ -> "found";
                    case WindowAnswer.Refused refused -> refused.reason().name().toLowerCase(Locale.ROOT);
                });
        return answer;
    }

    /** See {@link Placements#evaluate}. */
    public PlacementAnswer evaluate(PlacementAsk ask, Instant asOf) {
        PlacementAnswer answer = placements.evaluate(ask, asOf);
        boolean any = answer.regions().stream().anyMatch(each -> each.standing() instanceof Standing.Ranked);
        count("placement", any ? "found" : "nowhere");
        return answer;
    }

    /** What a policy would have done with the jobs of the last days. */
    public TrialReport trial(TrialAsk ask) {
        TrialReport report = trials.run(ask, now());
        count("policy", report.total().decided() > 0 ? "found" : "nothing");
        return report;
    }

    /** What the tenant's policy in force says that a tonne is worth; nothing without a policy. */
    public Money perTonne(TenantId tenant) {
        return policies.current().stream()
                .map(Versioned::value)
                .filter(policy -> policy.tenant().equals(tenant))
                .map(Policy::carbonPerTonne)
                .findFirst()
                .orElseGet(() -> Money.zero(PlanningLimits.CURRENCY));
    }

    private void count(String kind, String outcome) {
        meters.counter("flexgate.placement.questions", "kind", kind, "outcome", outcome)
                .increment();
    }
}
