package dev.flexgate.workload;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/**
 * What moving and pausing a job, and its waiting, costs beside the energy of its work. Plans weigh it.
 *
 * @param dataGigabytes data that follows it to another site than its home, GB
 * @param pauseCost of each pause: suspending and resuming together
 * @param pauseEnergy IT energy that each pause takes beside the work: writing the checkpoint and reading it again
 * @param migration what it costs to move it once it has begun; absent where it then stays where it is
 * @param delayPerMwhHour what it costs for each MWh of its work and hour after its release; absent where its tenant's policy
 *     says
 */
public record Handling(
        BigDecimal dataGigabytes,
        Money pauseCost,
        Energy pauseEnergy,
        Optional<Money> migration,
        Optional<Money> delayPerMwhHour) {

    public static final Currency GBP = Currency.getInstance("GBP");

    /** An exabyte. */
    private static final BigDecimal DATA_MAX = BigDecimal.valueOf(1_000_000_000L);

    /** No data to speak of, free to pause, and not moved once begun. */
    public static final Handling NONE =
            new Handling(BigDecimal.ZERO, Money.zero(GBP), Energy.ZERO, Optional.empty(), Optional.empty());

    public Handling {
        dataGigabytes = Decimals.plain(dataGigabytes);
        if (dataGigabytes.signum() < 0 || dataGigabytes.compareTo(DATA_MAX) > 0) {
            throw new IllegalArgumentException("data must be 0 to " + DATA_MAX + " GB: " + dataGigabytes);
        }
        if (pauseCost.isNegative()
                || pauseEnergy.joules() < 0
                || migration.filter(Money::isNegative).isPresent()
                || delayPerMwhHour.filter(Money::isNegative).isPresent()) {
            throw new IllegalArgumentException("what moving, pausing and waiting costs cannot be negative");
        }
    }

    /** Refuses what a job of that shape never does: only preemptible work is paused, and moved once it has begun. */
    void requireFor(JobShape shape) {
        boolean pauses = pauseCost.amount().signum() > 0 || pauseEnergy.joules() > 0 || migration.isPresent();
        if (pauses && !(shape instanceof JobShape.Preemptible)) {
            throw new IllegalArgumentException(
                    "checkpointGbp, checkpointKwh and migrationGbp go with the kind PREEMPTIBLE alone: leave them out");
        }
    }
}
