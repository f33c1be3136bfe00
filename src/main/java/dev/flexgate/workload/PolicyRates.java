package dev.flexgate.workload;

import dev.flexgate.quantity.Money;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * What a tenant minds beside energy and carbon, as rates into money. Plans weigh it; nobody is billed for it, and no cap
 * counts it.
 *
 * @param latencyPerMwhMs for each MWh of IT work and millisecond of round trip from home
 * @param transferPerGb for each GB of a job's data that moves to another site than its home
 * @param delayPerMwhHour for each MWh of IT work and hour after a job's release, where the job does not say itself
 * @param networkKwhPerGb energy of moving a GB, charged with the carbon of the site that it goes to
 */
public record PolicyRates(
        Money latencyPerMwhMs, Money transferPerGb, Money delayPerMwhHour, BigDecimal networkKwhPerGb) {

    private static final Currency GBP = Currency.getInstance("GBP");

    /** Energy of networks by data moved, kWh/GB, as cloud-carbon-footprint counts it. */
    public static final BigDecimal NETWORK_KWH_PER_GB = new BigDecimal("0.001");

    public static final PolicyRates NONE =
            new PolicyRates(Money.zero(GBP), Money.zero(GBP), Money.zero(GBP), NETWORK_KWH_PER_GB);

    public PolicyRates {
        networkKwhPerGb = Decimals.plain(networkKwhPerGb);
        if (latencyPerMwhMs.isNegative()
                || transferPerGb.isNegative()
                || delayPerMwhHour.isNegative()
                || networkKwhPerGb.signum() < 0) {
            throw new IllegalArgumentException("a rate cannot be negative");
        }
    }
}
