package dev.flexgate.workload;

import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a site can power.
 *
 * @param itCapacity largest IT load its halls can carry
 * @param importLimit largest draw from the grid, cooling and losses included
 * @param inflexibleBase IT load that is always on and never moves
 * @param effectiveness power usage effectiveness (PUE): facility energy over IT energy, at least 1
 */
public record SitePower(Power itCapacity, Power importLimit, Power inflexibleBase, BigDecimal effectiveness) {

    private static final BigDecimal EFFECTIVENESS_MAX = BigDecimal.valueOf(5);

    public SitePower {
        effectiveness = Decimals.plain(effectiveness);
        if (effectiveness.compareTo(BigDecimal.ONE) < 0 || effectiveness.compareTo(EFFECTIVENESS_MAX) > 0) {
            throw new IllegalArgumentException("PUE must be 1 to 5: " + effectiveness);
        }
        if (!itCapacity.isPositive() || !importLimit.isPositive() || inflexibleBase.watts() < 0) {
            throw new IllegalArgumentException("capacity and import limit must be positive, base load not negative");
        }
        if (inflexibleBase.compareTo(itLimit(itCapacity, importLimit, effectiveness)) > 0) {
            throw new IllegalArgumentException("base load exceeds what the site can power: " + inflexibleBase);
        }
    }

    /** IT load for which there is both room and grid: rounded down to a watt. */
    public Power itLimit() {
        return itLimit(itCapacity, importLimit, effectiveness);
    }

    /** IT load left for jobs and buyers before anything is planned or sold. */
    public Power flexible() {
        return itLimit().minus(inflexibleBase);
    }

    /** What its halls leave for jobs and buyers, were the grid connection no limit. */
    public Power inHalls() {
        return itCapacity.minus(inflexibleBase);
    }

    /** Whether the grid connection carries less than the halls could. */
    public boolean isImportBound() {
        return itLimit().compareTo(itCapacity) < 0;
    }

    /** IT load left for jobs and buyers where the site may draw so much; nothing where the base load needs it all. */
    public Power flexibleUnder(Power drawn) {
        Power left = new Power(BigDecimal.valueOf(drawn.watts())
                        .divide(effectiveness, 0, RoundingMode.FLOOR)
                        .longValueExact())
                .minus(inflexibleBase);
        return left.isPositive() ? left : Power.ZERO;
    }

    private static Power itLimit(Power itCapacity, Power importLimit, BigDecimal effectiveness) {
        long behindImport = BigDecimal.valueOf(importLimit.watts())
                .divide(effectiveness, 0, RoundingMode.FLOOR)
                .longValueExact();
        return itCapacity.min(new Power(behindImport));
    }
}
