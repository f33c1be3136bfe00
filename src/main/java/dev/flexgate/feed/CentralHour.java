package dev.flexgate.feed;

import dev.flexgate.quantity.Interval;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Map;

/**
 * The hour of a row of an ERCOT report: a day, which hour ends (1 to 24, as {@code 14} or {@code 14:00}), and a flag on
 * the second of the two equal hours of autumn.
 */
final class CentralHour {

    private static final ZoneId CENTRAL = ZoneId.of("America/Chicago");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MM/dd/uuuu").withResolverStyle(ResolverStyle.STRICT);

    private CentralHour() {}

    static Interval of(Map<String, String> row) {
        try {
            LocalDate day = LocalDate.parse(first(row, "DeliveryDate", "DELIVERY_DATE"), DAY);
            int ending =
                    Integer.parseInt(first(row, "HourEnding", "HOUR_ENDING").replaceFirst(":00$", ""));
            if (ending < 1 || ending > 24) {
                throw Asked.wrongShape("hour ending " + ending);
            }
            boolean repeated = first(row, "DSTFlag", "DSTFLAG").equals("Y");
            return Interval.from(start(day.atStartOfDay().plusHours(ending - 1L), repeated), Duration.ofHours(1));
        } catch (DateTimeException | NumberFormatException broken) {
            throw Asked.wrongShape("an hour that cannot be read");
        }
    }

    private static Instant start(LocalDateTime local, boolean repeated) {
        List<ZoneOffset> offsets = CENTRAL.getRules().getValidOffsets(local);
        if (offsets.isEmpty() || (repeated && offsets.size() < 2)) {
            throw Asked.wrongShape("no such hour in Central time: " + local);
        }
        return local.toInstant(repeated ? offsets.getLast() : offsets.getFirst());
    }

    private static String first(Map<String, String> row, String name, String otherName) {
        return row.getOrDefault(name, row.getOrDefault(otherName, "")).strip();
    }
}
