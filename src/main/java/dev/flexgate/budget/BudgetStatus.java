package dev.flexgate.budget;

import dev.flexgate.quantity.Interval;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * How a budget stands.
 *
 * @param currency of all money
 * @param countedSince since when loads are counted at all; empty before the first
 * @param days of the period with anything on them, in order
 * @param warnings that were given in the period
 */
public record BudgetStatus(
        Budget budget,
        Interval period,
        Instant asOf,
        Currency currency,
        Use carbon,
        Use money,
        Exhaustion carbonEnds,
        Exhaustion moneyEnds,
        Optional<Instant> countedSince,
        List<Day> days,
        List<Warning> warnings) {

    public BudgetStatus {
        days = List.copyOf(days);
        warnings = List.copyOf(warnings);
    }

    /** A threshold that was passed. */
    public record Warning(Kind kind, int percent, Instant at) {}

    public Use use(Kind kind) {
        return switch (kind) {
            case CARBON -> carbon;
            case MONEY -> money;
        };
    }
}
