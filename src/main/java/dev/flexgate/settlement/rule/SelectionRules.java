package dev.flexgate.settlement.rule;

import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.rule.BaselineMethod.BestOf;
import dev.flexgate.settlement.rule.BaselineMethod.Bl01;
import dev.flexgate.settlement.rule.DaySelection.Excluded;
import dev.flexgate.settlement.rule.DaySelection.Reason;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which days of a meter's history a baseline rests on. */
final class SelectionRules {

    /** DFS Procurement Rules, Schedule 3 Part 3: how far back a like day may lie. */
    static final int DAYS_BACK_MAX = 60;

    static final int WORKING_DAYS = 10;
    static final int WORKING_DAYS_MIN = 5;
    static final int NON_WORKING_DAYS = 4;

    private static final int PERIODS_OF_A_PLAIN_DAY = 48;

    private final LocalDate target;
    private final MeterHistory history;
    private final Set<LocalDate> eventDays;
    private final List<Excluded> excluded = new ArrayList<>();

    private SelectionRules(LocalDate target, MeterHistory history, Set<LocalDate> eventDays) {
        this.target = target;
        this.history = history;
        this.eventDays = eventDays;
    }

    static DaySelection bl01(LocalDate target, MeterHistory history, Set<LocalDate> eventDays) {
        return new SelectionRules(target, history, eventDays).bl01();
    }

    static DaySelection bestOf(BestOf method, LocalDate target, MeterHistory history, Set<LocalDate> eventDays) {
        return new SelectionRules(target, history, eventDays).bestOf(method);
    }

    static DaySelection of(BaselineMethod method, LocalDate target, MeterHistory history, Set<LocalDate> eventDays) {
        return switch (method) {
            case Bl01 _ -> bl01(target, history, eventDays);
            case BestOf best -> bestOf(best, target, history, eventDays);
            case BaselineMethod.CounterfactualSchedule _ ->
                throw new IllegalArgumentException("a planned load is not made of days");
        };
    }

    static boolean isWorkingDay(LocalDate day) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        return !weekend && !BankHolidays.contains(day);
    }

    private DaySelection bl01() {
        if (!isWorkingDay(target)) {
            return middleTwo(eligible(NON_WORKING_DAYS));
        }
        List<LocalDate> days = eligible(WORKING_DAYS);
        return days.size() < WORKING_DAYS_MIN ? insufficient(days) : selection(days);
    }

    private DaySelection middleTwo(List<LocalDate> days) {
        if (days.size() < NON_WORKING_DAYS) {
            return insufficient(days);
        }
        List<LocalDate> byEnergy = new ArrayList<>(days);
        // A stable sort of the most recent first: of two equal days the more recent one counts as the lower.
        byEnergy.sort(Comparator.comparing(history::total));
        exclude(byEnergy.getFirst(), Reason.LOWEST);
        exclude(byEnergy.getLast(), Reason.HIGHEST);
        return selection(byEnergy.subList(1, NON_WORKING_DAYS - 1));
    }

    private DaySelection bestOf(BestOf method) {
        List<LocalDate> days = eligible(method.outOf());
        if (days.size() < method.best()) {
            return insufficient(days);
        }
        Set<LocalDate> best = new HashSet<>(days.stream()
                .sorted(Comparator.comparing(history::total)
                        .thenComparing(Comparator.naturalOrder())
                        .reversed())
                .limit(method.best())
                .toList());
        days.stream().filter(day -> !best.contains(day)).forEach(day -> exclude(day, Reason.NOT_AMONG_BEST));
        return selection(days.stream().filter(best::contains).toList());
    }

    /** The most recent like days, at most {@code count}. */
    private List<LocalDate> eligible(int count) {
        var days = new ArrayList<LocalDate>();
        for (int back = 1; back <= DAYS_BACK_MAX && days.size() < count; back++) {
            LocalDate day = target.minusDays(back);
            Optional<Reason> against = against(day);
            against.ifPresentOrElse(reason -> exclude(day, reason), () -> days.add(day));
        }
        return days;
    }

    private Optional<Reason> against(LocalDate day) {
        if (isWorkingDay(day) != isWorkingDay(target)) {
            return Optional.of(Reason.OTHER_DAY_TYPE);
        }
        if (eventDays.contains(day)) {
            return Optional.of(Reason.EVENT_DAY);
        }
        if (SettlementPeriod.periodsInDay(day) != PERIODS_OF_A_PLAIN_DAY) {
            return Optional.of(Reason.CLOCK_CHANGE_DAY);
        }
        return history.isComplete(day) ? Optional.empty() : Optional.of(Reason.INCOMPLETE);
    }

    private void exclude(LocalDate day, Reason reason) {
        excluded.add(new Excluded(day, reason));
    }

    private DaySelection insufficient(List<LocalDate> days) {
        days.forEach(day -> exclude(day, Reason.TOO_FEW));
        return new DaySelection(target, false, List.of(), sorted());
    }

    private DaySelection selection(List<LocalDate> days) {
        return new DaySelection(target, true, days, sorted());
    }

    private List<Excluded> sorted() {
        return excluded.stream()
                .sorted(Comparator.comparing(Excluded::day).reversed())
                .toList();
    }
}
