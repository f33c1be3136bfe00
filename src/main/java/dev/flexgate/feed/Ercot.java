package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Capability.Basis;
import dev.flexgate.feed.Capability.Window;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.HalfHourly.Span;
import dev.flexgate.feed.Offered.Link;
import dev.flexgate.feed.Offered.Order;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * ERCOT, the grid of Texas, without an account: the public reports (a list in JSON, each report a zip archive with one
 * CSV table) and the data behind its dashboards. Hours are named by their end in Central time.
 */
final class Ercot {

    static final Source SOURCE = new Source(
            "ercot",
            "ERCOT public reports and dashboards",
            URI.create("https://www.ercot.com"),
            Optional.empty(),
            new Rate(30, Duration.ofMinutes(1), Rate.Basis.COURTESY),
            "ERCOT terms of use: public data, no warranty. Attribution: Electric Reliability Council of Texas.");

    private static final Pattern ZONES = Pattern.compile("US-TEX-ERCO");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final int DOCUMENTS_MAX = 5_000;
    private static final int HOURS_MAX = 200;
    private static final DateTimeFormatter DASHBOARD_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxx");

    private static final Map<String, Signal> FUELS = Map.of(
            "Coal and Lignite", Signal.MIX_COAL,
            "Hydro", Signal.MIX_HYDRO,
            "Natural Gas", Signal.MIX_GAS,
            "Nuclear", Signal.MIX_NUCLEAR,
            "Other", Signal.MIX_OTHER,
            "Power Storage", Signal.MIX_STORAGE,
            "Solar", Signal.MIX_SOLAR,
            "Wind", Signal.MIX_WIND);

    /**
     * A public report.
     *
     * @param type its number in the list
     * @param came the column of what has come; empty where the report only looks ahead
     * @param expected the column of what is expected
     */
    private record Report(String type, Signal signal, String came, String expected) {}

    private static final Report LOAD = new Report("12311", Signal.LOAD, "", "SystemTotal");
    private static final Report WIND = new Report("13028", Signal.WIND, "SYSTEM_WIDE_GEN", "STWPF_SYSTEM_WIDE");
    private static final Report SOLAR = new Report("13483", Signal.SOLAR, "SYSTEM_WIDE_GEN", "STPPF_SYSTEM_WIDE");

    private Ercot() {}

