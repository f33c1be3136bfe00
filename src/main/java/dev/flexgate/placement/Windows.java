package dev.flexgate.placement;

import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.forecast.Quantiles;
import dev.flexgate.placement.Course.Found.Here;
import dev.flexgate.placement.Course.Found.Missing;
import dev.flexgate.placement.WindowAnswer.Refused;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Sites;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The best windows of one zone, out of the forecast that stands. */
public final class Windows {

    private static final BigDecimal KILOGRAMS_PER_GRAM = new BigDecimal("0.001");

    private final Forecaster forecaster;
    private final Sites sites;
    private final ExchangeRates rates;
    private final Currency pivot;

    /** @param pivot in which the operator states its exchange rates */
    public Windows(Forecaster forecaster, Sites sites, ExchangeRates rates, Currency pivot) {
        this.forecaster = forecaster;
        this.sites = sites;
        this.rates = rates;
        this.pivot = pivot;
    }

    /** The answer as it could have been given at {@code asOf}. */
    public WindowAnswer best(WindowAsk ask, Instant asOf) {
        if (!isKnown(ask.zone())) {
            return new Refused(
                    Refusal.ZONE_UNKNOWN,
                    "nothing is forecast for " + ask.zone() + "; GET /api/v1/regions lists what is");
        }
        Instant start = HalfHours.ceiling(ask.earliest());
        Instant end = HalfHours.floor(ask.latest());
        if (end.isBefore(start.plus(ask.duration()))) {
            return new Refused(
                    Refusal.WINDOW_TOO_SHORT,
                    ask.duration() + " does not fit into the whole half-hours from " + start + " to " + end);
        }
        HalfHours grid = HalfHours.of(new Interval(start, end));
        if (grid.count() > Forecaster.HALF_HOURS_MAX) {
            return new Refused(
                    Refusal.FORECAST_TOO_SHORT,
                    "no forecast covers " + grid.count() + " half-hours; the longest have "
                            + Forecaster.HALF_HOURS_MAX);
        }
        return switch (Course.of(forecaster, ask.zone(), Signal.CARBON_INTENSITY, grid, asOf)) {
            case Missing(Refusal reason, String detail) -> new Refused(reason, detail);
            case Here(Course carbon) -> priced(ask, asOf, grid, carbon);
        };
    }

    private WindowAnswer priced(WindowAsk ask, Instant asOf, HalfHours grid, Course carbon) {
        Zone priceZone = ask.priceZone().orElseGet(() -> priceZone(ask.zone()));
        Currency currency = priceZone.currency();
        return switch (Course.of(forecaster, priceZone, Signal.ENERGY_PRICE, grid, asOf)) {
            case Missing(Refusal reason, String detail) ->
                ask.aim().needsPrices()
                        ? new Refused(reason, detail)
                        : found(new Case(ask, asOf, grid, carbon, Optional.empty(), currency), p50(carbon), detail);
            case Here(Course price) -> {
                var aCase = new Case(ask, asOf, grid, carbon, Optional.of(price), currency);
                yield switch (ask.aim()) {
                    case Aim.Carbon _ -> found(aCase, p50(carbon), "");
                    case Aim.Money _ -> found(aCase, p50(price), "");
                    case Aim.Mix mix -> mixed(aCase, price, mix);
                };
            }
        };
    }

    /** A question with what is forecast for it. */
    private record Case(
            WindowAsk ask, Instant asOf, HalfHours grid, Course carbon, Optional<Course> price, Currency currency) {}

    private WindowAnswer mixed(Case aCase, Course price, Aim.Mix mix) {
        var known = new Rates(rates, pivot, Map.of(), aCase.currency(), aCase.asOf());
        Optional<BigDecimal> rate = known.of(mix.currency());
        if (rate.isEmpty()) {
            return new Refused(Refusal.RATE_MISSING, known.missing(mix.currency()));
        }
        BigDecimal perGram = mix.perKilogram().multiply(rate.get()).multiply(KILOGRAMS_PER_GRAM);
        List<BigDecimal> grams = p50(aCase.carbon());
        List<BigDecimal> money = p50(price);
        return found(
                aCase,
                IntStream.range(0, money.size())
                        .mapToObj(index -> money.get(index).add(grams.get(index).multiply(perGram)))
                        .toList(),
                "");
    }

    private static WindowAnswer found(Case aCase, List<BigDecimal> scores, String priceMissing) {
        WindowAsk ask = aCase.ask();
        List<Integer> now = IntStream.range(0, ask.halfHours()).boxed().toList();
        List<WindowAnswer.Ranked> ranked = Choice.ranked(scores, ask.halfHours(), ask.split(), ask.count()).stream()
                .map(chosen -> ranked(aCase, now, chosen))
                .toList();
        return new WindowAnswer.Found(
                aCase.asOf(),
                aCase.grid().span(),
                window(aCase, now),
                ranked,
                aCase.currency(),
                aCase.carbon().vintage(),
                aCase.price().map(Course::vintage),
                priceMissing);
    }

    private static WindowAnswer.Ranked ranked(Case aCase, List<Integer> now, List<Integer> chosen) {
        return new WindowAnswer.Ranked(
                window(aCase, chosen),
                Bands.saved(aCase.carbon().values(), now, chosen, Signal.CARBON_INTENSITY.scale()),
                aCase.price().map(price -> Bands.saved(price.values(), now, chosen, Signal.ENERGY_PRICE.scale())));
    }

    private static Window window(Case aCase, List<Integer> chosen) {
        return new Window(
                Pieces.of(aCase.grid(), chosen),
                Bands.mean(at(aCase.carbon(), chosen), Signal.CARBON_INTENSITY.scale()),
                aCase.price().map(price -> Bands.mean(at(price, chosen), Signal.ENERGY_PRICE.scale())));
    }

    private static List<Quantiles> at(Course course, List<Integer> chosen) {
        return chosen.stream().map(course.values()::get).toList();
    }

    private static List<BigDecimal> p50(Course course) {
        return course.values().stream().map(Quantiles::p50).toList();
    }

    private boolean isKnown(Zone zone) {
        return sites.all().stream().anyMatch(site -> site.grid().carbonZone().equals(zone.code()))
                || forecaster.streams().stream()
                        .anyMatch(stream -> stream.zone().equals(zone) && stream.signal() == Signal.CARBON_INTENSITY);
    }

    /** That of our first site in the zone. */
    private Zone priceZone(Zone zone) {
        return sites.all().stream()
                .filter(site -> site.grid().carbonZone().equals(zone.code()))
                .map(site -> new Zone(site.grid().priceZone()))
                .findFirst()
                .orElse(zone);
    }
}
