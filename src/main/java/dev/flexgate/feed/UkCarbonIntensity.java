package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Capability.Basis;
import dev.flexgate.feed.Capability.Window;
import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The UK Carbon Intensity API (NESO, CC BY 4.0), national for zone {@code GB} and regional for {@code GB-1} to
 * {@code GB-17}: either its 48-hour forecast or what has come. It says not when it issued a forecast, so the
 * time of asking stands for it, and serves no past forecasts: ours are the only copy.
 */
final class UkCarbonIntensity implements Provider {

    static final String FORECAST = "uk-carbon-intensity";
    static final String PAST = "uk-carbon-intensity-past";

    static final Source SOURCE = new Source(
            "uk-carbon-intensity",
            "UK Carbon Intensity API (NESO)",
            URI.create("https://api.carbonintensity.org.uk"),
            Optional.empty(),
            new Rate(120, Duration.ofMinutes(1), Rate.Basis.COURTESY),
            "CC BY 4.0. Attribution: National Energy System Operator Carbon Intensity API.");

    private static final Pattern ZONES = Pattern.compile("GB(?:-([1-9]|1[0-7]))?");
    private static final Pattern REGIONS = Pattern.compile("GB-([1-9]|1[0-7])");
    private static final Pattern NATIONAL = Pattern.compile("GB");
    private static final String IN_WORDS =
            "GB; GB-1 to GB-14 (network areas); GB-15 England, GB-16 Scotland, GB-17 Wales";
    private static final String EVERY = "every half-hour, a minute or so in";

    /** The provider answers at most 14 days at once [general knowledge]; the forecast wants 7. */
    private static final Window BACK = Window.back(Duration.ofDays(13), Duration.ofDays(1));

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

    /** The provider works in half-hours; its new run is there a little after each begins. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    /** What {@code fw48h} and {@code pt24h} hold. */
    static final int FORECAST_HALF_HOURS = 96;

    private static final int PAST_HALF_HOURS = 48;

    private enum Series {
        FORECAST,
        PAST
    }

    private final ProviderHttp http;
    private final URI base;
    private final Zone zone;
    private final int region;
    private final Series series;
    private final InstantSource clock;

    private UkCarbonIntensity(ProviderHttp http, URI base, Zone zone, Series series, InstantSource clock) {
        this.http = http;
        this.base = base;
        this.zone = zone;
        this.region = region(zone);
        this.series = series;
        this.clock = clock;
    }

    static List<Offered> offered() {
        Set<Signal> carbon = Set.of(Signal.CARBON_INTENSITY);
        Set<Signal> mix = Set.copyOf(UkGenerationMix.FUELS.values());
        return List.of(
                new Offered(
                        capability(
                                FORECAST,
                                carbon,
                                ZONES,
                                IN_WORDS,
                                Quality.PROVIDER_FORECAST,
                                Window.ahead(Feeds.AHEAD)),
                        (order, link) -> forecast(link.http(), link.base(), order.zone(), link.clock())),
                new Offered(
                        capability(PAST, carbon, ZONES, IN_WORDS, Quality.MEASURED, BACK),
                        (order, link) -> past(link.http(), link.base(), order.zone(), link.clock())),
                new Offered(
                        capability("uk-generation-mix", mix, NATIONAL, "GB", Quality.MEASURED, BACK),
                        UkGenerationMix::national),
                new Offered(
                        capability(
                                "uk-regional-mix-forecast",
                                mix,
                                REGIONS,
                                "GB-1 to GB-17",
                                Quality.PROVIDER_FORECAST,
                                Window.ahead(Feeds.AHEAD)),
                        UkGenerationMix::regional));
    }

    private static Capability capability(
            String series, Set<Signal> signals, Pattern zones, String inWords, Quality quality, Window window) {
        Basis basis = signals.contains(Signal.CARBON_INTENSITY) ? Basis.AVERAGE_DIRECT_CONSUMPTION : Basis.NOT_CARBON;
        return new Capability(series, SOURCE, signals, zones, inWords, basis, quality, window, HalfHours.STEP, EVERY);
    }

    static boolean serves(Zone zone) {
        return ZONES.matcher(zone.code()).matches();
    }

    static UkCarbonIntensity forecast(ProviderHttp http, URI base, Zone zone, InstantSource clock) {
        return new UkCarbonIntensity(http, base, zone, Series.FORECAST, clock);
    }

    /** What has come: measured nationally, the provider's own last estimate regionally. */
    static UkCarbonIntensity past(ProviderHttp http, URI base, Zone zone, InstantSource clock) {
        return new UkCarbonIntensity(http, base, zone, Series.PAST, clock);
    }

    @Override
    public String name() {
        return switch (series) {
            case FORECAST -> FORECAST;
            case PAST -> PAST;
        };
    }

    @Override
    public Zone zone() {
        return zone;
    }

    @Override
    public Signal signal() {
        return Signal.CARBON_INTENSITY;
    }

    @Override
    public Fetched fetch(HalfHours wanted) {
        try {
            List<Reading> readings = parse(http.json(address(wanted)));
            Instant now = clock.instant();
            return new Received(readings, now, coverage(readings, wanted), next(now));
        } catch (BadAnswerException bad) {
            return bad.missing();
        }
    }

    private List<Reading> parse(JsonNode body) {
        return switch (series) {
            case FORECAST ->
                region == 0
                        ? UkCarbonIntensityAnswer.nationalForecast(body, zone)
                        : UkCarbonIntensityAnswer.regionalForecast(body, region, zone);
            case PAST ->
                region == 0
                        ? UkCarbonIntensityAnswer.nationalActual(body, zone)
                        : UkCarbonIntensityAnswer.regionalPast(body, region, zone);
        };
    }

    private URI address(HalfHours wanted) {
        String range = switch (series) {
            case FORECAST -> time(wanted.start()) + "/fw48h";
            case PAST ->
                wanted.count() <= PAST_HALF_HOURS
                        ? time(wanted.end()) + "/pt24h"
                        : time(wanted.start()) + "/" + time(wanted.end());
        };
        String path = region == 0 ? "/intensity/" + range : "/regional/intensity/" + range + "/regionid/" + region;
        return URI.create(base + path);
    }

    /** One minute in: asked at the very half-hour, the provider begins with the one before. */
    static String time(Instant halfHour) {
        return TIME.format(halfHour.plusSeconds(60));
    }

    static Instant next(Instant now) {
        return HalfHours.floor(now).plus(HalfHours.STEP).plus(SETTLING);
    }

    /** Full when no half-hour that was due is missing; the newest one of the past is published late by nature. */
    private Coverage coverage(List<Reading> readings, HalfHours wanted) {
        var starts = readings.stream().map(each -> each.valid().start()).collect(Collectors.toSet());
        int due = switch (series) {
            case FORECAST -> Math.min(wanted.count(), FORECAST_HALF_HOURS);
            case PAST -> wanted.count() - 1;
        };
        boolean full = wanted.stream().limit(due).map(Interval::start).allMatch(starts::contains);
        return full ? Coverage.FULL : Coverage.SHORT;
    }

    static int region(Zone zone) {
        Matcher matcher = ZONES.matcher(zone.code());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the UK Carbon Intensity API does not serve " + zone);
        }
        return matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    }
}
