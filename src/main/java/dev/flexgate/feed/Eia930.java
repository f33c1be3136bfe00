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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The hourly electric grid monitor of the U.S. Energy Information Administration (form EIA-930), Open Data version 2:
 * demand, its day-ahead forecast, and generation by fuel, by balancing authority. Hours are named by their end in UTC;
 * megawatt-hours of an hour are its mean megawatts. The key is part of the address, which is why no address is logged.
 */
final class Eia930 {

    static final Source SOURCE = new Source(
            "eia-930",
            "U.S. EIA Open Data v2, form EIA-930",
            URI.create("https://api.eia.gov"),
            Optional.of("FLEXGATE_EIA_KEY"),
            new Rate(1_000, Duration.ofHours(1), Rate.Basis.COURTESY),
            "Public domain (U.S. government work). Attribution: U.S. Energy Information Administration.");

    private static final Pattern ZONES = Pattern.compile("US(-[A-Z0-9]{1,8}){1,3}");
    private static final String IN_WORDS =
            "US zones whose last part is the balancing authority: US-CAL-CISO, US-TEX-ERCO";
    private static final Duration HOUR = Duration.ofHours(1);

    /** The provider's own limit of a page. */
    private static final int PAGE = 5_000;

    private static final int PAGES_MAX = 4;

    private static final Map<String, Signal> FUELS = Map.ofEntries(
            Map.entry("SUN", Signal.MIX_SOLAR),
            Map.entry("SOLAR", Signal.MIX_SOLAR),
            Map.entry("SNB", Signal.MIX_SOLAR),
            Map.entry("WND", Signal.MIX_WIND),
            Map.entry("WIND", Signal.MIX_WIND),
            Map.entry("WNB", Signal.MIX_WIND),
            Map.entry("NG", Signal.MIX_GAS),
            Map.entry("COL", Signal.MIX_COAL),
            Map.entry("NUC", Signal.MIX_NUCLEAR),
            Map.entry("WAT", Signal.MIX_HYDRO),
            Map.entry("OIL", Signal.MIX_OIL),
            Map.entry("GEO", Signal.MIX_GEOTHERMAL),
            Map.entry("PS", Signal.MIX_STORAGE),
            Map.entry("BAT", Signal.MIX_STORAGE),
            Map.entry("UES", Signal.MIX_STORAGE),
            Map.entry("OES", Signal.MIX_STORAGE),
            Map.entry("OTH", Signal.MIX_OTHER),
            Map.entry("UNK", Signal.MIX_OTHER));

    private static final DateTimeFormatter HOUR_NAME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH");

    private Eia930() {}

    static List<Offered> offered() {
        return List.of(
                new Offered(
                        capability(
                                "eia-930-demand",
                                Set.of(Signal.LOAD),
                                Quality.MEASURED,
                                Window.back(Duration.ofDays(28), Duration.ofDays(2)),
                                "every hour, some hours late"),
                        (order, link) -> region(order, link, "D", Quality.MEASURED)),
                new Offered(
                        capability(
                                "eia-930-demand-forecast",
                                Set.of(Signal.LOAD),
                                Quality.PROVIDER_FORECAST,
                                new Window(Duration.ofDays(1), Duration.ofHours(6), Duration.ofDays(2)),
                                "once a day, for the next"),
                        (order, link) -> region(order, link, "DF", Quality.PROVIDER_FORECAST)),
                new Offered(
                        capability(
                                "eia-930-generation",
                                Signals.MIX_AND_POWER,
                                Quality.MEASURED,
                                Window.back(Duration.ofDays(14), Duration.ofDays(3)),
                                "every hour, about a day late"),
                        Eia930::generation));
    }

    private static Capability capability(
            String series, Set<Signal> signals, Quality quality, Window window, String published) {
        return new Capability(
                series, SOURCE, signals, ZONES, IN_WORDS, Basis.NOT_CARBON, quality, window, HOUR, published);
    }

