package dev.flexgate.planning;

import dev.flexgate.quantity.Money;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What a way to do a job asks beside energy and carbon, as its owner's rates have it.
 *
 * @param latency of being far from home
 * @param transfer of moving its data, the carbon of that included
 * @param pauses of suspending and resuming it
 * @param migration of moving it once it has begun
 * @param delay of its work being done later than its release
 */
public record Extra(Money latency, Money transfer, Money pauses, Money migration, Money delay) {

    /** Which of them is the largest part of a difference. */
    public enum Part {
        LATENCY_PENALTY,
        TRANSFER_COST,
        CHECKPOINT_COST,
        MIGRATION_COST,
        DELAY_PENALTY
    }

    static final Extra NONE = new Extra(
            Money.zero(PlanCase.CURRENCY),
            Money.zero(PlanCase.CURRENCY),
            Money.zero(PlanCase.CURRENCY),
            Money.zero(PlanCase.CURRENCY),
            Money.zero(PlanCase.CURRENCY));

    public Money sum() {
        return latency.plus(transfer).plus(pauses).plus(migration).plus(delay);
    }

    Extra minus(Extra other) {
        return new Extra(
                latency.minus(other.latency),
                transfer.minus(other.transfer),
                pauses.minus(other.pauses),
                migration.minus(other.migration),
                delay.minus(other.delay));
    }

    Money part(Part which) {
        return switch (which) {
            case LATENCY_PENALTY -> latency;
            case TRANSFER_COST -> transfer;
            case CHECKPOINT_COST -> pauses;
            case MIGRATION_COST -> migration;
            case DELAY_PENALTY -> delay;
        };
    }

    /** The first of the largest. */
    Part largest() {
        return Stream.of(Part.values())
                .max(Comparator.comparing(this::part).thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }
}
