package dev.flexgate.forecast;

import dev.flexgate.quantity.HalfHours;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What one method said at one scheduled issue: the only honest way to judge it later.
 *
 * @param method {@link #ISSUED}, {@link #OWN}, {@link #AVERAGE_DECAY}, {@link #PERSISTENCE}, or a provider's name
 * @param grid the half-hours spoken of
 * @param p50 the forecast, {@link Double#NaN} where it said nothing and where the outturn was known already
 * @param p10 one in ten is expected below; NaN where no band was said
 * @param p90 one in ten is expected above; NaN likewise
 */
@SuppressWarnings("ArrayRecordComponent") // a kernel type
record Said(Instant issuedAt, String method, HalfHours grid, double[] p10, double[] p50, double[] p90) {

    /** What was issued and used. */
    static final String ISSUED = "issued";

    /** Our own forecast, by whichever method history allowed, before any provider's is mixed in. */
    static final String OWN = "flexgate";

    static final String AVERAGE_DECAY = "avg7d+decay";

    /** The last value goes on. */
    static final String PERSISTENCE = "persistence";

    /** Methods that are no provider's. */
    static final List<String> OURS = List.of(ISSUED, OWN, AVERAGE_DECAY, PERSISTENCE);

    LeadBlock blockOf(int index) {
        return LeadBlock.of(lead(index));
    }

    /** From the issue to the start of the half-hour; not negative. */
    Duration lead(int index) {
        Duration lead = Duration.between(issuedAt, grid.startOf(index));
        return lead.isNegative() ? Duration.ZERO : lead;
    }
}
