package dev.flexgate.settlement;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Money;
import dev.flexgate.settlement.rule.Flow;
import java.time.Instant;
import java.util.List;

/** The money of one half-hour of a contract, as one run calculated it. */
public sealed interface SettlementLine {

    Amounts amounts();

    /** Version of this line, from 1; each change of state is one more. */
    int version();

    default String state() {
        return switch (this) {
            case Calculated _ -> "CALCULATED";
            case Agreed _ -> "AGREED";
            case Disputed _ -> "DISPUTED";
            case Invoiced _ -> "INVOICED";
            case Paid _ -> "PAID";
            case Adjusted _ -> "ADJUSTED";
            case Superseded _ -> "SUPERSEDED";
        };
    }

    /**
     * What was calculated.
     *
     * @param start of the half-hour
     * @param run which calculated it, from 1
     * @param isMeasured whether the volume is known; where it is not there are no flows
     * @param flows money by purpose
     * @param net what the seller gets in all, negative where it pays
     * @param due what of that this run adds to the run before
     * @param record in the audit log
     */
    record Amounts(
            Instant start, int run, boolean isMeasured, List<Flow> flows, Money net, Money due, RecordId record) {

        public Amounts {
            flows = List.copyOf(flows);
        }

        /** The sum of the flows of some purposes; zero where there is none. */
        public Money of(Flow.Purpose... purposes) {
            List<Flow.Purpose> wanted = List.of(purposes);
            return flows.stream()
                    .filter(flow -> wanted.contains(flow.purpose()))
                    .map(Flow::amount)
                    .reduce(Money.zero(net.currency()), Money::plus);
        }
    }

    /** Calculated by a run; the counterparty has not spoken. */
    record Calculated(Amounts amounts, int version) implements SettlementLine {

        public Agreed agree() {
            return new Agreed(amounts, version + 1);
        }

        public Disputed dispute(String reason) {
            return new Disputed(amounts, version + 1, reason);
        }
    }

    /** The counterparty agrees. */
    record Agreed(Amounts amounts, int version) implements SettlementLine {

        public Invoiced invoice() {
            return new Invoiced(amounts, version + 1);
        }
    }

    /** The counterparty does not. */
    record Disputed(Amounts amounts, int version, String reason) implements SettlementLine {

        /** The counterparty has not spoken after all. */
        public Calculated withdraw() {
            return new Calculated(amounts, version + 1);
        }

        /** After a ruling. */
        public Invoiced invoice() {
            return new Invoiced(amounts, version + 1);
        }
    }

    /** Asked for. */
    record Invoiced(Amounts amounts, int version) implements SettlementLine {

        public Paid pay() {
            return new Paid(amounts, version + 1);
        }
    }

    /** Paid. */
    record Paid(Amounts amounts, int version) implements SettlementLine {}

    /**
     * Paid or asked for; a later run settles the difference.
     *
     * @param by the run that does
     */
    record Adjusted(Amounts amounts, int version, int by) implements SettlementLine {}

    /**
     * A later run took its place before anything was asked for.
     *
     * @param by the run that did
     */
    record Superseded(Amounts amounts, int version, int by) implements SettlementLine {}

    /** What becomes of it when run {@code by} calculates anew. */
    default SettlementLine overtake(int by) {
        if (by <= amounts().run()) {
            throw new IllegalStateException(
                    "run " + by + " is not after run " + amounts().run());
        }
        return switch (this) {
            case Calculated _, Agreed _, Disputed _ -> new Superseded(amounts(), version() + 1, by);
            case Invoiced _, Paid _ -> new Adjusted(amounts(), version() + 1, by);
            case Adjusted _, Superseded _ ->
                throw new IllegalStateException("a later run came before, it is " + state());
        };
    }
}
