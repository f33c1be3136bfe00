package dev.flexgate.beckn.activation;

import static dev.flexgate.settlement.SettlementFixture.DAY;
import static dev.flexgate.settlement.SettlementFixture.METER;
import static dev.flexgate.settlement.SettlementFixture.start;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.SettlementFixture;
import dev.flexgate.workload.Assets;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a site draws while it is turned down, from the meters of its assets. */
class MeteredSitesTest {

    private static final SiteId WALES = new SiteId("south-wales");
    private static final Interval WINDOW = Interval.from(start(DAY, 20), Duration.ofMinutes(90));

    private final SettlementFixture fixture = new SettlementFixture();
    private final MeteredSites sites = new MeteredSites(new Assets(fixture.database()), fixture.readings());

    @AfterEach
    void close() {
        fixture.close();
    }

    private void read(List<Long> kilowattHours) {
        fixture.clock().set(WINDOW.end().plusSeconds(60));
        fixture.read(METER, WINDOW.start(), kilowattHours);
    }

    @Test
    void energy_of_a_half_hour_is_its_mean_load_in_order_of_time() {
        read(List.of(500L, 450L));
        SiteMeters.Known known = sites.of(WALES, WINDOW);
        assertEquals(METER, known.meters());
        assertEquals(
                List.of(Power.ofKilowatts(1_000), Power.ofKilowatts(900)),
                known.loads().stream().map(SiteMeters.Load::load).toList());
        assertEquals(WINDOW.start(), known.loads().getFirst().interval().start());
    }

    @Test
    void a_half_hour_that_was_not_read_is_not_there() {
        assertEquals(List.of(), sites.of(WALES, WINDOW).loads());
        read(List.of(500L));
        assertEquals(1, sites.of(WALES, WINDOW).loads().size());
    }

    @Test
    void readings_outside_the_window_do_not_count() {
        read(List.of(500L, 450L, 400L));
        var first = Interval.from(WINDOW.start(), Duration.ofMinutes(30));
        assertEquals(
                List.of(new SiteMeters.Load(first, Power.ofKilowatts(1_000))),
                sites.of(WALES, first).loads());
    }

    @Test
    void a_half_hour_counts_once_every_meter_of_the_site_was_read() {
        fixture.database().rows("""
                insert into workload_asset (asset_id, version, site_id, kind, max_turn_down_w, max_turn_up_w, meter_id,
                       recorded_at)
                select 'second', 1, site_id, kind, max_turn_down_w, max_turn_up_w, 'second', recorded_at
                  from workload_asset
                 where meter_id = 'south-wales-gpu'
                """);
        read(List.of(500L));
        assertEquals(List.of(), sites.of(WALES, WINDOW).loads());
    }

    @Test
    void a_site_without_meters_has_no_load() {
        assertEquals(new SiteMeters.Known("", List.of()), sites.of(new SiteId("nowhere"), WINDOW));
    }
}
