package dev.flexgate.settlement.rule;

import java.time.LocalDate;
import java.util.List;

/**
 * Which days a baseline is the mean of, and why not others.
 *
 * @param day the settlement date that is baselined
 * @param isSufficient whether there were enough days; if not, none is selected
 * @param selected most recent first; the middle two of four by their energy, lower first
 * @param excluded days that were looked at and left out, most recent first
 */
public record DaySelection(LocalDate day, boolean isSufficient, List<LocalDate> selected, List<Excluded> excluded) {

    /** Why a day was left out. */
    public enum Reason {
        /** A working day for a non-working one, or the other way. */
        OTHER_DAY_TYPE,
        EVENT_DAY,
        /** 46 or 50 settlement periods. */
        CLOCK_CHANGE_DAY,
        /** A half-hour was not read. */
        INCOMPLETE,
        /** The highest of four non-working days. */
        HIGHEST,
        /** The lowest of four non-working days. */
        LOWEST,
        /** Less energy than the best ones. */
        NOT_AMONG_BEST,
        /** One of too few. */
        TOO_FEW
    }

    /** A day left out. */
    public record Excluded(LocalDate day, Reason reason) {}

    public DaySelection {
        selected = List.copyOf(selected);
        excluded = List.copyOf(excluded);
    }
}
