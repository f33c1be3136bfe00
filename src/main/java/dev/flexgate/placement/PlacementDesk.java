package dev.flexgate.placement;

import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Signal;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.planning.Planning;
import dev.flexgate.planning.PlanningLimits;
import dev.flexgate.store.Database;
import dev.flexgate.workload.Sites;
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
    public record Rooms(Database database, Forecaster forecaster, Sites sites, Planning planning) {}

    public PlacementDesk(Rooms rooms, InstantSource clock, MeterRegistry meters) {
        var rates = new ExchangeRates(rooms.database());
        this.forecaster = rooms.forecaster();
        this.windows = new Windows(forecaster, rooms.sites(), rates, PlanningLimits.CURRENCY);
        this.placements = new Placements(forecaster, rooms.sites(), rooms.planning(), rates, PlanningLimits.CURRENCY);
        this.clock = clock;
        this.meters = meters;
    }

    public Instant now() {
        return clock.instant();
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

    private void count(String kind, String outcome) {
        meters.counter("flexgate.placement.questions", "kind", kind, "outcome", outcome)
                .increment();
    }
}
