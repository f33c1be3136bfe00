package dev.flexgate.console.trade;

import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.workload.Site;
import java.util.List;

/**
 * A few slots side by side.
 *
 * @param columns those that are still for sale, in the order in which they were ticked
 * @param gone how many of the ticked are not for sale any more
 */
public record ComparePage(Catalogue catalogue, List<Column> columns, int gone) {

    /** One slot and where it is. */
    public record Column(Listing listing, Site site) {}
}
