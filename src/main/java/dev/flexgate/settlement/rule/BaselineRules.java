package dev.flexgate.settlement.rule;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.rule.BaselineMethod.Bl01;
import dev.flexgate.settlement.rule.MeterBaseline.InDay;
import dev.flexgate.settlement.rule.MeterBaseline.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Baselines that are means of recent days (BL01, best n of m). A half-hour of the target day takes the readings of the
 * same local wall-clock time; so on the long day 01:00 and 01:30 take theirs twice, and on the short day they are not
 * asked for. Nothing is rounded.
 */
public final class BaselineRules {

    /** The in-day window: six half-hours that end one hour before the event. */
    private static final int WINDOW = 6;

    private static final int WINDOW_STARTS_BEFORE = 8;

    private final BaselineMethod method;
    private final MeterHistory history;
    private final Set<LocalDate> eventDays;
    private final SortedMap<LocalDate, DaySelection> days = new TreeMap<>();

    private BaselineRules(BaselineMethod method, MeterHistory history, Set<LocalDate> eventDays) {
        this.method = method;
        this.history = history;
        this.eventDays = eventDays;
    }

    /**
     * The baseline of one meter.
     *
     * @param method one that is made of days
     * @param eventDays local days that do not count
     * @param halfHours starts of those that are asked for
     * @param isPureImport whether an adjusted baseline may not go below nothing
     */
    public static MeterBaseline of(
            BaselineMethod method,
            MeterHistory history,
            Set<LocalDate> eventDays,
            Collection<Instant> halfHours,
            boolean isPureImport) {
        return new BaselineRules(method, history, eventDays).baseline(new TreeSet<>(halfHours), isPureImport);
    }

    private MeterBaseline baseline(Set<Instant> halfHours, boolean isPureImport) {
        var periods = new TreeMap<Instant, Period>();
        for (List<Instant> event : events(halfHours)) {
            Optional<Volume> adjustment = adjustment(event.getFirst());
            for (Instant start : event) {
                periods.put(start, period(start, adjustment, isPureImport));
            }
        }
        return new MeterBaseline(days, periods);
    }

    private Period period(Instant start, Optional<Volume> adjustment, boolean isPureImport) {
        Optional<Volume> unadjusted = unadjusted(start);
        if (unadjusted.isEmpty()) {
            return new Period.Insufficient();
        }
        Volume plain = unadjusted.get();
        if (!hasInDayAdjustment()) {
            return new Period.Found(plain, InDay.OFF, Volume.ZERO, plain);
        }
        if (adjustment.isEmpty()) {
            return new Period.Found(plain, InDay.WINDOW_INCOMPLETE, Volume.ZERO, plain);
        }
        Volume adjusted = plain.plus(adjustment.get());
        Volume value = isPureImport ? adjusted.max(Volume.ZERO) : adjusted;
        return new Period.Found(plain, InDay.APPLIED, adjustment.get(), value);
    }

    private boolean hasInDayAdjustment() {
        return method instanceof Bl01(boolean inDay) && inDay;
    }

    /** The mean of what the meter read above its baseline in the window; empty when that cannot be known. */
    private Optional<Volume> adjustment(Instant first) {
        if (!hasInDayAdjustment()) {
            return Optional.empty();
        }
        Volume sum = Volume.ZERO;
        Instant windowStart = first.minus(HalfHours.STEP.multipliedBy(WINDOW_STARTS_BEFORE));
        for (int index = 0; index < WINDOW; index++) {
            Instant start = windowStart.plus(HalfHours.STEP.multipliedBy(index));
            Optional<Volume> metered = history.at(start).map(Volume::of);
            Optional<Volume> expected = unadjusted(start);
            if (metered.isEmpty() || expected.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(metered.get()).minus(expected.get());
        }
        return Optional.of(sum.over(WINDOW));
    }

    private Optional<Volume> unadjusted(Instant start) {
        LocalDate day = SettlementPeriod.containing(start).date();
        DaySelection selection =
                days.computeIfAbsent(day, target -> SelectionRules.of(method, target, history, eventDays));
        if (!selection.isSufficient()) {
            return Optional.empty();
        }
        LocalTime time = start.atZone(SettlementPeriod.ZONE).toLocalTime();
        return Optional.of(selection.selected().stream()
                .map(each -> history.at(each, time))
                .reduce(Volume.ZERO, Volume::plus)
                .over(selection.selected().size()));
    }

    /** Half-hours that follow each other without a gap are one event. */
    static List<List<Instant>> events(Set<Instant> halfHours) {
        var events = new ArrayList<List<Instant>>();
        Instant expected = Instant.MIN;
        for (Instant start : halfHours) {
            if (!start.equals(expected)) {
                events.add(new ArrayList<>());
            }
            events.getLast().add(start);
            expected = start.plus(HalfHours.STEP);
        }
        return events;
    }
}
