package dev.flexgate.planning;

import java.math.BigDecimal;

/**
 * What a job's owner minds about a site, in currency for each MWh of the job's IT work there: weighed, never paid for energy.
 *
 * @param latency of being far from home
 * @param transfer of moving its data there, the carbon of that included
 * @param migration of moving it there once it has begun elsewhere
 */
record Away(BigDecimal latency, BigDecimal transfer, BigDecimal migration) {

    static final Away NONE = new Away(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    BigDecimal sum() {
        return latency.add(transfer).add(migration);
    }
}
