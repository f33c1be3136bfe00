package dev.flexgate.placement;

import dev.flexgate.feed.Zone;
import dev.flexgate.workload.Place;
import dev.flexgate.workload.Site;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Where work could run: a site of ours, or a zone that is forecast and where we have none.
 *
 * @param id of the site, or the code of the zone
 * @param name for people
 * @param site ours there
 * @param effectiveness power usage effectiveness; 1 where we have no site and so know of no losses
 */
public record Region(
        String id, String name, Optional<Site> site, Zone carbonZone, Zone priceZone, BigDecimal effectiveness) {

    static Region of(Site site) {
        return new Region(
                site.id().value(),
                site.name(),
                Optional.of(site),
                new Zone(site.grid().carbonZone()),
                new Zone(site.grid().priceZone()),
                site.power().effectiveness());
    }

    static Region of(Zone zone) {
        return new Region(zone.code(), zone.code(), Optional.empty(), zone, zone, BigDecimal.ONE);
    }

    public Optional<Place> place() {
        return site.map(Site::place);
    }

    /** Whether {@code name} is it, its zone, or a country or region that its zone lies in. */
    boolean liesIn(String name) {
        return id.equals(name)
                || carbonZone.code().equals(name)
                || carbonZone.code().startsWith(name + "-");
    }
}