    private static Provider region(Order order, Link link, String type, Quality quality) {
        return new Asked(order, wanted -> {
            var spans = new ArrayList<Span>();
            for (JsonNode row : rows(order, link, "region-data", "&facets[type][]=" + type, wanted)) {
                AnswerFields.requireText(row, "type", type);
                megawatts(row).ifPresent(value -> spans.add(new Span(hour(row), value, quality)));
            }
            List<Reading> readings = HalfHourly.of(order.zone(), Signal.LOAD, spans);
            return Asked.received(order, readings, link.clock().instant(), List.of(), next(link));
        });
    }

    private static Provider generation(Order order, Link link) {
        return new Asked(order, wanted -> {
            var mix = new FuelMix(order.zone(), Quality.MEASURED);
            for (JsonNode row : rows(order, link, "fuel-type-data", "", wanted)) {
                Signal fuel = FUELS.getOrDefault(row.path("fueltype").asText(), Signal.MIX_OTHER);
                megawatts(row).ifPresent(value -> mix.add(fuel, hour(row), value));
            }
            List<Reading> readings = mix.readings(order.signals());
            return Asked.received(order, readings, link.clock().instant(), List.of(), next(link));
        });
    }

    /** All pages; sorted, as unsorted ones are unstable. */
    private static List<JsonNode> rows(Order order, Link link, String route, String facets, HalfHours wanted) {
        String respondent = order.as().substring(order.as().lastIndexOf('-') + 1);
        var rows = new ArrayList<JsonNode>();
        for (int page = 0; page < PAGES_MAX; page++) {
            String query = "/v2/electricity/rto/" + route + "/data/?api_key="
                    + URLEncoder.encode(link.key(), StandardCharsets.UTF_8)
                    + ("&frequency=hourly&data[0]=value&facets[respondent][]=" + respondent + facets + "&start="
                                    + name(wanted.start().plus(HOUR)) + "&end=" + name(wanted.end())
                                    + "&sort[0][column]=period&sort[0][direction]=asc&offset=" + rows.size()
                                    + "&length=" + PAGE)
                            .replace("[", "%5B")
                            .replace("]", "%5D");
            JsonNode body = link.http().json(link.at(query));
            if (body.isContainerNode() && body.isEmpty()) {
                throw new BadAnswerException(Reason.EMPTY, "an empty " + body.getNodeType());
            }
            if (body.has("error")) {
                throw new BadAnswerException(
                        Reason.REFUSED,
                        link.http()
                                .line(body.at("/error/message")
                                        .asText(body.path("error").asText())));
            }
            JsonNode list = body.at("/response/data");
            if (!list.isArray() || list.size() > PAGE) {
                throw Asked.wrongShape("no list at /response/data");
            }
            list.forEach(rows::add);
            if (list.size() < PAGE || rows.size() >= body.at("/response/total").asInt(0)) {
                if (rows.isEmpty()) {
                    throw new BadAnswerException(Reason.EMPTY, "no rows");
                }
                rows.forEach(row -> AnswerFields.requireText(row, "respondent", respondent));
                return rows;
            }
        }
        throw new BadAnswerException(Reason.TOO_LARGE, "more than " + PAGES_MAX + " pages");
    }

    private static Optional<BigDecimal> megawatts(JsonNode row) {
        AnswerFields.requireText(row, "value-units", "megawatthours");
        return AnswerFields.number(row, "value");
    }

    /** {@code 2022-10-31T11} is the hour that ends at 11:00 UTC. */
    private static Interval hour(JsonNode row) {
        try {
            Instant end =
                    LocalDateTime.parse(row.path("period").asText() + ":00").toInstant(ZoneOffset.UTC);
            return Interval.from(end.minus(HOUR), HOUR);
        } catch (DateTimeException broken) {
            throw Asked.wrongShape("a period that cannot be read");
        }
    }

    private static String name(Instant moment) {
        return HOUR_NAME.format(moment.atOffset(ZoneOffset.UTC));
    }

    private static Instant next(Link link) {
        return HalfHours.floor(link.clock().instant()).plus(HOUR).plus(Duration.ofMinutes(10));
    }
}
