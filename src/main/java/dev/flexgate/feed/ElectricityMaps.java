package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Capability.Basis;
import dev.flexgate.feed.Capability.Window;
import dev.flexgate.feed.Fetched.Reason;
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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Electricity Maps, version 3: average carbon intensity of consumption by hour, direct or lifecycle by signal, for most
 * of the world. Its numbers are revised for months; its forecasts are not kept by it. A sandbox key gets made-up
 * numbers, which are refused.
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

    /** The provider answers at most so much of the past at once [a published client's finding]. */
    private static final Duration RANGE_MAX = Duration.ofDays(10);

    private static final Duration SETTLING = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);

    private ElectricityMaps() {}

    static List<Offered> offered() {
        return List.of(
                new Offered(
                        new Capability(
                                "electricity-maps-forecast",
                                SOURCE,
                                SIGNALS,
                                ZONES,
                                IN_WORDS,
                                Basis.AVERAGE_DIRECT_OR_LIFECYCLE_CONSUMPTION,
                                Quality.PROVIDER_FORECAST,
                                Window.ahead(Duration.ofHours(HORIZON_HOURS)),
                                HOUR,
                                HOURLY),
                        ElectricityMaps::forecast),
                new Offered(
                        new Capability(
                                "electricity-maps-past",
                                SOURCE,
                                SIGNALS,
                                ZONES,
                                IN_WORDS,
                                Basis.AVERAGE_DIRECT_OR_LIFECYCLE_CONSUMPTION,
                                Quality.MEASURED,
                                Window.back(RANGE_MAX, Duration.ofDays(1)),
                                HOUR,
                                HOURLY),
                        ElectricityMaps::past));
    }

    private static Provider forecast(Order order, Link link) {
        return new Asked(order, wanted -> {
            var readings = new ArrayList<Reading>();
            Instant issuedAt = Instant.MAX;
            for (Signal signal : order.signals()) {
                String query = "/carbon-intensity/forecast?zone=" + order.as() + "&emissionFactorType="
                        + factors(signal) + "&horizonHours=" + HORIZON_HOURS;
                JsonNode body = ask(link, query, order.as());
                JsonNode list = AnswerFields.list(body, "/forecast", RECORDS_MAX);
                readings.addAll(HalfHourly.of(order.zone(), signal, spans(list, signal, Quality.PROVIDER_FORECAST)));
                Instant said = body.path("updatedAt").isTextual()
                        ? AnswerTimes.instant(body.path("updatedAt"))
                        : link.clock().instant();
                issuedAt = said.isBefore(issuedAt) ? said : issuedAt;
            }
            return Asked.received(order, readings, issuedAt, wanted.stream().toList(), nextHour(link));
        });
    }

    private static Provider past(Order order, Link link) {
        return new Asked(order, wanted -> {
            var readings = new ArrayList<Reading>();
            for (Signal signal : order.signals()) {
                var spans = new ArrayList<Span>();
                if (Duration.between(wanted.start(), wanted.end()).compareTo(Duration.ofDays(1)) <= 0) {
                    JsonNode body = ask(link, "/carbon-intensity/history" + which(order, signal), order.as());
                    spans.addAll(spans(AnswerFields.list(body, "/history", RECORDS_MAX), signal, Quality.MEASURED));
                } else {
                    spans.addAll(ranges(order, signal, link, wanted));
                }
                readings.addAll(HalfHourly.of(order.zone(), signal, spans));
            }
            // The newest hour is often still being worked out.
            List<Interval> due = Asked.ended(wanted, link.clock().instant().minus(HOUR.multipliedBy(2)));
            return Asked.received(order, readings, link.clock().instant(), due, nextHour(link));
        });
    }

    private static List<Span> ranges(Order order, Signal signal, Link link, HalfHours wanted) {
        var spans = new ArrayList<Span>();
        for (Instant from = wanted.start(); from.isBefore(wanted.end()); from = from.plus(RANGE_MAX)) {
            Instant to = from.plus(RANGE_MAX).isAfter(wanted.end()) ? wanted.end() : from.plus(RANGE_MAX);
            String query = "/carbon-intensity/past-range" + which(order, signal) + "&start=" + from + "&end=" + to;
            spans.addAll(spans(
                    AnswerFields.list(ask(link, query, order.as()), "/data", RECORDS_MAX), signal, Quality.MEASURED));
        }
        return spans;
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
            if (each.path("estimationMethod").asText().equals("SANDBOX_MODE_DATA")) {
                throw new BadAnswerException(Reason.SYNTHETIC, "a sandbox key gets made-up numbers");
            }
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
