package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages of Octopus Energy's {@code standard-unit-rates}. A rate is in pence per kWh including VAT and
 * becomes exact GBP per kWh; it may be negative. A rate that spans several half-hours, or has no end, is
 * written to each half-hour of the window asked for.
 */
final class OctopusAgileAnswer {

    /** Five times the tariff's own cap of 100 p/kWh: beyond is not a price. */
    private static final BigDecimal PENCE_MAX = BigDecimal.valueOf(500);

    /** The provider's own limit of a page. */
    private static final int RATES_MAX = 1_500;

    private OctopusAgileAnswer() {}

    /** Adds the rates of one page to {@code byStart}; those for another way of paying are passed over. */
    static void addPage(JsonNode page, Zone zone, HalfHours window, NavigableMap<Instant, Reading> byStart) {
        JsonNode results = page.path("results");
        if (!results.isArray() || results.size() > RATES_MAX) {
            throw wrongShape("no list of rates");
        }
        for (JsonNode rate : results) {
            if (!rate.path("payment_method").asText("").equals("NON_DIRECT_DEBIT")) {
                addRate(rate, zone, window, byStart);
            }
        }
    }

    /** A product of the tariff that is sold now, since when. */
    record Product(String code, Instant since) {}

    /** Those in one page of the list of products. */
    static List<Product> agileProducts(JsonNode page) {
        JsonNode results = page.path("results");
        if (!results.isArray() || results.size() > RATES_MAX) {
            throw wrongShape("no list of products");
        }
        var products = new ArrayList<Product>();
        for (JsonNode each : results) {
            String code = each.path("code").asText();
            if (each.path("display_name").asText().equals("Agile Octopus")
                    && each.path("direction").asText().equals("IMPORT")
                    && each.path("available_to").isNull()
                    && Feeds.Addresses.isProduct(code)) {
                products.add(new Product(code, AnswerTimes.instant(each.path("available_from"))));
            }
        }
        return products;
    }

    /** Where the next page is; null after the last one. It must be where the first one was. */
    static @Nullable URI next(JsonNode page, URI first) {
        JsonNode next = page.path("next");
        if (next.isNull() || next.isMissingNode()) {
            return null;
        }
        URI target = uri(next.asText());
        if (!Objects.equals(target.getScheme(), first.getScheme())
                || !Objects.equals(target.getRawAuthority(), first.getRawAuthority())
                || !Objects.equals(target.getRawPath(), first.getRawPath())) {
            throw new BadAnswerException(Reason.FOREIGN_PAGE, "the next page is elsewhere");
        }
        return target;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException broken) {
            throw wrongShape("a next page that is no address");
        }
    }

    private static void addRate(JsonNode rate, Zone zone, HalfHours window, NavigableMap<Instant, Reading> byStart) {
        Instant from = AnswerTimes.instant(rate.path("valid_from"));
        // An open end means until further notice: as far as the caller looks.
        boolean open = rate.path("valid_to").isNull();
        Instant to = open ? window.end() : AnswerTimes.instant(rate.path("valid_to"));
        BigDecimal price = poundsPerKwh(rate.path("value_inc_vat"));
        if (!HalfHours.isAligned(from) || !HalfHours.isAligned(to) || (!open && !from.isBefore(to))) {
            throw wrongShape("a rate that is not for half-hours: " + from + " to " + to);
        }
        Instant start = from.isBefore(window.start()) ? window.start() : from;
        Instant end = to.isAfter(window.end()) ? window.end() : to;
        for (Instant at = start; at.isBefore(end); at = at.plus(HalfHours.STEP)) {
            Interval valid = Interval.from(at, HalfHours.STEP);
            // A published tariff rate is final: what is billed.
            var reading = new Reading(zone, Signal.ENERGY_PRICE, valid, price, Quality.MEASURED);
            Reading earlier = byStart.put(at, reading);
            if (earlier != null && !earlier.equals(reading)) {
                throw wrongShape("two prices for " + valid);
            }
        }
    }

    private static BigDecimal poundsPerKwh(JsonNode pence) {
        if (!pence.isNumber()) {
            throw wrongShape("a rate that is no number");
        }
        BigDecimal pounds = pence.decimalValue().movePointLeft(2).stripTrailingZeros();
        if (pence.decimalValue().abs().compareTo(PENCE_MAX) > 0 || pounds.scale() > Reading.SCALE_MAX) {
            throw wrongShape("a rate that cannot be");
        }
        return pounds;
    }

    private static BadAnswerException wrongShape(String detail) {
        return new BadAnswerException(Reason.WRONG_SHAPE, detail);
    }
}
