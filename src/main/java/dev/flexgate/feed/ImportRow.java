package dev.flexgate.feed;

import dev.flexgate.feed.HalfHourly.Span;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One row of an import as understood.
 *
 * @param topic what it is about
 * @param span for when and how much
 */
record ImportRow(Topic topic, Span span) {

    static final List<String> REQUIRED = List.of("zone", "signal", "start", "value");
    static final Set<String> COLUMNS = Set.of("zone", "signal", "start", "minutes", "value", "unit", "quality");

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration AHEAD_MAX = Duration.ofDays(400);
    private static final BigDecimal GRAMS_MAX = BigDecimal.valueOf(5_000);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal OTHER_MAX = BigDecimal.valueOf(10_000_000);
    private static final Set<String> LENGTHS = Set.of("5", "15", "30", "60");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,12}([.][0-9]{1,20})?");

    /** What {@code cells} say by column, empty where there is nothing; every fault goes to {@code faults} with its column, and there is no row then. */
    static Optional<ImportRow> read(Function<String, String> cells, Instant now, BiConsumer<String, String> faults) {
        Optional<Zone> zone = cell(cells, "zone", faults, Zone::new);
        Optional<Signal> signal = cell(cells, "signal", faults, text -> choice(text, Signal.values()));
        Optional<Instant> start = cell(cells, "start", faults, text -> start(text, now));
        Optional<Duration> length = cell(cells, "minutes", "30", faults, ImportRow::length);
        Optional<BigDecimal> value = cell(cells, "value", faults, ImportRow::decimal);
        Optional<String> unit = cell(cells, "unit", "", faults, Function.identity());
        Optional<Quality> quality = cell(cells, "quality", "MEASURED", faults, ImportRow::quality);
        if (Stream.of(zone, signal, start, length, value, unit, quality).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        var topic = new Topic(zone.get(), signal.get());
        Interval period = Interval.from(start.get(), length.get());
        Optional<String> wrong = wrong(topic, period, value.get(), unit.get(), quality.get(), now, faults);
        return wrong.isPresent()
                ? Optional.empty()
                : Optional.of(new ImportRow(topic, new Span(period, value.get(), quality.get())));
    }

    /** What is wrong with cells that are right each by itself: the column, told to {@code faults}. */
    private static Optional<String> wrong(
            Topic topic,
            Interval period,
            BigDecimal value,
            String unit,
            Quality quality,
            Instant now,
            BiConsumer<String, String> faults) {
        if (!unit.isEmpty() && !unit.equals(topic.unit())) {
            faults.accept(
                    "unit", "must be " + topic.unit() + ": " + topic.signal() + " of " + topic.zone() + " is in that");
            return Optional.of("unit");
        }
        if (!isPossible(topic.signal(), value)) {
            faults.accept("value", value.toPlainString() + " " + topic.unit() + " cannot be");
            return Optional.of("value");
        }
        boolean settledAhead = topic.signal() == Signal.ENERGY_PRICE;
        if (quality == Quality.MEASURED && period.end().isAfter(now) && !settledAhead) {
            faults.accept("quality", "nothing is measured before it has ended: write PROVIDER_FORECAST");
            return Optional.of("quality");
        }
        return Optional.empty();
    }

    private static boolean isPossible(Signal signal, BigDecimal value) {
        return switch (signal.kind()) {
            case CARBON -> value.signum() >= 0 && value.compareTo(GRAMS_MAX) <= 0;
            case SHARE -> value.signum() >= 0 && value.compareTo(HUNDRED) <= 0;
            default -> value.abs().compareTo(OTHER_MAX) <= 0;
        };
    }

    private static <T> Optional<T> cell(
            Function<String, String> cells,
            String column,
            BiConsumer<String, String> faults,
            Function<String, T> form) {
        return cell(cells, column, "", faults, text -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("is missing");
            }
            return form.apply(text);
        });
    }

    private static <T> Optional<T> cell(
            Function<String, String> cells,
            String column,
            String otherwise,
            BiConsumer<String, String> faults,
            Function<String, T> form) {
        String text = cells.apply(column).strip();
        try {
            return Optional.of(form.apply(text.isEmpty() ? otherwise : text));
        } catch (IllegalArgumentException refused) {
            faults.accept(column, String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    private static Instant start(String text, Instant now) {
        Instant start;
        try {
            start = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException(
                    "must be a time with its offset, such as 2026-11-20T17:00:00Z", notATime);
        }
        if (start.getEpochSecond() % 300 != 0 || start.getNano() != 0) {
            throw new IllegalArgumentException("must be on a whole five minutes");
        }
        if (start.isBefore(EARLIEST) || start.isAfter(now.plus(AHEAD_MAX))) {
            throw new IllegalArgumentException("must be from 2000 on and at most 400 days ahead");
        }
        return start;
    }

    private static Duration length(String text) {
        if (!LENGTHS.contains(text)) {
            throw new IllegalArgumentException("must be 5, 15, 30 or 60");
        }
        return Duration.ofMinutes(Long.parseLong(text));
    }

    private static BigDecimal decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a decimal number, such as -12.5");
        }
        return HalfHourly.kept(new BigDecimal(text));
    }

    private static Quality quality(String text) {
        return choice(text, new Quality[] {Quality.MEASURED, Quality.PROVIDER_FORECAST, Quality.ESTIMATED});
    }

    private static <E extends Enum<E>> E choice(String text, E[] choices) {
        return Stream.of(choices)
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + List.of(choices)));
    }
}
