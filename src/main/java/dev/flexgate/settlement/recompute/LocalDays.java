package dev.flexgate.settlement.recompute;

import dev.flexgate.settlement.rule.BankHolidays;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Settlement days of Great Britain. */
final class LocalDays {

    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final long HALF_HOUR_SECONDS = 1_800;

    private LocalDays() {}

    static Instant start(LocalDate day) {
        return day.atStartOfDay(LONDON).toInstant();
    }

    static int periods(LocalDate day) {
        return Math.toIntExact(
                Duration.between(start(day), start(day.plusDays(1))).toSeconds() / HALF_HOUR_SECONDS);
    }

    static LocalDate of(Instant moment) {
        return moment.atZone(LONDON).toLocalDate();
    }

    /** From 0. */
    static int index(Instant start) {
        return Math.toIntExact(Duration.between(start(of(start)), start).toSeconds() / HALF_HOUR_SECONDS);
    }

    /** Where on a plain day of 48 half-hours the same wall-clock time stands. */
    static int plainIndex(Instant start) {
        var time = start.atZone(LONDON).toLocalTime();
        return time.getHour() * 2 + time.getMinute() / 30;
    }

    static boolean works(LocalDate day) {
        DayOfWeek weekday = day.getDayOfWeek();
        return weekday != DayOfWeek.SATURDAY && weekday != DayOfWeek.SUNDAY && !BankHolidays.contains(day);
    }
}
