package dev.flexgate.feed;

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
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The data portal of the National Energy System Operator (CKAN) for {@code GB}: demand, wind, embedded wind and solar,
 * their forecasts, and the generation mix. It blocks addresses that ask more than twice a minute, without a word, so
 * all of it shares one allowance.
 */
final class NesoPortal {

    static final Source SOURCE = new Source(
            "neso",
            "NESO Data Portal",
            URI.create("https://api.neso.energy"),
            Optional.empty(),
            new Rate(2, Duration.ofMinutes(1), Rate.Basis.DOCUMENTED),
            "NESO Open Data Licence v1.0. Attribution: Supported by National Energy SO Open Data.");

    private static final Pattern ZONES = Pattern.compile("GB");

    /**
     * One table of the portal.
     *
     * @param resource its id there
     * @param sort the newest first for the past, the first first for what is ahead
     * @param columns that are read, by signal
     */
    private record Table(String resource, String sort, Map<Signal, String> columns) {}

    private static final Table DEMAND_FORECAST =
            new Table("7c0411cd-2714-4bb5-a408-adb065edf34d", "_id asc", Map.of(Signal.LOAD, "NATIONALDEMAND"));

    private static final Table DEMAND =
            new Table("177f6fa4-ae49-4182-81ea-0c6b35f26ca6", "_id desc", Map.of(Signal.LOAD, "ND"));

    private static final Table EMBEDDED_FORECAST = new Table(
            "db6c038f-98af-4570-ab60-24d71ebd0ae5",
            "_id asc",
            Map.of(Signal.SOLAR, "EMBEDDED_SOLAR_FORECAST", Signal.WIND_EMBEDDED, "EMBEDDED_WIND_FORECAST"));

    private static final Table WIND_FORECAST =
            new Table("93c3048e-1dab-4057-a2a9-417540583929", "_id asc", Map.of(Signal.WIND, "Wind_Forecast"));

    private static final Table WIND_DAY_AHEAD =
            new Table("b2f03146-f05d-4824-a663-3a4f36090c71", "_id asc", Map.of(Signal.WIND, "Incentive_forecast"));

    private static final Table GENERATION = new Table(
            "f93d1835-75bc-43e5-84ad-12472b180a98", "DATETIME desc", Map.of(Signal.WIND_EMBEDDED, "WIND_EMB"));

    /** Fuels of the generation mix; embedded wind is wind. */
    private static final Map<String, Signal> FUELS = Map.ofEntries(
            Map.entry("GAS", Signal.MIX_GAS),
            Map.entry("COAL", Signal.MIX_COAL),
            Map.entry("NUCLEAR", Signal.MIX_NUCLEAR),
            Map.entry("WIND", Signal.MIX_WIND),
            Map.entry("WIND_EMB", Signal.MIX_WIND),
            Map.entry("HYDRO", Signal.MIX_HYDRO),
            Map.entry("IMPORTS", Signal.MIX_IMPORTS),
            Map.entry("BIOMASS", Signal.MIX_BIOMASS),
            Map.entry("OTHER", Signal.MIX_OTHER),
            Map.entry("SOLAR", Signal.MIX_SOLAR),
            Map.entry("STORAGE", Signal.MIX_STORAGE));

    private NesoPortal() {}

    static List<Offered> offered() {
        return List.of(
                forecast("neso-demand-forecast", DEMAND_FORECAST, Duration.ofDays(14), "once a day, for days 2 to 14"),
                forecast("neso-embedded-forecast", EMBEDDED_FORECAST, Duration.ofDays(14), "every hour"),
                forecast("neso-wind-forecast", WIND_FORECAST, Duration.ofDays(14), "every six hours"),
                forecast("neso-wind-day-ahead", WIND_DAY_AHEAD, Duration.ofDays(2), "once a day, for the next"),
                new Offered(
                        capability(
                                "neso-demand",
                                Set.of(Signal.LOAD),
                                Quality.MEASURED,
                                Window.back(Duration.ofDays(28), Duration.ofDays(2)),
                                "once a day or oftener, for days before"),
                        (order, link) -> past(order, link, DEMAND)),
                new Offered(
                        capability(
                                "neso-generation",
                                withEmbedded(),
                                Quality.MEASURED,
                                Window.back(Duration.ofDays(14), Duration.ofDays(1)),
                                "every half-hour"),
                        NesoPortal::generation));
    }

    private static Set<Signal> withEmbedded() {
        var signals = new HashSet<>(Signals.MIX_AND_POWER);
        signals.add(Signal.WIND_EMBEDDED);
        return signals;
    }

