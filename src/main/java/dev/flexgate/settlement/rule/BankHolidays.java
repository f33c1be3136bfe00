package dev.flexgate.settlement.rule;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.temporal.TemporalAdjusters.firstInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;
import static java.time.temporal.TemporalAdjusters.nextOrSame;

import java.time.LocalDate;
import java.time.Month;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Bank holidays of England and Wales: computed by the Banking and Financial Dealings Act 1971, schedule 1, with the
 * customary substitute days, corrected by what was proclaimed for single years (gov.uk/bank-holidays). A day that is
 * proclaimed in future has to be added here.
 */
public final class BankHolidays {

    /** Moved days: the usual one does not count in that year. */
    private static final Map<LocalDate, LocalDate> MOVED = Map.of(
            LocalDate.of(2020, 5, 4), LocalDate.of(2020, 5, 8), // Victory in Europe, 75 years
            LocalDate.of(2022, 5, 30), LocalDate.of(2022, 6, 2)); // Platinum Jubilee

    private static final Set<LocalDate> PROCLAIMED = Set.of(
            LocalDate.of(2022, 6, 3), // Platinum Jubilee
            LocalDate.of(2022, 9, 19), // State Funeral of Queen Elizabeth II
            LocalDate.of(2023, 5, 8)); // Coronation of King Charles III

    private BankHolidays() {}

    public static boolean contains(LocalDate day) {
        return of(day.getYear()).contains(day);
    }

    /** The bank holidays of a year from 1996 on, substitutes included. */
    public static Set<LocalDate> of(int year) {
        var days = new TreeSet<LocalDate>();
        days.add(orNextMonday(LocalDate.of(year, 1, 1)));
        LocalDate easter = easterSunday(year);
        days.add(easter.minusDays(2));
        days.add(easter.plusDays(1));
        days.add(moved(LocalDate.of(year, Month.MAY, 1).with(firstInMonth(MONDAY))));
        days.add(moved(LocalDate.of(year, Month.MAY, 1).with(lastInMonth(MONDAY))));
        days.add(LocalDate.of(year, Month.AUGUST, 1).with(lastInMonth(MONDAY)));
        addChristmas(days, year);
        PROCLAIMED.stream().filter(day -> day.getYear() == year).forEach(days::add);
        return days;
    }

    /** A Christmas or Boxing Day at the weekend is made up for on the next days that are neither. */
    private static void addChristmas(Set<LocalDate> days, int year) {
        LocalDate christmas = LocalDate.of(year, 12, 25);
        LocalDate boxing = christmas.plusDays(1);
        switch (christmas.getDayOfWeek()) {
            case FRIDAY -> days.addAll(Set.of(christmas, christmas.plusDays(3)));
            case SATURDAY -> days.addAll(Set.of(christmas.plusDays(2), christmas.plusDays(3)));
            case SUNDAY -> days.addAll(Set.of(boxing, christmas.plusDays(2)));
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY -> days.addAll(Set.of(christmas, boxing));
        }
    }

    private static LocalDate orNextMonday(LocalDate day) {
        boolean weekend = day.getDayOfWeek() == SATURDAY || day.getDayOfWeek() == SUNDAY;
        return weekend ? day.with(nextOrSame(MONDAY)) : day;
    }

    private static LocalDate moved(LocalDate day) {
        return MOVED.getOrDefault(day, day);
    }

    /** The anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8). */
    private static LocalDate easterSunday(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int n = h + l - 7 * m + 114;
        return LocalDate.of(year, n / 31, n % 31 + 1);
    }
}
