package dev.flexgate.planning;

import dev.flexgate.quantity.HalfHours;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The UTC days of a grid. */
final class LimitDays {

    private LimitDays() {}

    /** Its half-hours from {@code from} to {@code until}; the first and the last day may be cut. */
    record Day(LocalDate date, int from, int until) {}

    static List<Day> of(HalfHours grid) {
        List<Day> days = new ArrayList<>();
        for (int period = 0; period < grid.count(); period++) {
            LocalDate date = LocalDate.ofInstant(grid.startOf(period), ZoneOffset.UTC);
            if (days.isEmpty() || !days.getLast().date().equals(date)) {
                days.add(new Day(date, period, period + 1));
            } else {
                days.add(new Day(date, days.removeLast().from(), period + 1));
            }
        }
        return days;
    }
}