    private static Offered forecast(String series, Table table, Duration ahead, String published) {
        Capability capability =
                capability(series, table.columns().keySet(), Quality.PROVIDER_FORECAST, Window.ahead(ahead), published);
        return new Offered(
                capability,
                (order, link) -> new Asked(order, wanted -> {
                    List<Map<String, String>> rows =
                            new NesoTable(link).rows(table.resource(), table.sort(), wanted.count() + 96);
                    List<Reading> readings = columns(order, table, rows, Quality.PROVIDER_FORECAST);
                    return Asked.received(
                            order, readings, link.clock().instant(), List.of(), next(link, Duration.ofHours(1)));
                }));
    }

    private static Capability capability(
            String series, Set<Signal> signals, Quality quality, Window window, String published) {
        return new Capability(
                series,
                SOURCE,
                signals,
                ZONES,
                "GB",
                Basis.NOT_CARBON,
                quality,
                window,
                HalfHours.STEP,
                published + "; asked every hour");
    }

    private static Provider past(Order order, Link link, Table table) {
        return new Asked(order, wanted -> {
            NesoTable neso = new NesoTable(link);
            List<Map<String, String>> told = isArchive(wanted, link)
                    ? neso.rows(table.resource(), "SETTLEMENT_DATE", wanted)
                    : neso.rows(table.resource(), table.sort(), wanted.count() + 96);
            List<Map<String, String>> rows = told.stream()
                    // F marks the system operator's forecast for what is still to come.
                    .filter(row ->
                            !row.getOrDefault("FORECAST_ACTUAL_INDICATOR", "A").equals("F"))
                    .toList();
            List<Reading> readings = columns(order, table, rows, Quality.MEASURED);
            return Asked.received(order, readings, link.clock().instant(), List.of(), next(link, Duration.ofHours(1)));
        });
    }

    private static Provider generation(Order order, Link link) {
        return new Asked(order, wanted -> {
            NesoTable neso = new NesoTable(link);
            List<Map<String, String>> rows = isArchive(wanted, link)
                    ? neso.rows(GENERATION.resource(), "DATETIME", wanted)
                    : neso.rows(GENERATION.resource(), GENERATION.sort(), wanted.count() + 4);
            var mix = new FuelMix(order.zone(), Quality.MEASURED);
            for (Map<String, String> row : rows) {
                Interval period = NesoTable.halfHour(row);
                FUELS.forEach((column, fuel) -> AnswerFields.number(row.getOrDefault(column, ""), column)
                        .ifPresent(value -> mix.add(fuel, period, value)));
            }
            // What is metered and what is embedded are told apart only here.
            var readings = new ArrayList<>(mix.readings(order.signals()).stream()
                    .filter(each -> each.signal() != Signal.WIND)
                    .toList());
            if (order.signals().contains(Signal.WIND)) {
                readings.addAll(HalfHourly.of(order.zone(), Signal.WIND, spans("WIND", rows, Quality.MEASURED)));
            }
            if (order.signals().contains(Signal.WIND_EMBEDDED)) {
                readings.addAll(
                        HalfHourly.of(order.zone(), Signal.WIND_EMBEDDED, spans("WIND_EMB", rows, Quality.MEASURED)));
            }
            Instant now = link.clock().instant();
            return Asked.received(
                    order,
                    readings,
                    now,
                    Asked.ended(wanted, now.minus(Duration.ofHours(2))),
                    next(link, Duration.ofHours(1)));
        });
    }

    /** The newest rows are asked for by their number: tables end when it suits them. What is long past by its date. */
    private static boolean isArchive(HalfHours wanted, Link link) {
        return wanted.end().isBefore(link.clock().instant().minus(Duration.ofDays(3)));
    }

    private static List<Reading> columns(Order order, Table table, List<Map<String, String>> rows, Quality quality) {
        var readings = new ArrayList<Reading>();
        new EnumMap<>(table.columns()).forEach((signal, column) -> {
            if (order.signals().contains(signal)) {
                readings.addAll(HalfHourly.of(order.zone(), signal, spans(column, rows, quality)));
            }
        });
        return readings;
    }

    private static List<Span> spans(String column, List<Map<String, String>> rows, Quality quality) {
        var spans = new ArrayList<Span>();
        for (Map<String, String> row : rows) {
            if (!row.containsKey(column)) {
                throw new BadAnswerException(Reason.WRONG_SHAPE, "no column " + column);
            }
            AnswerFields.number(row.getOrDefault(column, ""), column)
                    .ifPresent(value -> spans.add(new Span(NesoTable.halfHour(row), value, quality)));
        }
        return spans;
    }

    private static Instant next(Link link, Duration every) {
        return HalfHours.floor(link.clock().instant()).plus(every).plus(Duration.ofMinutes(5));
    }
}
