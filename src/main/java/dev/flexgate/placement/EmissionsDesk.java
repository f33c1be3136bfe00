package dev.flexgate.placement;

import dev.flexgate.feed.Known;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecast;
import dev.flexgate.forecast.ForecastPoint;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Place;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.Sites;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Carbon intensity of places by name, as it was observed and as it is forecast, over any times: for whoever thinks in
 * minutes and knows nothing of half-hours. What was observed is what providers measured or published; a simulation is
 * never told as observed.
 */
public final class EmissionsDesk {

    private static final int DIGITS = 10;

    /** Names that are told; streams of forecasts are bounded by their own page. */
    private static final int SITES_MAX = 2_000;

    private final Forecaster forecaster;
    private final Readings readings;
    private final Sites sites;

    /**
     * A place by name.
     *
     * @param name id of one of our sites, or the code of a zone
     * @param place where it is; empty for a zone
     */
    public record Location(String name, Zone zone, Optional<Place> place) {}

    EmissionsDesk(Forecaster forecaster, Readings readings, Sites sites) {
        this.forecaster = forecaster;
        this.readings = readings;
        this.sites = sites;
    }

    /** Every name that is understood: our sites, then the zones that anything is forecast for. */
    public List<Location> locations() {
        List<Location> all = new ArrayList<>();
        sites.all().stream().limit(SITES_MAX).map(EmissionsDesk::of).forEach(all::add);
        List<Zone> zones = forecaster.streams().stream()
                .filter(stream -> stream.signal() == Signal.CARBON_INTENSITY)
                .map(Forecaster.Stream::zone)
                .collect(Collectors.toCollection(ArrayList::new));
        all.stream()
                .map(Location::zone)
                .distinct()
                .filter(zone -> !zones.contains(zone))
                .forEach(zones::add);
        zones.forEach(zone -> all.add(new Location(zone.code(), zone, Optional.empty())));
        return all;
    }

    private static Location of(Site site) {
        return new Location(site.id().value(), new Zone(site.grid().carbonZone()), Optional.of(site.place()));
    }

    /** What was observed in each half-hour that {@code span} touches, as known at {@code asOf}; absent where nothing was. */
    public List<Emission> observed(Location at, Interval span, Instant asOf) {
        Interval whole = new Interval(HalfHours.floor(span.start()), HalfHours.ceiling(span.end()));
        return readings.known(at.zone(), Signal.CARBON_INTENSITY, whole, asOf).stream()
                .map(Known::reading)
                .filter(each -> each.quality() == Quality.MEASURED || each.quality() == Quality.ESTIMATED)
                .map(each -> new Emission(each.valid(), each.value(), each.quality()))
                .toList();
    }

    /**
     * The mean of what was observed over {@code span}, each half-hour by how much of it lies in there; empty where nothing
     * was.
     */
    public Optional<Emission> average(Location at, Interval span, Instant asOf) {
        return mean(span, observed(at, span, asOf), each -> each);
    }

    /**
     * What was forecast for a place as of {@code asOf}, by the newest forecast that covers what is asked for, else by the
     * newest of all; empty where none stood that was fresh.
     *
     * @param window empty for one half-hour
     * @throws IllegalArgumentException when {@code from} or {@code until} lie outside of what is forecast
     */
    public Optional<EmissionsOutlook> outlook(
            Location at, Instant asOf, Optional<Instant> from, Optional<Instant> until, Optional<Duration> window) {
        return forecast(at.zone(), asOf, from, until).map(issue -> {
            Instant start = from.orElse(issue.grid().start());
            Instant end = until.orElse(issue.grid().end());
            if (start.isBefore(issue.grid().start()) || end.isAfter(issue.grid().end()) || !start.isBefore(end)) {
                throw new IllegalArgumentException("must lie within what is forecast, from "
                        + issue.grid().start() + " to " + issue.grid().end() + ", one after the other");
            }
            Duration length = window.orElse(HalfHours.STEP);
            List<Emission> windows = windows(issue, start, end, length);
            Optional<BigDecimal> least = windows.stream().map(Emission::grams).reduce(BigDecimal::min);
            return new EmissionsOutlook(
                    issue.issuedAt(),
                    start,
                    end,
                    length,
                    windows,
                    windows.stream()
                            .filter(each -> each.grams().compareTo(least.orElseThrow()) == 0)
                            .toList());
        });
    }

    private Optional<Forecast> forecast(Zone zone, Instant asOf, Optional<Instant> from, Optional<Instant> until) {
        Optional<Forecast> newest =
                forecaster.issues(zone, Signal.CARBON_INTENSITY, asOf.plus(1, ChronoUnit.MICROS), 1).stream()
                        .filter(issue -> issue.issuedAt().isAfter(asOf.minus(Forecaster.FRESH)))
                        .findFirst()
                        .flatMap(issue -> forecaster.find(issue.id()));
        return newest.flatMap(issue -> {
            Instant start = from.orElse(issue.grid().start());
            Instant end = until.orElse(issue.grid().end());
            boolean reaches = !start.isBefore(issue.grid().start())
                    && !end.isAfter(issue.grid().end());
            return reaches || !start.isBefore(end)
                    ? newest
                    : forecaster
                            .covering(zone, Signal.CARBON_INTENSITY, new Interval(start, end), asOf)
                            .or(() -> newest);
        });
    }

    /** One every half-hour from {@code start} on, as long as it ends by {@code end}. */
    private static List<Emission> windows(Forecast issue, Instant start, Instant end, Duration length) {
        List<Emission> windows = new ArrayList<>();
        for (Instant at = start; !at.plus(length).isAfter(end); at = at.plus(HalfHours.STEP)) {
            Interval window = Interval.from(at, length);
            int first = issue.grid().indexOf(HalfHours.floor(window.start()));
            int last = issue.grid().indexOf(HalfHours.ceiling(window.end()));
            mean(window, issue.points().subList(first, last), EmissionsDesk::emission)
                    .ifPresent(windows::add);
        }
        return windows;
    }

    private static Emission emission(ForecastPoint point) {
        return new Emission(
                point.period(), point.value().p50(), point.provenance().quality());
    }

    private static <T> Optional<Emission> mean(Interval over, List<T> parts, Function<T, Emission> form) {
        BigDecimal sum = BigDecimal.ZERO;
        long millis = 0;
        Quality worst = Quality.MEASURED;
        for (T part : parts) {
            Emission emission = form.apply(part);
            long common = common(over, emission.when());
            sum = sum.add(emission.grams().multiply(BigDecimal.valueOf(common)));
            millis += common;
            worst = worst.worse(emission.quality());
        }
        return millis == 0
                ? Optional.empty()
                : Optional.of(new Emission(
                        over,
                        sum.divide(BigDecimal.valueOf(millis), DIGITS, RoundingMode.HALF_EVEN)
                                .stripTrailingZeros(),
                        worst));
    }

    private static long common(Interval one, Interval other) {
        Instant start = one.start().isAfter(other.start()) ? one.start() : other.start();
        Instant end = one.end().isBefore(other.end()) ? one.end() : other.end();
        return Math.max(0, Duration.between(start, end).toMillis());
    }
}
