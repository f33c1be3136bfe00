package dev.flexgate.console.trade;

import dev.flexgate.console.Timeline;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.workload.Site;
import java.util.List;

/**
 * What is for sale.
 *
 * @param catalogue the snapshot it was read from
 * @param facets what is looked for
 * @param sites all of them
 * @param zones their carbon zones
 * @param found how many slots match
 * @param shown those of this page
 * @param pages how many pages there are
 * @param timeline all that match, as bars
 * @param curl the same search by a program
 */
public record CataloguePage(
        Catalogue catalogue,
        Facets facets,
        List<Site> sites,
        List<String> zones,
        int found,
        List<Listing> shown,
        int pages,
        Timeline timeline,
        String curl) {

    public String nameOf(Listing listing) {
        return sites.stream()
                .filter(site -> site.id().equals(listing.slot().site()))
                .map(Site::name)
                .findFirst()
                .orElse(listing.slot().site().value());
    }
}
