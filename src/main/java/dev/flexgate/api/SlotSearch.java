package dev.flexgate.api;

import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Mark;
import dev.flexgate.market.Catalogue.Order;
import dev.flexgate.market.SlotQuery;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which slots are asked for: {@code ?site=&zone=&from=&until=&maxPricePerKwh=&maxCarbonGramsPerKwh=&minW=&sort=&after=}.
 *
 * @param after the {@code next} of the page before
 */
record SlotSearch(SlotQuery query, Order order, Optional<Mark> after) {

    private static final char BETWEEN = '~';
    private static final int NUMBER_LENGTH_MAX = 25;

    static SlotSearch of(RoutingContext context, Catalogue catalogue) {
        Order order = Page.parameter(context, "sort").map(SlotSearch::order).orElse(Order.ID);
        Optional<Mark> after =
                Page.parameter(context, "after").filter(text -> !text.isEmpty()).map(text -> mark(text, order));
        return new SlotSearch(query(context, catalogue), order, after);
    }

    private static SlotQuery query(RoutingContext context, Catalogue catalogue) {
        SlotQuery query = SlotQuery.ALL;
        Optional<Instant> from = Page.parameter(context, "from").map(text -> moment("from", text));
        Optional<Instant> until = Page.parameter(context, "until").map(text -> moment("until", text));
        Optional<BigDecimal> price =
                Page.parameter(context, "maxPricePerKwh").map(text -> number("maxPricePerKwh", text));
        Optional<BigDecimal> carbon =
                Page.parameter(context, "maxCarbonGramsPerKwh").map(text -> number("maxCarbonGramsPerKwh", text));
        Optional<BigDecimal> power = Page.parameter(context, "minW").map(text -> number("minW", text));
        query = from.map(query::startingFrom).orElse(query);
        query = until.map(query::endingBy).orElse(query);
        query = price.map(query::priceAtMost).orElse(query);
        query = carbon.map(grams -> grams.setScale(3, RoundingMode.FLOOR))
                .map(CarbonIntensity::ofGramsPerKwh)
                .map(query::carbonAtMost)
                .orElse(query);
        query = power.map(watts -> watts.setScale(0, RoundingMode.CEILING).longValueExact())
                .map(Power::new)
                .map(query::leftAtLeast)
                .orElse(query);
        List<String> sites = context.queryParams().getAll("site");
        List<String> zones = context.queryParams().getAll("zone");
        query = sites.isEmpty()
                ? query
                : query.at(sites.stream().map(SiteId::new).collect(Collectors.toSet()));
        return zones.isEmpty() ? query : query.at(in(new HashSet<>(zones), catalogue));
    }

    private static Set<SiteId> in(Set<String> zones, Catalogue catalogue) {
        return catalogue.sites().values().stream()
                .filter(site -> zones.contains(site.grid().carbonZone()))
                .map(Site::id)
                .collect(Collectors.toSet());
    }

    private static Order order(String text) {
        return Arrays.stream(Order.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("sort is id, time, price, carbon or power"));
    }

    private static Instant moment(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException noTime) {
            throw new IllegalArgumentException(name + " is a time with an offset, such as 2026-03-01T14:30:00Z");
        }
    }

    private static BigDecimal number(String name, String text) {
        if (text.length() > NUMBER_LENGTH_MAX || !text.matches("[0-9]{1,12}(\\.[0-9]{1,12})?")) {
            throw new IllegalArgumentException(name + " is a number of at most twelve decimals, not negative");
        }
        return new BigDecimal(text);
    }

    /** In the order of ids a page begins after an id; in another order the key stands before it. */
    private static Mark mark(String text, Order order) {
        int between = text.indexOf(BETWEEN);
        if (order == Order.ID && between < 0) {
            return new Mark(0, text);
        }
        try {
            if (between > 0 && order != Order.ID) {
                return new Mark(Long.parseLong(text.substring(0, between)), text.substring(between + 1));
            }
        } catch (NumberFormatException notOurs) {
            // falls through to the refusal
        }
        throw new IllegalArgumentException("after is the next of the page before, in the same order");
    }

    String cursor(Mark mark) {
        return order == Order.ID ? mark.id() : Long.toString(mark.key()) + BETWEEN + mark.id();
    }
}
