package dev.flexgate.console.trade;

import dev.flexgate.console.ConsoleRooms;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.util.Optional;

/** Names of sites, from the catalogue's snapshot. */
final class Sites {

    private Sites() {}

    static String nameOf(ConsoleRooms rooms, SiteId id) {
        return Optional.ofNullable(rooms.market().catalogue().sites().get(id))
                .map(Site::name)
                .orElse(id.value());
    }
}
