package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Capability.Basis;
import dev.flexgate.feed.Capability.Window;
import dev.flexgate.feed.Fetched.Received;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Elexon's Insights (BMRS) for {@code GB}: generation by fuel, demand and its day-ahead forecast, the wind forecast, and
 * the market index price. {@code startTime} is UTC and the only safe key: settlement periods count local half-hours.
 */
final class Elexon {

    static final Source SOURCE = new Source(
            "elexon",
            "Elexon Insights (BMRS)",
            URI.create("https://data.elexon.co.uk/bmrs/api/v1"),
            Optional.empty(),
            new Rate(60, Duration.ofMinutes(1), Rate.Basis.COURTESY),
            "BMRS Data Licence Terms. Attribution: Contains BMRS data, Elexon Limited copyright and database right.");

    private static final Pattern ZONES = Pattern.compile("GB");

    /** The other provider of the index reports zeros [general knowledge]. */
    private static final String INDEX_PROVIDER = "APXMIDP";

    private static final int ROWS_MAX = 20_000;

    /** Ranges of publication times are short in this interface. */
    private static final Duration RANGE_MAX = Duration.ofDays(6);

    private static final Duration HOUR = Duration.ofHours(1);

    private static final Map<String, Signal> FUELS = Map.ofEntries(
            Map.entry("CCGT", Signal.MIX_GAS),
            Map.entry("OCGT", Signal.MIX_GAS),
            Map.entry("COAL", Signal.MIX_COAL),
            Map.entry("OIL", Signal.MIX_OIL),
            Map.entry("NUCLEAR", Signal.MIX_NUCLEAR),
            Map.entry("WIND", Signal.MIX_WIND),
            Map.entry("SOLAR", Signal.MIX_SOLAR),
            Map.entry("PS", Signal.MIX_STORAGE),
            Map.entry("NPSHYD", Signal.MIX_HYDRO),
            Map.entry("BIOMASS", Signal.MIX_BIOMASS),
            Map.entry("OTHER", Signal.MIX_OTHER));

    private Elexon() {}

    static List<Offered> offered() {
        Set<Signal> mix = new HashSet<>(Signals.MIX_AND_POWER);
        mix.remove(Signal.SOLAR);
        return List.of(
                new Offered(
                        capability("elexon-generation", mix, Quality.MEASURED, back(6), "every half-hour"),
                        Elexon::generation),
                new Offered(
                        capability("elexon-demand", Set.of(Signal.LOAD), Quality.MEASURED, back(6), "every half-hour"),
                        (order, link) -> rows(order, link, "INDO", "demand", Quality.MEASURED, HalfHours.STEP)),
                new Offered(
                        capability(
                                "elexon-demand-forecast",
                                Set.of(Signal.LOAD),
                                Quality.PROVIDER_FORECAST,
                                Window.ahead(Duration.ofDays(2)),
                                "every half-hour, to the end of the next day"),
                        (order, link) -> forecast(order, link, "NDF", "demand", HalfHours.STEP)),
                new Offered(
                        capability(
                                "elexon-wind-forecast",
                                Set.of(Signal.WIND),
                                Quality.PROVIDER_FORECAST,
                                Window.ahead(Duration.ofDays(3)),
                                "eight times a day, by the hour"),
                        (order, link) -> forecast(order, link, "WINDFOR", "generation", HOUR)),
                new Offered(
                        capability(
                                "elexon-market-index",
                                Set.of(Signal.ENERGY_PRICE),
                                Quality.MEASURED,
                                back(6),
                                "every half-hour; a wholesale price without VAT"),
                        Elexon::marketIndex));
    }

    private static Window back(int days) {
        return Window.back(Duration.ofDays(days), Duration.ofHours(12));
    }

    private static Capability capability(
            String series, Set<Signal> signals, Quality quality, Window window, String published) {
        return new Capability(
                series, SOURCE, signals, ZONES, "GB", Basis.NOT_CARBON, quality, window, HalfHours.STEP, published);
    }

    private static Provider generation(Order order, Link link) {
        return new Asked(order, wanted -> {
            var mix = new FuelMix(order.zone(), Quality.MEASURED);
            published(link, "FUELHH", wanted)
                    .values()
                    .forEach(row -> AnswerFields.number(row, "generation")
                            .ifPresent(value ->
                                    mix.add(fuel(row.path("fuelType").asText()), period(row, HalfHours.STEP), value)));
            return received(order, link, wanted, mix.readings(order.signals()));
        });
    }

