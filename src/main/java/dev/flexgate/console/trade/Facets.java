package dev.flexgate.console.trade;

import dev.flexgate.console.Visit;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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

        private Comparator<Listing> comparator() {
            return switch (this) {
                case TIME ->
                    Comparator.comparing(listing -> listing.slot().window().start());
                case PRICE ->
                    Comparator.comparing(listing -> listing.slot().price().p50());
                case CARBON ->
                    Comparator.comparing(listing -> listing.slot().carbon().p50());
                case POWER -> Comparator.comparing(Listing::left).reversed();
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
    List<Listing> of(List<Listing> listings, Map<SiteId, Site> known) {
        Predicate<Listing> wanted = listing ->
                isWanted(listing, Optional.ofNullable(known.get(listing.slot().site())));
        return listings.stream()
                .filter(wanted)
                .sorted(order.comparator()
                        .thenComparing(listing -> listing.slot().id()))
                .toList();
    }

    private boolean isWanted(Listing listing, Optional<Site> site) {
        var slot = listing.slot();
        return (sites.isEmpty() || sites.contains(slot.site().value()))
                && (zone.isEmpty()
                        || site.filter(each -> each.grid().carbonZone().equals(zone))
                                .isPresent())
                && from.filter(start -> slot.window().start().isBefore(start)).isEmpty()
                && until.filter(end -> slot.window().end().isAfter(end)).isEmpty()
                && leastKilowatts.filter(least -> below(listing.left(), least)).isEmpty()
                && mostPence.filter(most -> above(slot.price().p50(), most)).isEmpty()
                && mostGrams.filter(most -> above(slot.carbon().p50(), most)).isEmpty();
    }

    private static boolean below(Power left, BigDecimal least) {
        return left.kilowatts().compareTo(least) < 0;
    }

    private static boolean above(EnergyPrice price, BigDecimal most) {
        return price.perKilowattHour().movePointRight(2).compareTo(most) > 0;
    }

    private static boolean above(CarbonIntensity intensity, BigDecimal most) {
        return intensity.gramsPerKwh().compareTo(most) > 0;
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

    /** The same search by a program: the public list, sifted by {@code jq}. */
    String curl(String origin) {
        StringBuilder sieve = new StringBuilder(".slots[]");
        if (!sites.isEmpty()) {
            String named = sites.stream().map(site -> '"' + site + '"').collect(Collectors.joining(","));
            sieve.append(" | select(.siteId | IN(").append(named).append("))");
        }
        from.ifPresent(start ->
                sieve.append(" | select(.windowStart >= \"").append(start).append("\")"));
        until.ifPresent(
                end -> sieve.append(" | select(.windowEnd <= \"").append(end).append("\")"));
        leastKilowatts.ifPresent(least -> sieve.append(" | select(.leftW >= ")
                .append(least.movePointRight(3).toBigInteger())
                .append(")"));
        mostPence.ifPresent(most -> sieve.append(" | select((.priceP50PerKwh|tonumber) <= ")
                .append(most.movePointLeft(2).toPlainString())
                .append(")"));
        mostGrams.ifPresent(most -> sieve.append(" | select(.carbonP50MgPerKwh <= ")
                .append(most.movePointRight(3).toBigInteger())
                .append(")"));
        return "curl -s '" + origin + "/api/v1/slots?limit=200' | jq '"
                + sieve.toString().replace("'", "") + "'";
    }
}
