package dev.flexgate.console.trade;

import dev.flexgate.console.Visit;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.SlotQuery;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a visitor looks for in the catalogue; every part is in the address, so that a search can be shared.
 *
 * @param sites where, none for everywhere
 * @param zone carbon zone, empty for all
 * @param from starts no earlier, UTC
 * @param until ends no later, UTC
 * @param leastKilowatts that must be left
 * @param mostPence list price at most, in hundredths of the currency per kWh
 * @param mostGrams carbon intensity at most, g CO2e per kWh
 * @param order what comes first
 * @param page from 1
 */
public record Facets(
        List<String> sites,
        String zone,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<BigDecimal> leastKilowatts,
        Optional<BigDecimal> mostPence,
        Optional<BigDecimal> mostGrams,
        Order order,
        int page) {

    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);
    private static final int PAGES_MAX = 10_000;

    /** What comes first. */
    public enum Order {
        TIME("soonest"),
        PRICE("cheapest"),
        CARBON("cleanest"),
        POWER("most power");

        private final String title;

        Order(String title) {
            this.title = title;
        }

        private Catalogue.Order inCatalogue() {
            return switch (this) {
                case TIME -> Catalogue.Order.TIME;
                case PRICE -> Catalogue.Order.PRICE;
                case CARBON -> Catalogue.Order.CARBON;
                case POWER -> Catalogue.Order.POWER;
            };
        }

        public String title() {
            return title;
        }

        /** As in the address. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Order of(String code) {
            return Arrays.stream(values())
                    .filter(each -> each.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("sort is time, price, carbon or power"));
        }
    }

    public Facets {
        sites = List.copyOf(sites);
    }

    static Facets of(Visit visit) {
        return new Facets(
                visit.queries("site"),
                visit.query("zone").orElse(""),
                visit.query("from").map(text -> moment("from", text)),
                visit.query("until").map(text -> moment("until", text)),
                visit.query("kw").map(text -> number("kw", text)),
                visit.query("price").map(text -> number("price", text)),
                visit.query("carbon").map(text -> number("carbon", text)),
                visit.query("sort").map(Order::of).orElse(Order.TIME),
                visit.query("page").map(Facets::page).orElse(1));
    }

    private static Instant moment(String name, String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException(name + " is a UTC date and time such as 2026-03-01T14:30");
        }
    }

    private static BigDecimal number(String name, String text) {
        if (!text.matches("-?[0-9]{1,9}(\\.[0-9]{1,4})?")) {
            throw new IllegalArgumentException(name + " is a number of at most four decimals");
        }
        return new BigDecimal(text);
    }

    private static int page(String text) {
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > PAGES_MAX) {
            throw new IllegalArgumentException("page is a whole number from 1 to " + PAGES_MAX);
        }
        return Integer.parseInt(text);
    }

    /** What matches, in order. */
    List<Listing> of(Catalogue catalogue) {
        return catalogue.find(query(catalogue), order.inCatalogue());
    }

    private SlotQuery query(Catalogue catalogue) {
        SlotQuery query = SlotQuery.ALL;
        query = from.map(query::startingFrom).orElse(query);
        query = until.map(query::endingBy).orElse(query);
        query = leastKilowatts
                .map(kilowatts -> new Power(kilowatts
                        .movePointRight(3)
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact()))
                .map(query::leftAtLeast)
                .orElse(query);
        query = mostPence
                .map(pence -> pence.movePointLeft(2))
                .map(query::priceAtMost)
                .orElse(query);
        query = mostGrams
                .map(grams -> grams.setScale(3, RoundingMode.FLOOR))
                .map(CarbonIntensity::ofGramsPerKwh)
                .map(query::carbonAtMost)
                .orElse(query);
        query = sites.isEmpty()
                ? query
                : query.at(sites.stream().map(SiteId::new).collect(Collectors.toSet()));
        return zone.isEmpty() ? query : query.at(inZone(catalogue));
    }

    private Set<SiteId> inZone(Catalogue catalogue) {
        return catalogue.sites().values().stream()
                .filter(site -> site.grid().carbonZone().equals(zone))
                .map(Site::id)
                .collect(Collectors.toSet());
    }

    /** The address of another page of the same search. */
    public String address(int other) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("zone", zone);
        parameters.put("from", field(from));
        parameters.put("until", field(until));
        parameters.put("kw", plain(leastKilowatts));
        parameters.put("price", plain(mostPence));
        parameters.put("carbon", plain(mostGrams));
        parameters.put("sort", order == Order.TIME ? "" : order.code());
        parameters.put("page", other == 1 ? "" : Integer.toString(other));
        String query = parameters.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String places = sites.stream()
                .map(site -> "site=" + URLEncoder.encode(site, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String joined = places.isEmpty() || query.isEmpty() ? places + query : places + "&" + query;
        return joined.isEmpty() ? "/market" : "/market?" + joined;
    }

    /** For {@code datetime-local} fields. */
    public String field(Optional<Instant> moment) {
        return moment.map(at -> FIELD.format(at.atOffset(ZoneOffset.UTC))).orElse("");
    }

    public String plain(Optional<BigDecimal> number) {
        return number.map(BigDecimal::toPlainString).orElse("");
    }

    /** The same search by a program. */
    String curl(String origin) {
        StringBuilder search = new StringBuilder("?limit=200&sort=").append(order.code());
        sites.forEach(site -> search.append("&site=").append(URLEncoder.encode(site, StandardCharsets.UTF_8)));
        if (!zone.isEmpty()) {
            search.append("&zone=").append(URLEncoder.encode(zone, StandardCharsets.UTF_8));
        }
        from.ifPresent(start -> search.append("&from=").append(start));
        until.ifPresent(end -> search.append("&until=").append(end));
        leastKilowatts.ifPresent(least -> search.append("&minW=")
                .append(plain(Optional.of(least.movePointRight(3).setScale(0, RoundingMode.CEILING)))));
        mostPence.ifPresent(
                most -> search.append("&maxPricePerKwh=").append(plain(Optional.of(most.movePointLeft(2)))));
        mostGrams.ifPresent(most -> search.append("&maxCarbonGramsPerKwh=").append(plain(Optional.of(most))));
        return "curl -s '" + origin + "/api/v1/slots" + search + "'";
    }
}
