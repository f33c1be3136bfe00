package dev.flexgate.console.grid;

import dev.flexgate.console.Visit;
import dev.flexgate.flexibility.Area;
import dev.flexgate.flexibility.NeedRequest;
import dev.flexgate.flexibility.Pricing;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.workload.Site;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The form by which a person asks for flexibility.
 *
 * @param requestId of the request to come: sent twice it is the same one
 * @param areas to choose from
 * @param start proposed, for a {@code datetime-local} field in UTC
 * @param lengths in half-hours to choose from
 * @param currency of the prices
 */
public record AskForm(UUID requestId, List<Choice> areas, String start, List<Integer> lengths, Currency currency) {

    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);
    private static final Duration AHEAD = Duration.ofHours(2);
    private static final List<Integer> LENGTHS = List.of(1, 2, 3, 4, 6, 8, 12);
    private static final Currency POUND = Currency.getInstance("GBP");

    /** An area. */
    public record Choice(String value, String words) {}

    static AskForm blank(UUID requestId, List<Site> sites, Instant now) {
        List<Choice> areas = new ArrayList<>();
        sites.forEach(site -> areas.add(new Choice(new Area.OneSite(site.id()).text(), site.name())));
        sites.stream()
                .map(site -> site.grid().gspGroup())
                .distinct()
                .sorted()
                .forEach(group -> areas.add(new Choice(new Area.GspGroup(group).text(), "GSP Group " + group)));
        Instant start = HalfHours.ceiling(now.plus(AHEAD));
        return new AskForm(requestId, areas, FIELD.format(start.atOffset(ZoneOffset.UTC)), LENGTHS, POUND);
    }

    /** What was filled in. */
    static NeedRequest read(Visit visit) {
        Instant start = moment(visit.required("start"));
        int halfHours = whole(visit.required("length"));
        return new NeedRequest(
                Asker.of(visit),
                UUID.fromString(visit.required("request")).toString(),
                Area.parse(visit.required("area")),
                Interval.from(start, HalfHours.STEP.multipliedBy(halfHours)),
                Power.ofKilowatts(number("kw", visit.required("kw"))),
                Direction.valueOf(visit.required("direction")),
                price(visit, "cap"),
                price(visit, "penalty"),
                BaselineMethod.of(visit.required("baseline")),
                Pricing.valueOf(visit.required("pricing")));
    }

    private static Optional<EnergyPrice> price(Visit visit, String name) {
        return visit.field(name).map(text -> new EnergyPrice(number(name, text).movePointLeft(2), POUND));
    }

    private static Instant moment(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException("start is a UTC date and time such as 2026-03-01T17:00");
        }
    }

    private static int whole(String text) {
        if (!text.matches("[1-9][0-9]?")) {
            throw new IllegalArgumentException("length is 1 to 99 half-hours");
        }
        return Integer.parseInt(text);
    }

    private static BigDecimal number(String name, String text) {
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,3})?")) {
            throw new IllegalArgumentException(name + " is a number of at most three decimals, not negative");
        }
        return new BigDecimal(text);
    }
}
