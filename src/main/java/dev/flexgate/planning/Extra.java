package dev.flexgate.planning;

import dev.flexgate.quantity.Money;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What a way to do a job asks beside energy and carbon, as its owner's rates have it.
 *
 * @param latency of being far from home
 * @param transfer of moving its data, the carbon of that included
 * @param pauses of suspending and resuming it
 * @param migration of moving it once it has begun
 */
public record Extra(Money latency, Money transfer, Money pauses, Money migration) {

    /** Which of them is the largest part of a difference. */
    public enum Part {
        LATENCY_PENALTY,
        TRANSFER_COST,
        CHECKPOINT_COST,
        MIGRATION_COST
    }

    static final Extra NONE = new Extra(
            Money.zero(PlanCase.CURRENCY),
            Money.zero(PlanCase.CURRENCY),
            Money.zero(PlanCase.CURRENCY),
            Money.zero(PlanCase.CURRENCY));

    /** Rounds each part once. */
    static Extra rounded(BigDecimal latency, BigDecimal transfer, BigDecimal pauses, BigDecimal migration) {
        return new Extra(
                Money.rounded(latency, PlanCase.CURRENCY),
                Money.rounded(transfer, PlanCase.CURRENCY),
                Money.rounded(pauses, PlanCase.CURRENCY),
                Money.rounded(migration, PlanCase.CURRENCY));
    }

    public Money sum() {
        return latency.plus(transfer).plus(pauses).plus(migration);
    }

    Extra minus(Extra other) {
        return new Extra(
                latency.minus(other.latency),
                transfer.minus(other.transfer),
                pauses.minus(other.pauses),
                migration.minus(other.migration));
    }

    Money part(Part which) {
        return switch (which) {
            case LATENCY_PENALTY -> latency;
            case TRANSFER_COST -> transfer;
            case CHECKPOINT_COST -> pauses;
            case MIGRATION_COST -> migration;
        };
    }

    /** The first of the largest. */
    Part largest() {
        return Stream.of(Part.values())
                .max(Comparator.comparing(this::part).thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }
}
