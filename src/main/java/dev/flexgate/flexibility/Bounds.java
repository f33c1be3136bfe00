package dev.flexgate.flexibility;

import dev.flexgate.planning.Ceilings;
import dev.flexgate.planning.Considered;
import dev.flexgate.planning.Floors;
import dev.flexgate.planning.WhatIf;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/** What jobs keep to so that load is turned: at most so much IT power where it is turned down, at least where up. */
record Bounds(Ceilings most, Floors least) {

    static final Bounds NONE = new Bounds(Ceilings.NONE, Floors.NONE);

    static Bounds of(Direction direction, SiteId site, SortedMap<Instant, Power> periods) {
        return switch (direction) {
            case DOWN -> new Bounds(Ceilings.of(site, periods), Floors.NONE);
            case UP -> new Bounds(Ceilings.NONE, Floors.of(site, periods));
        };
    }

    Bounds and(Bounds other) {
        return new Bounds(most.and(other.most), least.and(other.least));
    }

    Bounds within(HalfHours grid) {
        return new Bounds(most.within(grid), least.within(grid));
    }

    Optional<Power> at(SiteId site, Instant period) {
        return most.at(site, period).or(() -> least.at(site, period));
    }

    /** What comes of one request: it turns load one way only. */
    Optional<Considered> askedOf(WhatIf whatIf) {
        return least.isEmpty() ? whatIf.under(most) : whatIf.above(least);
    }

    /** The question beside what others may order, either way. */
    WhatIf assumedBy(WhatIf whatIf) {
        WhatIf under = most.isEmpty() ? whatIf : whatIf.assuming(most);
        return least.isEmpty() ? under : under.assuming(least);
    }
}
