package dev.flexgate.market;

import dev.flexgate.market.Capacity.PeriodCapacity;
import dev.flexgate.planning.Commitments;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Database;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells planning what buyers have reserved and bought, so that no job is planned onto it. What grid operators buy is
 * filled by jobs.
 */
public final class CapacityCommitments implements Commitments {

    private final Database database;

    public CapacityCommitments(Database database) {
        this.database = database;
    }

    @Override
    public List<Power> committed(SiteId site, HalfHours grid) {
        Map<Instant, PeriodCapacity> rows = Capacity.read(database, site, grid.span(), Direction.UP);
        return grid.stream()
                .map(period -> Optional.ofNullable(rows.get(period.start()))
                        .map(PeriodCapacity::slots)
                        .orElse(Power.ZERO))
                .toList();
    }
}
