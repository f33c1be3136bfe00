package dev.flexgate.budget;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.Priority;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a budget says.
 *
 * @param carbon most emissions of a period, facility energy, location based
 * @param money most cost of energy of a period
 * @param mode what becomes of new jobs when it is used up
 * @param holds jobs of which priority are held back in mode {@code HOLD}; the others go on, and count
 * @param period the one period that it is for; empty for each calendar month, UTC
 */
public record BudgetTerms(
        Optional<CarbonMass> carbon, Optional<Money> money, Mode mode, Set<Priority> holds, Optional<Interval> period) {

    /** Who is held back unless it is said. */
    public static final Set<Priority> HOLDS = Collections.unmodifiableSet(EnumSet.of(Priority.NORMAL, Priority.LOW));

    /** What a budget does. */
    public enum Mode {
        /** It warns. */
        WARN,
        /** It warns, and holds new jobs back that it has no room for. */
        HOLD
    }

    public BudgetTerms {
        if (carbon.isEmpty() && money.isEmpty()) {
            throw new IllegalArgumentException("a budget limits carbon, money or both");
        }
        if (carbon.filter(each -> each.milligrams() <= 0).isPresent()
                || money.filter(each -> each.amount().signum() <= 0).isPresent()) {
            throw new IllegalArgumentException("a budget is more than 0");
        }
        if (holds.isEmpty()) {
            throw new IllegalArgumentException("a budget that holds nobody back only warns: use mode WARN");
        }
        holds = Collections.unmodifiableSet(EnumSet.copyOf(holds));
    }

    /** The period that {@code now} falls into; the only one of a budget that has only one. */
    public Interval periodAt(Instant now) {
        return period.orElseGet(() -> {
            OffsetDateTime month =
                    now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            return new Interval(month.toInstant(), month.plusMonths(1).toInstant());
        });
    }
}
