package dev.flexgate.feed;

import dev.flexgate.feed.Capability.Basis;
import dev.flexgate.feed.Capability.Window;
import dev.flexgate.feed.EntsoeDocument.Series;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.feed.HalfHourly.Span;
import dev.flexgate.feed.Offered.Link;
import dev.flexgate.feed.Offered.Order;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Answer;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The ENTSO-E Transparency Platform: day-ahead prices, load and its forecast, generation by kind of plant, wind and
 * solar forecasts of European bidding zones. XML throughout; "no data" is a document too. The token is part of the
 * address, which is why no address is logged.
 */
final class Entsoe {

    static final Source SOURCE = new Source(
            "entso-e",
            "ENTSO-E Transparency Platform",
            URI.create("https://web-api.tp.entsoe.eu"),
            Optional.of("FLEXGATE_ENTSOE_TOKEN"),
            new Rate(400, Duration.ofMinutes(1), Rate.Basis.COURTESY),
            "Free reuse under the platform's terms (CC BY 4.0 for most items). Attribution: ENTSO-E Transparency Platform.");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmm");
    private static final ZoneId AUCTION = ZoneId.of("Europe/Brussels");
    private static final LocalTime PRICES_OUT = LocalTime.of(12, 50);
    private static final Duration OVERDUE_RETRY = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);

    /** No data, in the words of the platform. */
    private static final String NO_DATA_CODE = "999";

    private static final Map<String, Signal> PLANTS = Map.ofEntries(
            Map.entry("B01", Signal.MIX_BIOMASS),
            Map.entry("B02", Signal.MIX_COAL),
            Map.entry("B03", Signal.MIX_GAS),
            Map.entry("B04", Signal.MIX_GAS),
            Map.entry("B05", Signal.MIX_COAL),
            Map.entry("B06", Signal.MIX_OIL),
            Map.entry("B07", Signal.MIX_OIL),
            Map.entry("B08", Signal.MIX_COAL),
            Map.entry("B09", Signal.MIX_GEOTHERMAL),
            Map.entry("B10", Signal.MIX_STORAGE),
            Map.entry("B11", Signal.MIX_HYDRO),
            Map.entry("B12", Signal.MIX_HYDRO),
            Map.entry("B14", Signal.MIX_NUCLEAR),
            Map.entry("B16", Signal.MIX_SOLAR),
            Map.entry("B17", Signal.MIX_BIOMASS),
            Map.entry("B18", Signal.MIX_WIND),
            Map.entry("B19", Signal.MIX_WIND),
            Map.entry("B25", Signal.MIX_STORAGE));

    private Entsoe() {}

    static List<Offered> offered() {
        return List.of(
                new Offered(
                        capability(
                                "entso-e-day-ahead-price",
                                Set.of(Signal.ENERGY_PRICE),
                                Quality.MEASURED,
                                new Window(Duration.ofDays(14), Duration.ofDays(1), Duration.ofDays(2)).whole(),
                                "about 12:50 Brussels time, to the end of the next day; wholesale, without VAT"),
                        Entsoe::price),
                new Offered(
                        capability(
                                "entso-e-load",
                                Set.of(Signal.LOAD),
                                Quality.MEASURED,
                                Window.back(Duration.ofDays(14), Duration.ofDays(2)),
                                "every hour, one or two hours late"),
                        (order, link) -> quantities(order, link, "A65", "A16", Quality.MEASURED)),
                new Offered(
                        capability(
                                "entso-e-load-forecast",
                                Set.of(Signal.LOAD),
                                Quality.PROVIDER_FORECAST,
                                Window.ahead(Duration.ofDays(2)),
                                "once a day, for the next"),
                        (order, link) -> quantities(order, link, "A65", "A01", Quality.PROVIDER_FORECAST)),
                new Offered(
                        capability(
                                "entso-e-generation",
                                Signals.MIX_AND_POWER,
                                Quality.MEASURED,
                                Window.back(Duration.ofDays(7), Duration.ofDays(1)),
                                "every hour, one or two hours late"),
                        Entsoe::generation),
                new Offered(
                        capability(
                                "entso-e-generation-forecast",
                                Set.of(Signal.GENERATION),
                                Quality.PROVIDER_FORECAST,
                                Window.ahead(Duration.ofDays(2)),
                                "once a day, for the next"),
                        (order, link) -> quantities(order, link, "A71", "A01", Quality.PROVIDER_FORECAST)),
                new Offered(
                        capability(
                                "entso-e-wind-solar-forecast",
                                Set.of(Signal.WIND, Signal.SOLAR),
                                Quality.PROVIDER_FORECAST,
                                Window.ahead(Duration.ofDays(2)),
                                "once a day, for the next"),
                        Entsoe::windAndSolar));
    }

    private static Capability capability(
            String series, Set<Signal> signals, Quality quality, Window window, String published) {
        return new Capability(
                series,
                SOURCE,
                signals,
                EntsoeZones.SERVED,
                "bidding zones FI, DE, FR, NL, BE, ES, PL, AT, CH, CZ, PT, SE-SE1..4, NO-NO1..5, DK-DK1..2 and more; any EIC by \"as\"",
                Basis.NOT_CARBON,
                quality,
                window,
                Duration.ofMinutes(15),
                published);
    }

    private static Provider price(Order order, Link link) {
        return new Asked(order, wanted -> {
            EntsoeDocument document = document(order, link, "A44", "", wanted);
            // Where several auctions are published the first is the coupled one.
            List<Series> coupled = document.series().stream()
                    .filter(each -> each.fact("classificationSequence_AttributeInstanceComponent.position")
                            .matches("|1"))
                    .toList();
            String currency = order.zone().currency().getCurrencyCode();
            coupled.forEach(each -> require(each, "currency_Unit.name", currency));
            coupled.forEach(each -> require(each, "price_Measure_Unit.name", "MWH"));
            List<Reading> readings =
                    finest(order, Signal.ENERGY_PRICE, coupled, Quality.MEASURED, price -> price.movePointLeft(3));
            Instant now = link.clock().instant();
            Instant due = pricesUntil(now);
            boolean overdue =
                    readings.isEmpty() || readings.getLast().valid().end().isBefore(due);
            return Asked.received(
                    order,
                    readings,
                    now,
                    wanted.stream().takeWhile(each -> !each.end().isAfter(due)).toList(),
                    overdue ? now.plus(OVERDUE_RETRY) : nextPrices(now));
        });
    }

    private static Provider quantities(Order order, Link link, String type, String process, Quality quality) {
        return new Asked(order, wanted -> {
            EntsoeDocument document = document(order, link, type, process, wanted);
            Signal signal = order.signals().iterator().next();
            List<Reading> readings = finest(order, signal, inMegawatts(document), quality, value -> value);
            return received(order, link, wanted, readings, quality, document);
        });
    }

    private static Provider windAndSolar(Order order, Link link) {
        return new Asked(order, wanted -> {
            EntsoeDocument document = document(order, link, "A69", "A01", wanted);
            FuelMix mix = mix(order, document, Quality.PROVIDER_FORECAST);
            return received(order, link, wanted, mix.readings(order.signals()), Quality.PROVIDER_FORECAST, document);
        });
    }

    private static Provider generation(Order order, Link link) {
        return new Asked(order, wanted -> {
            EntsoeDocument document = document(order, link, "A75", "A16", wanted);
            FuelMix mix = mix(order, document, Quality.MEASURED);
            return received(order, link, wanted, mix.readings(order.signals()), Quality.MEASURED, document);
        });
    }

    /** Series that take out of the zone are pumps and chargers: consumption, not generation. */
    private static FuelMix mix(Order order, EntsoeDocument document, Quality quality) {
        var mix = new FuelMix(order.zone(), quality);
        for (Series series : inMegawatts(document)) {
            if (series.fact("outBiddingZone_Domain.mRID").isEmpty()) {
                Signal fuel = PLANTS.getOrDefault(series.fact("psrType"), Signal.MIX_OTHER);
                series.spans(quality).forEach(span -> mix.add(fuel, span.period(), span.value()));
            }
        }
        return mix;
    }

    private static List<Series> inMegawatts(EntsoeDocument document) {
        document.series().forEach(each -> require(each, "quantity_Measure_Unit.name", "MAW"));
        return document.series();
    }

    /** Half-hours of all series; where two resolutions tell the same half-hour the finer one counts. */
    private static List<Reading> finest(
            Order order, Signal signal, List<Series> series, Quality quality, UnaryOperator<BigDecimal> unit) {
        Map<Instant, Reading> byStart = new TreeMap<>();
        Map<Duration, List<Span>> byResolution = new TreeMap<>(Comparator.naturalOrder());
        for (Series each : series) {
            List<Span> spans = each.spans(quality).stream()
                    .map(span -> new Span(span.period(), HalfHourly.kept(unit.apply(span.value())), quality))
                    .toList();
            byResolution
                    .computeIfAbsent(each.resolution(), _ -> new ArrayList<>())
                    .addAll(spans);
        }
        byResolution
                .values()
                .forEach(spans -> HalfHourly.of(order.zone(), signal, spans)
                        .forEach(reading -> byStart.putIfAbsent(reading.valid().start(), reading)));
        return List.copyOf(byStart.values());
    }

    private static Received received(
            Order order,
            Link link,
            HalfHours wanted,
            List<Reading> readings,
            Quality quality,
            EntsoeDocument document) {
        Instant now = link.clock().instant();
        Instant issuedAt = document.created().equals(Instant.EPOCH) ? now : document.created();
        List<Interval> due =
                quality == Quality.MEASURED ? Asked.ended(wanted, now.minus(HOUR.multipliedBy(3))) : List.of();
        Instant nextAt = HalfHours.floor(now).plus(HOUR).plus(Duration.ofMinutes(7));
        return Asked.received(order, readings, issuedAt, due, nextAt);
    }

    private static EntsoeDocument document(Order order, Link link, String type, String process, HalfHours wanted) {
        String zone = EntsoeZones.eic(order.as());
        String domains = switch (type) {
            case "A44" -> "&in_Domain=" + zone + "&out_Domain=" + zone;
            case "A65" -> "&outBiddingZone_Domain=" + zone;
            default -> "&in_Domain=" + zone;
        };
        String query = "/api?securityToken=" + URLEncoder.encode(link.key(), StandardCharsets.UTF_8) + "&documentType="
                + type + (process.isEmpty() ? "" : "&processType=" + process) + domains + "&periodStart="
                + time(hourFloor(wanted.start())) + "&periodEnd="
                + time(hourFloor(wanted.end().plus(HalfHours.STEP)));
        Answer answer = link.http().any(Ask.of(link.at(query), Ask.XML));
        EntsoeDocument document =
                answer.status() < 300 ? EntsoeDocument.read(link.http().body(answer)) : refusal(link, answer);
        if (document.isAcknowledgement()) {
            String said = link.http().line(document.reasonText());
            boolean nothing = document.reasonCode().equals(NO_DATA_CODE)
                    && document.reasonText().startsWith("No matching data found");
            throw new BadAnswerException(nothing ? Reason.EMPTY : Reason.REFUSED, said);
        }
        if (!document.root().endsWith("_MarketDocument")) {
            throw new BadAnswerException(Reason.WRONG_SHAPE, "no market document");
        }
        if (document.series().isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "no time series");
        }
        return document;
    }

    /** Some paths say "no data" with a status of 400; what is no such document is a plain refusal. */
    private static EntsoeDocument refusal(Link link, Answer answer) {
        if (answer.status() == 400) {
            try {
                EntsoeDocument document = EntsoeDocument.read(answer.body());
                if (document.isAcknowledgement()) {
                    return document;
                }
            } catch (BadAnswerException notADocument) {
                // Then it is whatever its status says.
            }
        }
        throw new IllegalStateException(
                "a refusal is thrown, not " + link.http().body(answer).length + " bytes");
    }

    private static void require(Series series, String fact, String expected) {
        if (!series.fact(fact).equals(expected)) {
            throw Asked.wrongShape(fact + " is not " + expected);
        }
    }

    /** How far prices should be known at {@code moment}: to the end of the Brussels day, from noon of the next. */
    private static Instant pricesUntil(Instant moment) {
        ZonedDateTime local = moment.atZone(AUCTION);
        int days = local.toLocalTime().isBefore(PRICES_OUT) ? 1 : 2;
        return local.toLocalDate().plusDays(days).atStartOfDay(AUCTION).toInstant();
    }

    private static Instant nextPrices(Instant moment) {
        ZonedDateTime local = moment.atZone(AUCTION);
        ZonedDateTime today = local.toLocalDate().atTime(PRICES_OUT).atZone(AUCTION);
        return (today.isAfter(local) ? today : today.plusDays(1)).toInstant();
    }

    private static Instant hourFloor(Instant moment) {
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), 3_600) * 3_600);
    }

    private static String time(Instant moment) {
        return TIME.format(moment.atOffset(ZoneOffset.UTC));
    }
}
