package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.audit.NoteKey;
import dev.flexgate.beckn.BecknEvidence;
import dev.flexgate.settlement.recompute.Recomputation;
import dev.flexgate.settlement.recompute.SettlementVerifier;
import dev.flexgate.store.Database;
import dev.flexgate.store.DatabaseLimits;
import dev.flexgate.store.TestDatabase;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole product over a fortnight: after it, every order is settled or explained and every book is in order. */
class SeasonTest {

    /** A Sunday a week before the clocks go back, early in the morning. */
    private static final Instant START = Instant.parse("2026-10-18T03:00:00Z");

    private static final int DAYS = 14;
    private static final int JOBS = 200;
    private static final int DAY_OF_THE_CRASH = 6;

    @Test
    void after_a_fortnight_of_two_operators_and_a_crash_all_books_are_in_order(@TempDir Path folder) throws Exception {
        try (var season = new Season(folder, START)) {
            for (int day = 1; day <= DAYS; day++) {
                if (day == DAY_OF_THE_CRASH) {
                    season.killAfterTheNextAcknowledgement();
                }
                season.day(JOBS * day / DAYS - JOBS * (day - 1) / DAYS);
            }
            season.moveTo(season.now().plus(Duration.ofDays(4)));
            assertTrue(season.orders().size() >= DAYS, season::figures);
            everyOrderIsSettledOrExplained(season);
            everySettlementCanBeRecomputed(season);
            try (Database database = Database.open(TestDatabase.vertx(), season.address(), DatabaseLimits.defaults())) {
                theLedgerNetsToZero(database);
                noKilowattIsSoldTwice(database);
                theTreeIsWhatItsCheckpointSays(database);
                everyEventWasTold(season, database);
            }
            System.out.println("season: " + season.figures());
        }
    }

    private static void everyOrderIsSettledOrExplained(Season season) {
        Await.until(
                "every order is settled",
                () -> season.settlements().values().stream()
                                .filter(each -> each.has("lastRun")
                                        || each.path("state").asText().equals("CANCELLED"))
                                .count()
                        == season.orders().size());
        for (String id : season.orders()) {
            String state = season.get("/api/v1/flex/orders/" + id).path("state").asText();
            assertFalse(Set.of("RECEIVED", "ACCEPTED", "SCHEDULED", "ACTIVE").contains(state), id + " is " + state);
        }
    }

    private static void everySettlementCanBeRecomputed(Season season) {
        NoteKey trusted = NoteKey.of(new String(season.bytes("/log/vkey"), StandardCharsets.UTF_8).strip());
        var verifier = new SettlementVerifier(trusted, List.of(new BecknEvidence()));
        season.settlements().forEach((id, settled) -> {
            var found = assertInstanceOf(Recomputation.Confirmed.class, verifier.recompute(season.bundle(id)), id);
            assertEquals(
                    settled.path("lastRun").path("net").asText(),
                    found.orders().getFirst().runs().getLast().net());
        });
    }

    private static void theLedgerNetsToZero(Database database) {
        assertEquals(
                List.of(),
                database.rows("select currency from settlement_posting group by currency having sum(amount) <> 0"));
        assertTrue(database.rows("select 1 from settlement_posting limit 1").size() == 1, "something was posted");
    }

    /** What is sold at a site in a half-hour is what its orders say, in one direction at most. */
    private static void noKilowattIsSoldTwice(Database database) {
        assertEquals(List.of(), places(database, """
                select c.site_id || ' ' || c.period_start as place
                  from market_capacity c
                 where c.reserved_w + c.sold_w > c.offerable_w
                """));
        assertEquals(List.of(), places(database, """
                select up.site_id || ' ' || up.period_start as place
                  from market_capacity up
                  join market_capacity down using (site_id, period_start)
                 where up.direction = 'UP' and down.direction = 'DOWN'
                   and up.reserved_w + up.sold_w > 0 and down.reserved_w + down.sold_w > 0
                """));
        assertEquals(List.of(), places(database, """
                with ordered as (
                    select line ->> 'siteId' as site_id, (line ->> 'start')::timestamptz as period_start,
                           sum((line ->> 'itOrderedW')::bigint) as watts
                      from flex_order o, lateral jsonb_array_elements(o.terms::jsonb -> 'lines') line
                     where o.state not in ('RECEIVED', 'REJECTED', 'CANCELLED')
                     group by 1, 2)
                select ordered.site_id || ' ' || ordered.period_start as place
                  from ordered
                  left join market_capacity c on c.site_id = ordered.site_id
                        and c.period_start = ordered.period_start and c.direction = 'DOWN'
                 where c.sold_w is distinct from ordered.watts
                """));
    }

    private static List<String> places(Database database, String sql) {
        return database.rows(sql).stream().map(row -> row.getString("place")).toList();
    }

    /** By the definition of RFC 6962, which shares no code with the log. */
    private static void theTreeIsWhatItsCheckpointSays(Database database) {
        Row newest = database.row("select size, root from audit_checkpoint order by size desc limit 1")
                .orElseThrow();
        long size = newest.getLong("size");
        List<byte[]> leaves =
                database
                        .rows("select entry from audit_entry where entry_index < $1 order by entry_index", size)
                        .stream()
                        .map(row ->
                                sha256(new byte[] {0}, row.getBuffer("entry").getBytes()))
                        .toList();
        assertEquals(size, leaves.size());
        assertArrayEquals(newest.getBuffer("root").getBytes(), root(leaves));
    }

    private static byte[] root(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return sha256(new byte[] {1}, root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Of what the subscription asked for: every state of every order of a grid operator, and every settlement. */
    private static void everyEventWasTold(Season season, Database database) {
        Set<String> told = database.rows("""
                        select record_id::text as id
                          from audit_entry
                         where entity_type in ('flex-order', 'settlement')
                           and record_type in ('ORDER_DECIDED', 'SETTLEMENT_OPENED', 'SETTLEMENT_LINE')
                        """).stream()
                .map(row -> row.getString("id"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertFalse(told.isEmpty());
        Await.until("every event was told", () -> season.hooks().ids().containsAll(told));
    }
}
