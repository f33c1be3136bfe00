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
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
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
    private final Optional<Learning> learning;
    private final Supplier<OwnForecast> ownOnce;
    private final SortedSet<UUID> inputs = new TreeSet<>();
    private @Nullable OwnForecast own;
    private boolean modelUsed;

    /**
     * @param past the half-hours of history to forecast from, up to the one that holds {@code issuedAt}
     * @param end where the grid ends
     * @param everything what was known at {@code issuedAt} about {@code past} and the grid, in order
     * @param providerBands bands from past errors, by provider
     * @param learning what was learnt of this signal, if anything was
     * @param around what was told beside it up to {@code issuedAt}
     */
    ForecastRules(
            Zone zone,
            Signal signal,
            Instant issuedAt,
            HalfHours past,
            Instant end,
            List<Known> everything,
            Map<String, Map<LeadBlock, Band>> providerBands,
            Optional<Learning> learning,
            Surroundings around) {
        this.zone = zone;
        this.signal = signal;
        this.issuedAt = issuedAt;
        this.providerBands = providerBands;
        everything.forEach(each -> known.put(each.reading().valid().start(), each));
        this.learning = learning;
        this.ownOnce = () -> ownForecast(past, end, everything, around);
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
            modelUsed |= own().isModelled(period);
            inputs.addAll(own().inputs());
            return forecast.get();
        }
        if (best != null) {
            inputs.add(best.vintage());
        }
        return simulated(period);
    }

    /** Whether any of the points asked for so far is the model's. */
    boolean modelUsed() {
        return modelUsed;
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

    private OwnForecast ownForecast(HalfHours past, Instant end, List<Known> everything, Surroundings around) {
        HalfHours settled = settled(past, everything);
        List<Known> history = everything.stream()
                .filter(each -> isReal(each.reading()))
                .filter(each -> each.reading().valid().start().isBefore(settled.end()))
                .toList();
        return OwnForecast.from(signal, history, settled, end, learning, around);
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
        return isSettled(reading, issuedAt);
    }

    /** Whether a reading known at {@code at} says what came, or what was finally published. */
    static boolean isSettled(Reading reading, Instant at) {
        boolean over = !reading.valid().end().isAfter(at);
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
        LeadBlock block = LeadBlock.of(
                Duration.between(best.knownAt(), best.reading().valid().start()));
        return learning.flatMap(learnt -> learnt.blend(best.provider(), block))
                .map(blend -> blended(best, blend))
                .orElseGet(() -> provided(best, block));
    }

    private ForecastPoint provided(Known best, LeadBlock block) {
        Reading reading = best.reading();
        Band band = Optional.ofNullable(providerBands.get(best.provider()))
                .map(bands -> bands.get(block))
                .orElseGet(() -> PriorBands.provider(signal, block, reading.value()));
        String method = "provider-forecast+" + band.basis().label();
        return new ForecastPoint(
                reading.valid(),
                band.around(reading.value(), signal),
                new Provenance(best.provider(), method, best.knownAt(), reading.quality()));
    }

    /** As past issues have shown to be best: see {@link Blend}. */
    private ForecastPoint blended(Known best, Blend blend) {
        modelUsed = true;
        Reading reading = best.reading();
        Optional<ForecastPoint> ours = blend.tenths() == 10 ? Optional.empty() : own().at(reading.valid());
        ours.ifPresent(_ -> inputs.addAll(own().inputs()));
        double own = ours.map(each -> each.value().p50().doubleValue()).orElse(Double.NaN);
        BigDecimal value = exact(blend.of(reading.value().doubleValue(), own));
        var band = Band.ofMisses(exact(blend.p10()), exact(blend.p90()));
        Quality quality = ours.map(each -> each.provenance().quality().worse(reading.quality()))
                .orElse(reading.quality());
        String source = ours.isPresent() ? best.provider() + "+flexgate" : best.provider();
        String method = blend.label() + "+" + band.basis().label();
        return new ForecastPoint(
                reading.valid(), band.around(value, signal), new Provenance(source, method, best.knownAt(), quality));
    }

    private BigDecimal exact(double value) {
        return BigDecimal.valueOf(value).setScale(signal.scale(), RoundingMode.HALF_EVEN);
    }

    /** What each method says of {@code points}, to be judged by later: nothing of what is settled already. */
    List<Said> said(HalfHours grid, List<ForecastPoint> points) {
        Map<String, double[][]> said = new TreeMap<>();
        for (int index = 0; index < points.size(); index++) {
            ForecastPoint point = points.get(index);
            Interval period = point.period();
            Known best = known.get(period.start());
            if (best != null && isReal(best.reading()) && isSettled(best.reading())) {
                continue;
            }
            if (point.provenance().quality() != Quality.SIMULATED) {
                say(said, Said.ISSUED, grid, index, point.value());
            }
            int at = index;
            own().at(period).ifPresent(own -> say(said, Said.OWN, grid, at, own.value()));
            say(said, Said.AVERAGE_DECAY, grid, index, own().averageDecay(period));
            say(said, Said.PERSISTENCE, grid, index, own().persistence());
            if (best != null && isReal(best.reading())) {
                say(said, best.provider(), grid, index, best.reading().value().doubleValue());
            }
        }
        return said.entrySet().stream()
                .map(each -> new Said(
                        issuedAt, each.getKey(), grid, each.getValue()[0], each.getValue()[1], each.getValue()[2]))
                .toList();
    }

    private static void say(Map<String, double[][]> said, String method, HalfHours grid, int index, Quantiles value) {
        double[][] its = its(said, method, grid);
        its[0][index] = value.p10().doubleValue();
        its[1][index] = value.p50().doubleValue();
        its[2][index] = value.p90().doubleValue();
    }

    private static void say(Map<String, double[][]> said, String method, HalfHours grid, int index, double value) {
        if (!Double.isNaN(value)) {
            its(said, method, grid)[1][index] = value;
        }
    }

    private static double[][] its(Map<String, double[][]> said, String method, HalfHours grid) {
        return said.computeIfAbsent(method, _ -> {
            double[][] nothing = new double[3][grid.count()];
            for (double[] each : nothing) {
                Arrays.fill(each, Double.NaN);
            }
            return nothing;
        });
    }

    /** Only what is planned with has to stand in whatever is known. */
    private ForecastPoint simulated(Interval period) {
        if (!signal.isPlannedWith()) {
            throw new NothingKnownException(zone + " " + signal + " at " + period);
        }
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
