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
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * WattTime, version 3: marginal emissions ({@code co2_moer}) and average ones ({@code co2_aoer}), two signals that are
 * never mixed, in points of five minutes and pounds per MWh.
 */
final class WattTime {

    static final Source SOURCE = new Source(
            "watttime",
            "WattTime API v3",
            URI.create("https://api.watttime.org"),
            Optional.of("FLEXGATE_WATTTIME_LOGIN"),
            new Rate(3_000, Duration.ofMinutes(5), Rate.Basis.DOCUMENTED),
            "By contract; a free account sees CAISO_NORTH whole. Attribution: WattTime.");

    private static final Set<Signal> SIGNALS = Set.of(Signal.CARBON_MARGINAL, Signal.CARBON_INTENSITY);
    private static final Map<String, String> REGIONS =
            Map.of("US-CAL-CISO", "CAISO_NORTH", "US-TEX-ERCO", "ERCOT_NORTHCENTRAL");
    private static final Pattern ZONES = Pattern.compile("US-CAL-CISO|US-TEX-ERCO");

    /** Pounds per MWh to grams per kWh: the pound is exactly 0.45359237 kg. */
    private static final BigDecimal GRAMS_PER_POUND_MWH = new BigDecimal("0.45359237");

    private static final int POINTS_MAX = 12_000;
    private static final int POUNDS_MAX = 10_000;
    private static final int HORIZON_HOURS = 48;
    private static final int DEFAULT_POINT_SECONDS = 300;
    private static final int POINT_SECONDS_MAX = 3_600;

    /** The official client asks for at most so much at once. */
    private static final Duration CHUNK = Duration.ofDays(30);

    private static final Duration EVERY = Duration.ofMinutes(5);

    private WattTime() {}

    static List<Offered> offered() {
        // One token for all that asks one address.
        Map<URI, WattTimeToken> tokens = new ConcurrentHashMap<>();
        return List.of(
                new Offered(
                        capability(
                                "watttime-forecast",
                                Quality.PROVIDER_FORECAST,
                                Window.ahead(Duration.ofHours(HORIZON_HOURS))),
                        (order, link) -> forecast(order, link, token(tokens, link))),
                new Offered(
                        capability(
                                "watttime-past",
                                Quality.ESTIMATED,
                                Window.back(Duration.ofDays(13), Duration.ofHours(6))),
                        (order, link) -> past(order, link, token(tokens, link))));
    }

    private static WattTimeToken token(Map<URI, WattTimeToken> tokens, Link link) {
        return tokens.computeIfAbsent(link.base(), _ -> new WattTimeToken(link));
    }

    private static Capability capability(String series, Quality quality, Window window) {
        return new Capability(
                series,
                SOURCE,
                SIGNALS,
                ZONES,
                "US-CAL-CISO (CAISO_NORTH), US-TEX-ERCO (ERCOT_NORTHCENTRAL); any of its regions by \"as\"",
                Basis.AVERAGE_OR_MARGINAL_DIRECT,
                quality,
                window,
                EVERY,
                "every 5 minutes; asked every half-hour");
    }

    private static Provider forecast(Order order, Link link, WattTimeToken token) {
        return new Asked(order, wanted -> {
            var readings = new ArrayList<Reading>();
            Instant issuedAt = link.clock().instant();
            for (Signal signal : order.signals()) {
                String query = "/v3/forecast?region=" + region(order) + "&signal_type=" + type(signal)
                        + "&horizon_hours=" + HORIZON_HOURS;
                JsonNode body = token.json(link.at(query));
                readings.addAll(
                        HalfHourly.of(order.zone(), signal, spans(body, order, signal, Quality.PROVIDER_FORECAST)));
                JsonNode generated = body.at("/meta/generated_at");
                issuedAt = generated.isTextual() ? earlier(issuedAt, AnswerTimes.instant(generated)) : issuedAt;
            }
            // The first half-hour has begun before the forecast.
            return Asked.received(
                    order, readings, issuedAt, wanted.stream().skip(1).toList(), next(link));
        });
    }

    private static Provider past(Order order, Link link, WattTimeToken token) {
        return new Asked(order, wanted -> {
            var readings = new ArrayList<Reading>();
            for (Signal signal : order.signals()) {
                readings.addAll(HalfHourly.of(order.zone(), signal, past(order, signal, link, token, wanted)));
            }
            List<Interval> due = Asked.ended(wanted, link.clock().instant().minus(HalfHours.STEP));
            return Asked.received(order, readings, link.clock().instant(), due, next(link));
        });
    }

    private static List<Span> past(Order order, Signal signal, Link link, WattTimeToken token, HalfHours wanted) {
        var spans = new ArrayList<Span>();
        for (Instant from = wanted.start(); from.isBefore(wanted.end()); from = from.plus(CHUNK)) {
            Instant to = earlier(from.plus(CHUNK), wanted.end());
            String query = "/v3/historical?region=" + region(order) + "&start=" + from + "&end=" + to + "&signal_type="
                    + type(signal);
            // Modelled, not metered; the end is inclusive, and twice the same is one.
            spans.addAll(spans(token.json(link.at(query)), order, signal, Quality.ESTIMATED));
        }
        return spans;
    }

    private static List<Span> spans(JsonNode body, Order order, Signal signal, Quality quality) {
        JsonNode meta = body.path("meta");
        JsonNode points = AnswerFields.list(body, "/data", POINTS_MAX);
        AnswerFields.requireText(meta, "region", region(order));
        AnswerFields.requireText(meta, "signal_type", type(signal));
        if (!meta.path("units").asText().equals("lbs_co2_per_mwh")) {
            throw Asked.wrongShape("units other than lbs_co2_per_mwh");
        }
        int seconds = meta.path("data_point_period_seconds").asInt(DEFAULT_POINT_SECONDS);
        if (seconds < 1 || seconds > POINT_SECONDS_MAX) {
            throw Asked.wrongShape("points of " + seconds + " s");
        }
        var spans = new ArrayList<Span>();
        for (JsonNode point : points) {
            Instant at = AnswerTimes.instant(point.path("point_time"));
            AnswerFields.number(point, "value")
                    .map(pounds -> AnswerFields.within(pounds, POUNDS_MAX, "an intensity"))
                    .map(pounds -> HalfHourly.kept(pounds.multiply(GRAMS_PER_POUND_MWH)))
                    .ifPresent(grams ->
                            spans.add(new Span(Interval.from(at, Duration.ofSeconds(seconds)), grams, quality)));
        }
        if (spans.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "nothing but nulls");
        }
        return spans;
    }

    private static String region(Order order) {
        return REGIONS.getOrDefault(order.as(), order.as());
    }

    private static String type(Signal signal) {
        return signal == Signal.CARBON_MARGINAL ? "co2_moer" : "co2_aoer";
    }

    private static Instant next(Link link) {
        return HalfHours.floor(link.clock().instant()).plus(HalfHours.STEP).plus(EVERY);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
