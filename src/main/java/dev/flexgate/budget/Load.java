package dev.flexgate.budget;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What the jobs of a tenant draw at a site in a half-hour.
 *
 * @param drawn facility energy
 * @param moving facility energy of all jobs and buyers there, this tenant's among it; zero where that was not kept
 * @param carbon emissions, kg
 * @param money cost of the energy, in the plan's currency
 * @param quality the worse of both forecasts
 */
record Load(
        TenantId tenant,
        SiteId site,
        Instant start,
        Energy drawn,
        Energy moving,
        Span carbon,
        Span money,
        Quality quality) {

    /** An amount with its band. */
    record Span(BigDecimal low, BigDecimal mid, BigDecimal high) {

        static final Span ZERO = new Span(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        Span plus(Span other) {
            return new Span(low.add(other.low), mid.add(other.mid), high.add(other.high));
        }
    }

    Span of(Kind kind) {
        return switch (kind) {
            case CARBON -> carbon;
            case MONEY -> money;
        };
    }
}
