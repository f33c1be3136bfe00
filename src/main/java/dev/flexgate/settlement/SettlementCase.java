package dev.flexgate.settlement;

import dev.flexgate.quantity.Money;
import dev.flexgate.settlement.rule.ContractLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A contract and how far its settlement has come.
 *
 * @param contract what is settled
 * @param state {@link State}
 * @param openedAt when
 * @param runs every run so far, oldest first
 * @param periods one a line of the contract, in order of time, as the last run found them; empty before the first
 */
public record SettlementCase(
        SettlementContract contract, State state, Instant openedAt, List<Run> runs, List<SettledPeriod> periods) {

    /** How far. */
    public enum State {
        /** Nothing calculated yet: the event is to come, or its readings are. */
        OPEN,
        /** Calculated at least once; a correction restates it. */
        SETTLED,
        /** The order was cancelled: nothing is settled. */
        CANCELLED
    }

    /**
     * One calculation of the whole contract.
     *
     * @param number from 1
     * @param at when
     * @param reason such as {@code READINGS_COMPLETE}, {@code READINGS_OVERDUE}, {@code RESTATED}
     * @param net what the seller gets for the contract in all by this run
     * @param due what of that this run adds to the run before
     * @param unmeasured half-hours whose volume is still unknown
     */
    public record Run(int number, Instant at, String reason, Money net, Money due, int unmeasured) {}

    /** One half-hour: what was ordered, what was delivered, what it is worth. */
    public record SettledPeriod(ContractLine line, DeliveredVolume volume, SettlementLine money) {}

    public SettlementCase {
        runs = List.copyOf(runs);
        periods = List.copyOf(periods);
    }

    public Optional<Run> lastRun() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
    }
}
