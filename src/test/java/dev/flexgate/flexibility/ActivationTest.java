package dev.flexgate.flexibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.beckn.activation.FlexDesk;
import dev.flexgate.beckn.activation.FlexMarket;
import dev.flexgate.beckn.activation.FlexProfile;
import dev.flexgate.beckn.activation.FlexSources;
import dev.flexgate.beckn.activation.Headrooms;
import dev.flexgate.beckn.activation.SiteMeters;
import dev.flexgate.beckn.dialect.DegDialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.discovery.DiscoveryLimits;
import dev.flexgate.beckn.message.Activation;
import dev.flexgate.beckn.message.BecknMessage.Activate;
import dev.flexgate.beckn.message.BecknMessage.DiscoverResources;
import dev.flexgate.beckn.message.BecknMessage.FlexRequest;
import dev.flexgate.beckn.message.BecknMessage.OnActivate;
import dev.flexgate.beckn.message.BecknMessage.OnDiscoverResources;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.FlexContract;
import dev.flexgate.beckn.message.FlexContract.Participating;
import dev.flexgate.beckn.message.FlexContract.Participation;
import dev.flexgate.beckn.message.FlexResource;
import dev.flexgate.beckn.message.GridEvent;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The network's desk for grid operators on the real rooms below: plan, capacity, orders. */
class ActivationTest {

    private final Door door = new Door();
    private final FlexDesk desk = new FlexDesk(
            new FlexSources(
                    FlexMarket.of(door.flexibility),
                    _ -> Optional.empty(),
                    SiteMeters.none(),
                    door.sites::all,
                    new Headrooms(door.database, door.planning, door.sites::all),
                    FlexProfile.DEFAULT),
            "us",
            Dialects.all(),
            DiscoveryLimits.DEFAULT,
            door.ids,
            door.clock);

    @AfterEach
    void close() {
        door.close();
    }

    private Context context(String transaction) {
        return new Context(
                new Endpoint(Door.OPERATOR, "https://dso.example.com"),
                new Endpoint("us", "https://us.example.com"),
                transaction,
                "msg-1",
                "",
                "",
                door.clock.instant(),
                Duration.ofSeconds(30),
                List.of());
    }

    private Activation.Line line(SiteId site, long kilowatts) {
        return new Activation.Line("line-" + site, site.value(), "", Power.ofKilowatts(kilowatts), door.window());
    }

    private FlexContract activate(String transaction, Activation.Line... lines) {
        var event = new GridEvent(
                "event-1",
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                GridEvent.Conditions.UNSAID,
                Optional.empty(),
                Optional.empty());
        var activation = new Activation("seller", "buyer", List.of(lines), event, "", "", "");
        return assertInstanceOf(OnActivate.class, answer(new Activate(context(transaction), activation)))
                .contract();
    }

    private Object answer(FlexRequest request) {
        return door.database.inTransaction(
                tx -> desk.answer(tx, request, new DegDialect(), request.context(), List.of()));
    }

    private static Participation participation(FlexContract contract, int number) {
        return assertInstanceOf(
                Participation.class, contract.lines().get(number).report());
    }

    @Test
    void two_sites_are_turned_down_in_one_transaction() {
        door.busy();
        List<Power> before = door.planned(Door.CAMBRIDGE, door.window());
        FlexContract contract = activate("txn-1", line(Door.CAMBRIDGE, 300), line(Door.WALES, 100));
        for (int number = 0; number < 2; number++) {
            Participation taking = participation(contract, number);
            assertEquals(Participating.CONFIRMED, taking.status(), taking::reason);
            assertEquals(
                    taking.committed(),
                    taking.baseline().orElseThrow().minus(taking.target().orElseThrow()));
        }
        assertEquals(Power.ofKilowatts(300), participation(contract, 0).committed());
        assertEquals(2, door.count("flex_order"));
        List<Power> after = door.planned(Door.CAMBRIDGE, door.window());
        for (int period = 0; period < 2; period++) {
            long fallen = before.get(period).minus(after.get(period)).watts();
            assertTrue(fallen >= 300_000 * 100 / 122, "the plan draws " + fallen + " W less");
        }
        assertEquals(contract, activate("txn-1", line(Door.CAMBRIDGE, 300), line(Door.WALES, 100)));
        assertEquals(2, door.count("flex_order"));
    }

    @Test
    void more_than_can_move_is_promised_in_part_and_says_why() {
        door.busy();
        Participation taking = participation(activate("txn-1", line(Door.CAMBRIDGE, 3_000)), 0);
        assertEquals(Participating.PARTIALLY_CONFIRMED, taking.status());
        assertTrue(taking.committed().isPositive());
        assertTrue(taking.reason().contains("cambridge-east"), taking::reason);
    }

    @Test
    void an_idle_site_declines_and_the_other_delivers() {
        door.busy();
        FlexContract contract = activate("txn-1", line(Door.MANCHESTER, 100), line(Door.CAMBRIDGE, 100));
        assertEquals(Participating.DECLINED, participation(contract, 0).status());
        assertEquals(Participating.CONFIRMED, participation(contract, 1).status());
        assertEquals(FlexContract.Stage.CONFIRMED, contract.stage());
    }

    @Test
    void nothing_is_done_when_one_line_cannot_be_meant() {
        door.busy();
        assertThrows(
                RefusedException.class,
                () -> activate("txn-1", line(Door.CAMBRIDGE, 100), line(new SiteId("elsewhere"), 100)));
        assertEquals(0, door.count("flex_need"));
        assertEquals(0, door.count("beckn_activation"));
    }

    @Test
    void what_the_market_still_has_is_shown() {
        door.busy();
        FlexResource before = resource();
        assertTrue(before.capability().most().isPositive());
        assertTrue(before.availability().window().isPresent());
        assertTrue(before.baseline().typicalLoad().isPositive());
    }

    private FlexResource resource() {
        var found = assertInstanceOf(
                OnDiscoverResources.class, answer(new DiscoverResources(context("txn-0"), new Intent("", ""))));
        return found.catalogs().getFirst().resources().stream()
                .filter(resource -> resource.id().equals(Door.CAMBRIDGE.value()))
                .findFirst()
                .orElseThrow();
    }
}
