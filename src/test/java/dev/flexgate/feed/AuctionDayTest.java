package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuctionDayTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T15:59:59Z, 2026-11-21T23:00:00Z",
        "2026-11-21T16:00:00Z, 2026-11-22T23:00:00Z",
        "2026-11-21T23:30:00Z, 2026-11-22T23:00:00Z",
        // Summer: 16:00 in London is 15:00 UTC.
        "2026-07-01T14:59:59Z, 2026-07-01T22:00:00Z",
        "2026-07-01T15:00:00Z, 2026-07-02T22:00:00Z",
        // The afternoon before the clocks go back, and before they go forward.
        "2026-10-24T15:00:00Z, 2026-10-25T23:00:00Z",
        "2026-03-28T16:00:00Z, 2026-03-29T22:00:00Z"
    })
    void prices_are_known_to_the_end_of_the_last_auction_day(Instant moment, Instant until) {
        assertEquals(until, AuctionDay.knownUntil(moment));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T15:59:59Z, 2026-11-21T16:00:00Z",
        "2026-11-21T16:00:00Z, 2026-11-22T16:00:00Z",
        "2026-10-24T15:00:00Z, 2026-10-25T16:00:00Z"
    })
    void the_next_publication_is_at_four_in_the_afternoon_local_time(Instant moment, Instant next) {
        assertEquals(next, AuctionDay.nextPublication(moment));
    }
}
