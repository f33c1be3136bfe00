package dev.flexgate.feed;

import dev.flexgate.quantity.SettlementPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/**
 * When British day-ahead prices are known: from about 16:00 local time they reach to 23:00 of the next day,
 * because the auction's day is Central European. Before 16:00 the last known price ends at 23:00 today.
 */
final class AuctionDay {

    private static final LocalTime PUBLICATION = LocalTime.of(16, 0);
    private static final LocalTime LAST_PRICE_ENDS = LocalTime.of(23, 0);

    private AuctionDay() {}

    /** How far prices should be known at {@code moment}, if the provider is punctual. */
    static Instant knownUntil(Instant moment) {
        ZonedDateTime local = moment.atZone(SettlementPeriod.ZONE);
        boolean published = !local.toLocalTime().isBefore(PUBLICATION);
        return at(published ? local.toLocalDate().plusDays(1) : local.toLocalDate(), LAST_PRICE_ENDS);
    }

    /** The first publication after {@code moment}. */
    static Instant nextPublication(Instant moment) {
        LocalDate today = moment.atZone(SettlementPeriod.ZONE).toLocalDate();
        Instant publication = at(today, PUBLICATION);
        return publication.isAfter(moment) ? publication : at(today.plusDays(1), PUBLICATION);
    }

    private static Instant at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(SettlementPeriod.ZONE).toInstant();
    }
}
