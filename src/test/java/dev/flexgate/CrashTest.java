package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.store.Database;
import dev.flexgate.store.DatabaseAddress;
import dev.flexgate.store.DatabaseLimits;
import dev.flexgate.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the gateway at random moments while buyers trade. */
class CrashTest {

    private static final int ROUNDS = 20;
    private static final int BUYERS = 4;
    private static final int ROUNDS_PER_QUESTION = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void whatever_is_acknowledged_survives_every_kill_and_nothing_is_sold_twice(@TempDir Path folder) throws Exception {
        DatabaseAddress address = TestDatabase.freshAddress();
        var random = new Random(20_261_121);
        try (var trader = new CrashTrader(folder.resolve("registry.json"));
                var gateway = new GatewayProcess(folder, settings(folder, address));
                var asker = new CrashAsker(gateway.url());
                Database database = Database.open(TestDatabase.vertx(), address, DatabaseLimits.defaults())) {
            trader.trade(gateway.url(), BUYERS);
            for (int round = 0; round < ROUNDS; round++) {
                trader.awaitAcknowledged(1 + random.nextInt(12), PATIENCE);
                if (round % ROUNDS_PER_QUESTION == 0) {
                    asker.ask();
                }
                gateway.kill();
                gateway.restart();
            }
            trader.awaitConfirmed(ROUNDS, PATIENCE);
            trader.stop(PATIENCE);

            assertEquals(Set.of(), trader.awaitCallbacks(PATIENCE), "acknowledged, but never answered");
            assertEquals(List.of(), asker.unanswered(), "taken by 202, and never answered");
            assertEquals(List.of(), trader.differingCallbacks(), "answered twice with different content");
            assertEquals(trader.confirmed(), sold(database), "confirmed to buyers and sold in the database");
            assertEquals(List.of(), wrongCapacity(database), "capacity rows that disagree with the orders");
            assertEquals(List.of(), doublyRecorded(database), "order versions without exactly one record");
        }
    }

    private static Map<String, String> settings(Path folder, DatabaseAddress address) {
        String url = "postgresql://%s:%s@%s:%d/%s"
                .formatted(address.user(), address.password(), address.host(), address.port(), address.database());
        return Map.of(
                "FLEXGATE_DATABASE_URL",
                url,
                "FLEXGATE_REGISTRY_FILE",
                folder.resolve("registry.json").toString());
    }

    private static Set<String> sold(Database database) {
        return Set.copyOf(database.rows("select id::text as id from market_order where state = 'ACCEPTED'").stream()
                .map(row -> row.getString("id"))
                .toList());
    }

    /** Half-hours whose reserved and sold power is not the sum of the open and sold orders, all of which take load up. */
    private static List<String> wrongCapacity(Database database) {
        return database.rows("""
                        select c.site_id || ' ' || c.period_start as place
                          from market_capacity c
                          left join lateral (
                               select coalesce(sum(o.power_w) filter (where o.state in ('QUOTED', 'INITIATED')), 0) as reserved,
                                      coalesce(sum(o.power_w) filter (where o.state in ('ACCEPTED', 'ACTIVE')), 0) as sold
                                 from market_order o
                                where o.site_id = c.site_id and c.direction = 'UP'
                                  and o.window_start <= c.period_start and c.period_start < o.window_end) o on true
                         where c.reserved_w <> o.reserved or c.sold_w <> o.sold
                            or c.reserved_w + c.sold_w > c.offerable_w
                        """).stream().map(row -> row.getString("place")).toList();
    }

    private static List<String> doublyRecorded(Database database) {
        List<String> wrong = new ArrayList<>();
        for (var row : database.rows("""
                select id, version, records
                  from (select o.id::text as id, o.version,
                               (select count(*) from audit_entry e
                                 where e.entity_type = 'order' and e.entity_id = o.id::text)
                             + (select count(*) from audit_pending p
                                 where p.entity_type = 'order' and p.entity_id = o.id::text) as records
                          from market_order o) counted
                 where records <> version
                """)) {
            wrong.add(row.getString("id") + " version " + row.getInteger("version") + " has " + row.getLong("records"));
        }
        return wrong;
    }
}