    private static Provider rows(
            Order order, Link link, String dataset, String field, Quality quality, Duration length) {
        return new Asked(order, wanted -> {
            Signal signal = order.signals().iterator().next();
            List<Span> spans = spans(published(link, dataset, wanted).values(), field, quality, length);
            return received(order, link, wanted, HalfHourly.of(order.zone(), signal, spans));
        });
    }

    /** Forecasts are found by when they were published: those of the last day, of which the newest counts. */
    private static Provider forecast(Order order, Link link, String dataset, String field, Duration length) {
        return new Asked(order, wanted -> {
            Signal signal = order.signals().iterator().next();
            Instant now = link.clock().instant();
            var sinceYesterday = new HalfHours(HalfHours.floor(now).minus(Duration.ofHours(23)), 47);
            List<Span> spans =
                    spans(published(link, dataset, sinceYesterday).values(), field, Quality.PROVIDER_FORECAST, length);
            List<Reading> readings = HalfHourly.of(order.zone(), signal, spans).stream()
                    .filter(each -> each.valid().end().isAfter(now))
                    .toList();
            return Asked.received(order, readings, now, List.of(), next(link));
        });
    }

    private static Provider marketIndex(Order order, Link link) {
        return new Asked(order, wanted -> {
            JsonNode body = link.http()
                    .json(Ask.json(link.at("/balancing/pricing/market-index?format=json&from=" + wanted.start() + "&to="
                            + wanted.end())));
            var spans = new ArrayList<Span>();
            for (JsonNode row : AnswerFields.list(body, "/data", ROWS_MAX)) {
                if (row.path("dataProvider").asText().equals(INDEX_PROVIDER)) {
                    AnswerFields.number(row, "price")
                            .map(perMegawattHour -> HalfHourly.kept(perMegawattHour.movePointLeft(3)))
                            .ifPresent(
                                    price -> spans.add(new Span(period(row, HalfHours.STEP), price, Quality.MEASURED)));
                }
            }
            return received(order, link, wanted, HalfHourly.of(order.zone(), Signal.ENERGY_PRICE, spans));
        });
    }

    private static Received received(Order order, Link link, HalfHours wanted, List<Reading> readings) {
        Instant now = link.clock().instant();
        return Asked.received(order, readings, now, Asked.ended(wanted, now.minus(HOUR)), next(link));
    }

    /** Rows by what they are about; of two about the same the one published last. */
    private static Map<String, JsonNode> published(Link link, String dataset, HalfHours wanted) {
        Map<String, JsonNode> newest = new HashMap<>();
        for (Instant from = wanted.start(); from.isBefore(wanted.end()); from = from.plus(RANGE_MAX)) {
            Instant to = from.plus(RANGE_MAX).isAfter(wanted.end()) ? wanted.end() : from.plus(RANGE_MAX);
            JsonNode body = link.http()
                    .json(Ask.json(link.at("/datasets/" + dataset + "?format=json&publishDateTimeFrom=" + from
                            + "&publishDateTimeTo=" + to)));
            // The streaming variants answer the list itself.
            JsonNode list = AnswerFields.list(body, body.isArray() ? "" : "/data", ROWS_MAX);
            for (JsonNode row : list) {
                AnswerFields.requireText(row, "dataset", dataset);
                if (row.path("boundary").asText("N").equals("N")) {
                    String about = row.path("startTime").asText()
                            + row.path("fuelType").asText();
                    newest.merge(about, row, Elexon::later);
                }
            }
        }
        return newest;
    }

    private static JsonNode later(JsonNode one, JsonNode other) {
        return one.path("publishTime")
                                .asText()
                                .compareTo(other.path("publishTime").asText())
                        > 0
                ? one
                : other;
    }

    private static List<Span> spans(Iterable<JsonNode> rows, String field, Quality quality, Duration length) {
        var spans = new ArrayList<Span>();
        for (JsonNode row : rows) {
            Optional<BigDecimal> value = AnswerFields.number(row, field);
            value.ifPresent(megawatts -> spans.add(new Span(period(row, length), megawatts, quality)));
        }
        return spans;
    }

    private static Interval period(JsonNode row, Duration length) {
        return Interval.from(AnswerTimes.instant(row.path("startTime")), length);
    }

    /** Every interconnector has a code of its own that begins with INT. */
    private static Signal fuel(String code) {
        return code.startsWith("INT") ? Signal.MIX_IMPORTS : FUELS.getOrDefault(code, Signal.MIX_OTHER);
    }

    private static Instant next(Link link) {
        return HalfHours.floor(link.clock().instant()).plus(HalfHours.STEP).plus(Duration.ofMinutes(3));
    }
}