    static List<Offered> offered() {
        return List.of(
                report("ercot-load-forecast", LOAD, "seven-day load forecast NP3-560"),
                report("ercot-wind", WIND, "wind, two days back and seven ahead, NP4-732"),
                report("ercot-solar", SOLAR, "solar, two days back and seven ahead, NP4-737"),
                new Offered(
                        capability(
                                "ercot-fuel-mix",
                                Signals.MIX_AND_POWER,
                                Quality.MEASURED,
                                new Window(Duration.ofDays(1), Duration.ofDays(1), Duration.ZERO),
                                FIVE_MINUTES,
                                "every 5 minutes; dashboard, may change without notice"),
                        Ercot::fuelMix),
                new Offered(
                        capability(
                                "ercot-supply-demand",
                                Set.of(Signal.LOAD),
                                Quality.MEASURED,
                                new Window(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1)),
                                HOUR,
                                "every hour; dashboard, may change without notice"),
                        Ercot::supplyAndDemand));
    }

    private static Capability capability(
            String series, Set<Signal> signals, Quality quality, Window window, Duration resolution, String published) {
        return new Capability(
                series,
                SOURCE,
                signals,
                ZONES,
                "US-TEX-ERCO",
                Basis.NOT_CARBON,
                quality,
                window,
                resolution,
                published);
    }

    private static Offered report(String series, Report report, String words) {
        Capability capability = capability(
                series,
                Set.of(report.signal()),
                Quality.PROVIDER_FORECAST,
                new Window(Duration.ofDays(report.came().isEmpty() ? 0 : 2), Duration.ZERO, Duration.ofDays(7)),
                HOUR,
                "every hour; " + words);
        return new Offered(
                capability,
                (order, link) -> new Asked(order, wanted -> {
                    JsonNode document = newest(link, report);
                    byte[] zip = link.http()
                            .bytes(Ask.of(
                                    link.at("/misdownload/servlets/mirDownload?doclookupId="
                                            + document.path("DocID").asText()),
                                    Ask.ANY));
                    var spans = new ArrayList<Span>();
                    for (Map<String, String> row : AnswerTable.read(ZippedFile.only(zip), HOURS_MAX * 2)) {
                        hour(row, report).ifPresent(spans::add);
                    }
                    List<Reading> readings = HalfHourly.of(order.zone(), report.signal(), spans);
                    Instant now = link.clock().instant();
                    List<Interval> due = wanted.stream().skip(2).limit(48).toList();
                    return Asked.received(
                            order, readings, AnswerTimes.instant(document.path("PublishDate")), due, nextHour(now));
                }));
    }

    /** Each report is there twice, as CSV and as XML; the newest CSV is wanted, wherever in the list. */
    private static JsonNode newest(Link link, Report report) {
        JsonNode body =
                link.http().json(Ask.json(link.at("/misapp/servlets/IceDocListJsonWS?reportTypeId=" + report.type())));
        JsonNode list = AnswerFields.list(body, "/ListDocsByRptTypeRes/DocumentList", DOCUMENTS_MAX);
        var documents = new ArrayList<JsonNode>();
        for (JsonNode each : list) {
            JsonNode document = each.path("Document");
            AnswerFields.requireText(document, "ReportTypeID", report.type());
            if (document.path("FriendlyName").asText().endsWith("_csv")) {
                documents.add(document);
            }
        }
        JsonNode newest = documents.stream()
                .max(Comparator.comparing(each -> AnswerTimes.instant(each.path("PublishDate"))))
                .orElseThrow(() -> new BadAnswerException(Reason.EMPTY, "no report as CSV"));
        if (!newest.path("DocID").asText().matches("[0-9]{1,20}")) {
            throw Asked.wrongShape("a report without a number");
        }
        return newest;
    }

    private static Optional<Span> hour(Map<String, String> row, Report report) {
        if (!row.containsKey(report.expected())) {
            throw Asked.wrongShape("no column " + report.expected());
        }
        Interval hour = CentralHour.of(row);
        Optional<BigDecimal> came = AnswerFields.number(row.getOrDefault(report.came(), ""), report.came());
        return came.or(() -> AnswerFields.number(row.getOrDefault(report.expected(), ""), report.expected()))
                .map(value -> new Span(
                        hour, HalfHourly.kept(value), came.isPresent() ? Quality.MEASURED : Quality.PROVIDER_FORECAST));
    }

    private static Provider fuelMix(Order order, Link link) {
        return new Asked(order, wanted -> {
            JsonNode body = dashboard(link, "fuel-mix");
            JsonNode days = body.path("data");
            if (!days.isObject()) {
                throw Asked.wrongShape("no days");
            }
            if (days.isEmpty()) {
                throw new BadAnswerException(Reason.EMPTY, "no days");
            }
            var mix = new FuelMix(order.zone(), Quality.MEASURED);
            days.properties()
                    .forEach(day -> day.getValue().properties().forEach(sample -> {
                        Interval period = fiveMinutes(sample.getKey());
                        sample.getValue()
                                .properties()
                                .forEach(fuel -> AnswerFields.number(fuel.getValue(), "gen")
                                        .map(HalfHourly::kept)
                                        .ifPresent(value -> mix.add(
                                                FUELS.getOrDefault(fuel.getKey(), Signal.MIX_OTHER), period, value)));
                    }));
            Instant now = link.clock().instant();
            List<Interval> due = Asked.ended(wanted, now.minus(HOUR)).reversed().stream()
                    .limit(2)
                    .toList();
            return Asked.received(
                    order,
                    mix.readings(order.signals()),
                    updated(body, now),
                    due,
                    now.plus(FIVE_MINUTES.multipliedBy(3)));
        });
    }

    private static Provider supplyAndDemand(Order order, Link link) {
        return new Asked(order, wanted -> {
            JsonNode body = dashboard(link, "supply-demand");
            var spans = new ArrayList<Span>();
            for (String day : List.of("previousDay", "currentDay", "nextDay")) {
                JsonNode hours = body.path(day).path("data");
                if (!hours.isArray() || hours.size() > HOURS_MAX) {
                    throw Asked.wrongShape("no hours of " + day);
                }
                hours.forEach(hour -> load(hour).ifPresent(spans::add));
            }
            Instant now = link.clock().instant();
            List<Reading> readings = HalfHourly.of(order.zone(), Signal.LOAD, spans);
            return Asked.received(order, readings, updated(body, now), List.of(), nextHour(now));
        });
    }

    /** What the load was; what it is expected to be where it has not come yet. */
    private static Optional<Span> load(JsonNode row) {
        if (!row.path("epoch").isNumber()) {
            throw Asked.wrongShape("an hour without its end");
        }
        Instant end = Instant.ofEpochMilli(row.path("epoch").longValue());
        Optional<BigDecimal> came = AnswerFields.number(row, "systemLoad");
        return came.or(() -> AnswerFields.number(row, "currentLoadForecast"))
                .map(value -> new Span(
                        Interval.from(end.minus(HOUR), HOUR),
                        value,
                        came.isPresent() ? Quality.MEASURED : Quality.PROVIDER_FORECAST));
    }

    private static JsonNode dashboard(Link link, String name) {
        JsonNode body = link.http().json(Ask.json(link.at("/api/1/services/read/dashboards/" + name + ".json")));
        if (body.isContainerNode() && body.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "an empty " + body.getNodeType());
        }
        return body;
    }

    /** A sample is taken shortly before each five minutes are over. */
    private static Interval fiveMinutes(String sampled) {
        long seconds = moment(sampled).getEpochSecond();
        long step = FIVE_MINUTES.toSeconds();
        return Interval.from(Instant.ofEpochSecond(Math.floorDiv(seconds, step) * step), FIVE_MINUTES);
    }

    private static Instant updated(JsonNode body, Instant now) {
        String text = body.path("lastUpdated").asText();
        return text.isEmpty() ? now : moment(text);
    }

    private static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text, DASHBOARD_TIME).toInstant();
        } catch (DateTimeException broken) {
            throw Asked.wrongShape("a time that cannot be read");
        }
    }

    private static Instant nextHour(Instant now) {
        return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), 3_600) * 3_600)
                .plus(HOUR)
                .plus(FIVE_MINUTES.multipliedBy(7));
    }
}
