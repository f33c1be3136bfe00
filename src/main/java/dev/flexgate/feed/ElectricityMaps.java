package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Capability.Basis;
import dev.flexgate.feed.Capability.Window;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.feed.HalfHourly.Span;
import dev.flexgate.feed.Offered.Link;
import dev.flexgate.feed.Offered.Order;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Electricity Maps, version 3: average carbon intensity of consumption by hour, direct or lifecycle by signal, and
 * generation by source, for most of the world. Its numbers are revised for months; its forecasts are not kept by it. A
 * sandbox key gets made-up numbers, which are refused.
 */
final class ElectricityMaps {

    static final Source SOURCE = new Source(
            "electricity-maps",
            "Electricity Maps API v3",
            URI.create("https://api.electricitymap.org/v3"),
            Optional.of("FLEXGATE_ELECTRICITY_MAPS_KEY"),
            new Rate(300, Duration.ofHours(1), Rate.Basis.BY_PLAN),
            "By contract; the free tier covers one zone and no commercial use. Attribution: Electricity Maps.");

    private static final Set<Signal> SIGNALS = Set.of(Signal.CARBON_INTENSITY, Signal.CARBON_LIFECYCLE);
    private static final Pattern ZONES = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,8}){0,3}");
    private static final String IN_WORDS =
            "its own zone codes, such as FI, DE, IN-WE, JP-TK, AU-NSW, BR-CS, US-CAL-CISO";
    private static final String HOURLY = "every hour, a few minutes in";

    private static final int GRAMS_MAX = 5_000;
    private static final int RECORDS_MAX = 1_000;
    private static final int HORIZON_HOURS = 48;
    private static final String HORIZON = "&horizonHours=" + HORIZON_HOURS;

    /** By the names of its breakdowns; another one counts as other. */
    private static final Map<String, Signal> FUELS = Map.ofEntries(
            Map.entry("biomass", Signal.MIX_BIOMASS),
            Map.entry("coal", Signal.MIX_COAL),
            Map.entry("gas", Signal.MIX_GAS),
            Map.entry("geothermal", Signal.MIX_GEOTHERMAL),
            Map.entry("hydro", Signal.MIX_HYDRO),
            Map.entry("nuclear", Signal.MIX_NUCLEAR),
            Map.entry("oil", Signal.MIX_OIL),
            Map.entry("solar", Signal.MIX_SOLAR),
            Map.entry("wind", Signal.MIX_WIND),
            Map.entry("hydro discharge", Signal.MIX_STORAGE),
            Map.entry("battery discharge", Signal.MIX_STORAGE));

    /** The provider answers at most so much of the past at once [a published client's finding]. */
    private static final Duration RANGE_MAX = Duration.ofDays(10);

    private static final Duration SETTLING = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);

    private ElectricityMaps() {}

    static List<Offered> offered() {
        Window ahead = Window.ahead(Duration.ofHours(HORIZON_HOURS));
        Window back = Window.back(RANGE_MAX, Duration.ofDays(1));
        return List.of(
                new Offered(
                        capability("electricity-maps-forecast", SIGNALS, Quality.PROVIDER_FORECAST, ahead),
                        ElectricityMaps::forecast),
                new Offered(
                        capability("electricity-maps-past", SIGNALS, Quality.MEASURED, back), ElectricityMaps::past),
                new Offered(
                        capability(
                                "electricity-maps-generation-forecast",
                                Signals.MIX_AND_POWER,
                                Quality.PROVIDER_FORECAST,
                                ahead),
                        ElectricityMaps::generationForecast),
                new Offered(
                        capability("electricity-maps-generation", Signals.MIX_AND_POWER, Quality.MEASURED, back),
                        ElectricityMaps::generation));
    }

    private static Capability capability(String series, Set<Signal> signals, Quality quality, Window window) {
        Basis basis = signals.equals(SIGNALS) ? Basis.AVERAGE_DIRECT_OR_LIFECYCLE_CONSUMPTION : Basis.NOT_CARBON;
        return new Capability(series, SOURCE, signals, ZONES, IN_WORDS, basis, quality, window, HOUR, HOURLY);
    }

    private static Provider forecast(Order order, Link link) {
        return new Asked(order, wanted -> {
            var readings = new ArrayList<Reading>();
            Instant issuedAt = Instant.MAX;
            for (Signal signal : order.signals()) {
                JsonNode body = ask(link, "/carbon-intensity/forecast" + which(order, signal) + HORIZON, order.as());
                JsonNode list = AnswerFields.list(body, "/forecast", RECORDS_MAX);
                readings.addAll(HalfHourly.of(order.zone(), signal, spans(list, signal, Quality.PROVIDER_FORECAST)));
                Instant said = issued(body, link);
                issuedAt = said.isBefore(issuedAt) ? said : issuedAt;
            }
            return Asked.received(order, readings, issuedAt, wanted.stream().toList(), nextHour(link));
        });
    }

    private static Provider generationForecast(Order order, Link link) {
        return new Asked(order, wanted -> {
            JsonNode body = ask(link, "/power-breakdown/forecast?zone=" + order.as() + HORIZON, order.as());
            JsonNode list = AnswerFields.list(body, "/forecast", RECORDS_MAX);
            List<Reading> readings = generation(order, list, Quality.PROVIDER_FORECAST);
            return Asked.received(
                    order, readings, issued(body, link), wanted.stream().toList(), nextHour(link));
        });
    }

    private static Provider past(Order order, Link link) {
        return new Asked(order, wanted -> {
            var readings = new ArrayList<Reading>();
            for (Signal signal : order.signals()) {
                var spans = new ArrayList<Span>();
                for (JsonNode list : past("/carbon-intensity", which(order, signal), order, link, wanted)) {
                    spans.addAll(spans(list, signal, Quality.MEASURED));
                }
                readings.addAll(HalfHourly.of(order.zone(), signal, spans));
            }
            return pastReceived(order, link, wanted, readings);
        });
    }

    private static Provider generation(Order order, Link link) {
        return new Asked(order, wanted -> {
            var readings = new ArrayList<Reading>();
            for (JsonNode list : past("/power-breakdown", "?zone=" + order.as(), order, link, wanted)) {
                readings.addAll(generation(order, list, Quality.MEASURED));
            }
            return pastReceived(order, link, wanted, readings);
        });
    }

    private static Received pastReceived(Order order, Link link, HalfHours wanted, List<Reading> readings) {
        Instant now = link.clock().instant();
        // The newest hour is often still being worked out.
        List<Interval> due = Asked.ended(wanted, now.minus(HOUR.multipliedBy(2)));
        return Asked.received(order, readings, now, due, nextHour(link));
    }

    /** The lists of records that together are {@code wanted}: the last day has a path of its own. */
    private static List<JsonNode> past(String path, String which, Order order, Link link, HalfHours wanted) {
        if (Duration.between(wanted.start(), wanted.end()).compareTo(Duration.ofDays(1)) <= 0) {
            JsonNode body = ask(link, path + "/history" + which, order.as());
            return List.of(AnswerFields.list(body, "/history", RECORDS_MAX));
        }
        var lists = new ArrayList<JsonNode>();
        for (Instant from = wanted.start(); from.isBefore(wanted.end()); from = from.plus(RANGE_MAX)) {
            Instant to = from.plus(RANGE_MAX).isAfter(wanted.end()) ? wanted.end() : from.plus(RANGE_MAX);
            JsonNode body = ask(link, path + "/past-range" + which + "&start=" + from + "&end=" + to, order.as());
            lists.add(AnswerFields.list(body, "/data", RECORDS_MAX));
        }
        return lists;
    }

    private static Instant issued(JsonNode body, Link link) {
        return body.path("updatedAt").isTextual()
                ? AnswerTimes.instant(body.path("updatedAt"))
                : link.clock().instant();
    }

    /** Of the zone's own production; what it imports is another zone's. A fuel that is null everywhere is not told of. */
    private static List<Reading> generation(Order order, JsonNode records, Quality best) {
        var mix = new FuelMix(order.zone(), best);
        for (JsonNode each : records) {
            refuseSandbox(each);
            JsonNode fuels = each.path("powerProductionBreakdown");
            if (!fuels.isObject()) {
                throw Asked.wrongShape("no powerProductionBreakdown");
            }
            Interval hour = Interval.from(AnswerTimes.instant(each.path("datetime")), HOUR);
            for (String name : (Iterable<String>) fuels::fieldNames) {
                Signal fuel = FUELS.getOrDefault(name, Signal.MIX_OTHER);
                AnswerFields.number(fuels, name).ifPresent(power -> mix.add(fuel, hour, HalfHourly.kept(power)));
            }
            if (each.path("isEstimated").asBoolean()) {
                mix.worsen(hour, Quality.ESTIMATED);
            }
        }
        if (mix.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "nothing but nulls");
        }
        return mix.readings(order.signals());
    }

    private static void refuseSandbox(JsonNode row) {
        if (row.path("estimationMethod").asText().equals("SANDBOX_MODE_DATA")) {
            throw new BadAnswerException(Reason.SYNTHETIC, "a sandbox key gets made-up numbers");
        }
    }

    private static JsonNode ask(Link link, String query, String zone) {
        JsonNode body = link.http().json(Ask.json(link.at(query)).with("auth-token", link.key()));
        if (body.has("_disclaimer")) {
            throw new BadAnswerException(Reason.SYNTHETIC, "a sandbox key gets made-up numbers");
        }
        AnswerFields.requireText(body, "zone", zone);
        return body;
    }

    private static List<Span> spans(JsonNode records, Signal signal, Quality best) {
        var spans = new ArrayList<Span>();
        for (JsonNode each : records) {
            refuseSandbox(each);
            AnswerFields.requireText(each, "emissionFactorType", factors(signal));
            // The hour that the number is for; updatedAt and createdAt are about the number.
            Instant start = AnswerTimes.instant(each.path("datetime"));
            Quality quality = each.path("isEstimated").asBoolean() ? best.worse(Quality.ESTIMATED) : best;
            AnswerFields.number(each, "carbonIntensity")
                    .map(grams -> AnswerFields.within(grams, GRAMS_MAX, "an intensity"))
                    .ifPresent(grams -> spans.add(new Span(Interval.from(start, HOUR), grams, quality)));
        }
        if (spans.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "nothing but nulls");
        }
        return spans;
    }

    private static String which(Order order, Signal signal) {
        return "?zone=" + order.as() + "&emissionFactorType=" + factors(signal);
    }

    private static String factors(Signal signal) {
        return signal == Signal.CARBON_LIFECYCLE ? "lifecycle" : "direct";
    }

    private static Instant nextHour(Link link) {
        Instant now = link.clock().instant();
        Instant hour = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), 3_600) * 3_600);
        return hour.plus(HOUR).plus(SETTLING);
    }
}
