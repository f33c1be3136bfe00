package dev.flexgate.beckn;

import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.Slot;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What is known of a listing without writing it out. */
enum SlotFact {
    ID,
    START,
    END,
    CARBON_P10,
    CARBON,
    CARBON_P90,
    PRICE_P10,
    PRICE,
    PRICE_P90,
    FLOOR,
    SITE,
    LOCALITY,
    ZONE,
    AREA,
    LEFT;

    /** Null when it is not known: of a site that is gone, how it is shown says nothing certain. */
    @Nullable
    Object of(Listing listing, @Nullable Site site) {
        Slot slot = listing.slot();
        return switch (this) {
            case ID -> slot.id().value();
            case START -> slot.window().start();
            case END -> slot.window().end();
            case CARBON_P10 -> slot.carbon().p10().gramsPerKwh();
            case CARBON -> slot.carbon().p50().gramsPerKwh();
            case CARBON_P90 -> slot.carbon().p90().gramsPerKwh();
            case PRICE_P10 -> slot.price().p10().perKilowattHour();
            case PRICE -> slot.price().p50().perKilowattHour();
            case PRICE_P90 -> slot.price().p90().perKilowattHour();
            case FLOOR -> slot.floor().perKilowattHour();
            case LEFT -> BigDecimal.valueOf(listing.left().watts());
            case SITE, LOCALITY, ZONE, AREA -> of(slot.site(), site);
        };
    }

    /** What all slots of a site have in common; null where this is nothing of that kind. */
    @Nullable
    String of(SiteId id, @Nullable Site site) {
        return switch (this) {
            case SITE -> id.value();
            case LOCALITY -> site == null ? null : site.place().locality();
            case ZONE -> site == null ? null : site.grid().carbonZone();
            case AREA -> site == null ? null : site.grid().gspGroup();
            default -> null;
        };
    }
}
