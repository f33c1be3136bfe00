package dev.flexgate.forecast;

import dev.flexgate.feed.Known;
import dev.flexgate.feed.Reading;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.SimulatedWeek;
import dev.flexgate.feed.Zone;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses for each half-hour the best that was known when the forecast is issued: a settled value; else the
 * provider's forecast with a band; else our own forecast; else, and only then, simulation.
 */
final class ForecastRules {

    private final Zone zone;
    private final Signal signal;
    private final Instant issuedAt;
    private final Map<Instant, Known> known = new HashMap<>();
    private final Map<String, Map<LeadBlock, Band>> providerBands;
    private final Supplier<OwnForecast> ownOnce;
    private final SortedSet<UUID> inputs = new TreeSet<>();
    private @Nullable OwnForecast own;

    /**
     * @param past the half-hours of history to forecast from, up to the one that holds {@code issuedAt}
     * @param end where the grid ends
     * @param everything what was known at {@code issuedAt} about {@code past} and the grid, in order
     * @param providerBands bands from past errors, by provider
     */
    ForecastRules(
            Zone zone,
            Signal signal,
            Instant issuedAt,
            HalfHours past,
            Instant end,
            List<Known> everything,
            Map<String, Map<LeadBlock, Band>> providerBands) {
        this.zone = zone;
        this.signal = signal;
        this.issuedAt = issuedAt;
        this.providerBands = providerBands;
        everything.forEach(each -> known.put(each.reading().valid().start(), each));
        this.ownOnce = () -> ownForecast(past, end, everything);
    }

    /** The vintages behind the points asked for so far. */
    SortedSet<UUID> inputs() {
        return inputs;
    }

    ForecastPoint at(Interval period) {
        Known best = known.get(period.start());
        if (best != null && isReal(best.reading())) {
            inputs.add(best.vintage());
            return isSettled(best.reading()) ? settled(best) : provided(best);
        }
        Optional<ForecastPoint> forecast = own().at(period);
        if (forecast.isPresent()) {
            own().inputs().forEach(each -> inputs.add(each.vintage()));
            return forecast.get();
        }
        if (best != null) {
            inputs.add(best.vintage());
        }
        return simulated(period);
    }

    /** Made when first needed: within a provider's horizon it never is. */
    private OwnForecast own() {
        OwnForecast made = own;
        if (made == null) {
            made = ownOnce.get();
            own = made;
        }
        return made;
    }

    private OwnForecast ownForecast(HalfHours past, Instant end, List<Known> everything) {
        HalfHours settled = settled(past, everything);
        List<Known> history = everything.stream()
                .filter(each -> isReal(each.reading()))
                .filter(each -> each.reading().valid().start().isBefore(settled.end()))
                .toList();
        return OwnForecast.from(signal, history, settled, end);
    }

    /** Prices are known ahead: our own forecast then begins where they end, not now. */
    private HalfHours settled(HalfHours past, List<Known> everything) {
        Instant end = everything.stream()
                .filter(each -> isReal(each.reading()) && isSettled(each.reading()))
                .map(each -> each.reading().valid().end())
                .reduce(past.end(), (one, other) -> one.isAfter(other) ? one : other);
        return HalfHours.of(new Interval(past.start(), end));
    }

    private static boolean isReal(Reading reading) {
        return reading.quality() != Quality.SIMULATED;
    }

    private boolean isSettled(Reading reading) {
        boolean over = !reading.valid().end().isAfter(issuedAt);
        return switch (reading.quality()) {
            case MEASURED -> true;
            case ESTIMATED -> over || reading.signal() == Signal.ENERGY_PRICE;
            case PROVIDER_FORECAST, OWN_FORECAST, SIMULATED -> false;
        };
    }

    private static ForecastPoint settled(Known best) {
        Reading reading = best.reading();
        return new ForecastPoint(
                reading.valid(),
                Quantiles.certain(reading.value()),
                new Provenance(best.provider(), "published", best.knownAt(), reading.quality()));
    }

    private ForecastPoint provided(Known best) {
        Reading reading = best.reading();
        LeadBlock block =
                LeadBlock.of(Duration.between(best.knownAt(), reading.valid().start()));
        Band band = Optional.ofNullable(providerBands.get(best.provider()))
                .map(bands -> bands.get(block))
                .orElseGet(() -> PriorBands.provider(signal, block));
        String method = "provider-forecast+" + band.basis().label();
        return new ForecastPoint(
                reading.valid(),
                band.around(reading.value(), signal),
                new Provenance(best.provider(), method, best.knownAt(), reading.quality()));
    }

    private ForecastPoint simulated(Interval period) {
        LeadBlock block = LeadBlock.of(Duration.between(issuedAt, period.start()));
        Band band = PriorBands.simulated(signal, block);
        Reading reading = SimulatedWeek.reading(zone, signal, period);
        return new ForecastPoint(
                period,
                band.around(reading.value(), signal),
                new Provenance(
                        SimulatedWeek.NAME, "simulated-week+" + band.basis().label(), issuedAt, Quality.SIMULATED));
    }
}
