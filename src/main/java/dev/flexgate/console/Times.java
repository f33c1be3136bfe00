package dev.flexgate.console;

import dev.flexgate.quantity.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * How moments are written: in UTC first, and in the site's zone beside it.
 *
 * @param site the zone of the sites
 */
public record Times(ZoneId site) {

    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.UK);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.UK);
    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.UK);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("EEE d MMM HH:mm:ss", Locale.UK);
    private static final DateTimeFormatter ZONED = DateTimeFormatter.ofPattern("HH:mm zzz", Locale.UK);

    /** Such as {@code Sun 22 Nov 02:00}. */
    public String utc(Instant moment) {
        return DAY_AND_TIME.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** Such as {@code 02:00}. */
    public String utcTime(Instant moment) {
        return TIME.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** Such as {@code Sun 22 Nov}. */
    public String utcDay(Instant moment) {
        return DAY.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** Such as {@code Sun 02:00}: for axes of a few days. */
    public String utcWeekday(Instant moment) {
        return WEEKDAY.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** Such as {@code Sun 22 Nov 02:00:07}. */
    public String utcSeconds(Instant moment) {
        return SECONDS.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** Such as {@code 02:00 GMT}. */
    public String siteTime(Instant moment) {
        return ZONED.format(moment.atZone(site));
    }

    /** Such as {@code Sun 22 Nov 02:00–04:00}, with the second day where it is another. */
    public String utcSpan(Interval span) {
        var start = span.start().atOffset(ZoneOffset.UTC);
        var end = span.end().atOffset(ZoneOffset.UTC);
        boolean sameDay = start.toLocalDate().equals(end.toLocalDate());
        return DAY_AND_TIME.format(start) + "–" + (sameDay ? TIME : DAY_AND_TIME).format(end);
    }

    /** Such as {@code 02:00–04:00 GMT}; both zones are named when the clocks change inside. */
    public String siteSpan(Interval span) {
        String start = ZONED.format(span.start().atZone(site));
        String end = ZONED.format(span.end().atZone(site));
        String zone = start.substring(start.indexOf(' '));
        return (end.endsWith(zone) ? start.substring(0, start.indexOf(' ')) : start) + "–" + end;
    }

    /** Such as {@code 3 min} or {@code 2 h 30 min}; never negative. */
    public static String length(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 120) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 72) {
            return hours + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        return hours / 24 + " days";
    }

    /** For {@code datetime} attributes. */
    public static String machine(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
