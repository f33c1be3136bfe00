package dev.flexgate.placement;

import dev.flexgate.planning.Planning;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Site;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * In which half-hours a region has room for some power.
 *
 * @param room what that is known from
 */
record Vacancy(BitSet usable, Terms.Room room) {

    static Vacancy of(Planning planning, Region region, HalfHours grid, Power power) {
        Optional<Site> site = region.site();
        if (site.isEmpty()) {
            var everywhere = new BitSet();
            everywhere.set(0, grid.count());
            return new Vacancy(everywhere, Terms.Room.NOT_OURS);
        }
        Map<Instant, Power> free = planning.remaining(site.get().id(), grid.span()).stream()
                .collect(Collectors.toMap(each -> each.period().start(), SitePeriod::remaining));
        Power limit = site.get().power().flexible();
        var usable = new BitSet();
        for (int index = 0; index < grid.count(); index++) {
            Power left = free.getOrDefault(grid.startOf(index), limit);
            usable.set(index, left.compareTo(power) >= 0);
        }
        return new Vacancy(usable, free.size() == grid.count() ? Terms.Room.BESIDE_PLAN : Terms.Room.SITE_LIMIT);
    }
}
