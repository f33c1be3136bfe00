package dev.flexgate.console.trade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.console.ConsoleRooms;
import dev.flexgate.console.Section;
import dev.flexgate.console.SiteCharts;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.console.trade.SlotPage.Buying;
import dev.flexgate.console.trade.SlotPage.RecordLine;
import dev.flexgate.console.trade.SlotPage.Refusal;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.SlotId;
import dev.flexgate.market.SlotJson;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.Site;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** {@code /market/slots/ID}: what exactly is offered, under which rules? */
final class SlotPages {

    private static final int RECORDS_MAX = 50;

    private final ConsoleRooms rooms;
    private final Times times;

    SlotPages(ConsoleRooms rooms, Times times) {
        this.rooms = rooms;
        this.times = times;
    }

    View show(Visit visit) {
        var id = new SlotId(visit.path("slotId"));
        Catalogue catalogue = rooms.market().catalogue();
        return catalogue
                .find(id)
                .map(listing -> page(catalogue, listing, blank(catalogue, listing), Refusal.NONE, visit.now()))
                .orElseGet(() -> View.notFound("No published slot is called " + id
                        + ". It may have been sold out of, begun or been withdrawn; the catalogue has what is left."));
    }

    private Buying blank(Catalogue catalogue, Listing listing) {
        return new Buying(
                isSandbox(catalogue),
                rooms.ids().next(),
                catalogue.offer().leastPower().kilowatts().toPlainString(),
                listing.slot().window().start(),
                listing.slot().window().end());
    }

    /** By hand one buys only what is not real: anything else is bought over the network. */
    boolean isSandbox(Catalogue catalogue) {
        return catalogue.provider().sample() || rooms.testClock();
    }

    View page(Catalogue catalogue, Listing listing, Buying buying, Refusal refusal, Instant now) {
        Site site = catalogue.sites().get(listing.slot().site());
        if (site == null) {
            return View.notFound("The slot's site is no longer in the catalogue.");
        }
        List<SitePeriod> periods =
                rooms.planning().remaining(site.id(), listing.slot().window());
        var page = new SlotPage(
                listing,
                site,
                catalogue,
                periods.isEmpty()
                        ? List.of()
                        : SiteCharts.of(site, listing.slot().window(), periods, now, times),
                HalfHours.of(listing.slot().window()).stream().toList(),
                records(listing.slot().id()),
                Json.mapper().valueToTree(SlotJson.write(listing.slot())).toPrettyString(),
                rooms.network().apply(listing.slot().id()).map(ObjectNode::toPrettyString),
                buying,
                refusal);
        return View.page(Section.MARKET, "Slot at " + site.name(), "page/slot.jte", page);
    }

    private List<RecordLine> records(SlotId id) {
        List<RecordLine> lines = new ArrayList<>(rooms.log().of("slot", id.value(), 0, RECORDS_MAX).stream()
                .map(SlotPages::line)
                .toList());
        Collections.reverse(lines);
        return lines;
    }

    private static RecordLine line(StoredRecord record) {
        JsonNode payload = record.payload();
        return new RecordLine(
                record.id().toString(),
                record.index(),
                Optional.of(payload.path("decision").path("outcome").asText())
                        .filter(outcome -> !outcome.isEmpty())
                        .orElse(payload.path("type").asText()),
                payload.path("subject").path("version").asLong(),
                Instant.parse(payload.path("occurredAt").asText()));
    }
}
