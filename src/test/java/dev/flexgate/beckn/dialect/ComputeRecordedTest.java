package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.beckn.discovery.Filter;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.OnRate;
import dev.flexgate.beckn.message.BecknMessage.OnSelect;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.OnSupport;
import dev.flexgate.beckn.message.BecknMessage.OnUpdate;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Status;
import dev.flexgate.beckn.message.BecknMessage.Support;
import dev.flexgate.beckn.message.BecknMessage.Update;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Change;
import dev.flexgate.beckn.message.ComputeTotals;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Contract.Stage;
import dev.flexgate.beckn.message.Delivery;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Notice;
import dev.flexgate.beckn.message.Party;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.SpatialConstraint;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compute-energy messages that were recorded in November 2025, as they were written. */
class ComputeRecordedTest {

    private static final String FOLDER = "reference/beckn/deg-compute-energy/df-new-flow/examples/";
    private static final Interval WINDOW = Interval.of("2025-11-17T10:00:00Z", "2025-11-17T14:00:00Z");
    private static final Dialect DEG = new DegDialect();

    private static JsonNode json(String file) {
        try {
            return StrictJson.parse(Files.readAllBytes(Shared.path(FOLDER + file)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Wish only(Proposal proposal) {
        assertEquals(1, proposal.wishes().size());
        return proposal.wishes().getFirst();
    }

    @Test
    void the_search_is_understood() {
        JsonNode json = json("1.discover/discover-request.json");
        Discover read = assertInstanceOf(Discover.class, DEG.readRequest(Action.DISCOVER, json));
        assertEquals("Grid flexibility windows", read.intent().textSearch());
        Filter.parse(read.intent().filter());
        SpatialConstraint near = read.intent().spatial().getFirst();
        assertEquals(SpatialConstraint.Operator.S_DWITHIN, near.operator());
        assertEquals(Optional.of(BigDecimal.valueOf(50_000)), near.distanceMeters());
        assertEquals(
                List.of("FILTER_NAME_UNQUOTED", "ID_NOT_UUID", "POINT_WITHOUT_OPERATOR"),
                DEG.tolerated(Action.DISCOVER, json));
    }

    @Test
    void the_question_for_a_price_names_no_load() {
        JsonNode json = json("2.order/2.select/select-request.json");
        Select read = assertInstanceOf(Select.class, DEG.readRequest(Action.SELECT, json));
        Proposal proposal = read.proposal();
        assertEquals("txn-ce-order1-001", read.context().transactionId());
        assertEquals("order-ce-cambridge-morning-001", proposal.contractId());
        assertEquals(
                new Wish(
                        "order-item-ce-001",
                        "item-ce-cambridge-morning-001",
                        "offer-ce-cambridge-morning-001",
                        List.of("item-ce-cambridge-morning-001"),
                        new Amount.Unsaid(),
                        new Extent.WholeSlot()),
                only(proposal));
        assertEquals(List.of("PRICE_NAMED_PRICE"), proposal.assumed());
        assertEquals(
                List.of(
                        "BUYER_AS_TEXT",
                        "ID_NOT_UUID",
                        "PRICE_NAMED_PRICE",
                        "QUANTITY_AS_NUMBER",
                        "STATUS_WORD",
                        "VOCABULARY_ELSEWHERE"),
                DEG.tolerated(Action.SELECT, json));
    }

    @Test
    void the_terms_name_load_window_and_customer() {
        Init init =
                assertInstanceOf(Init.class, DEG.readRequest(Action.INIT, json("2.order/3.init/init-request.json")));
        assertEquals(
                new Amount.OfPower(Power.ofKilowatts(1_200)),
                only(init.proposal()).amount());
        assertEquals(new Extent.Within(WINDOW), only(init.proposal()).extent());
        assertEquals(
                new Party("buyer-compflex-001", Party.CONSUMER, "ComputeCloud.ai"),
                init.proposal().parties().getFirst());
        Confirm confirm = assertInstanceOf(
                Confirm.class, DEG.readRequest(Action.CONFIRM, json("2.order/4.confirm/confirm-request.json")));
        assertEquals(init.proposal(), confirm.proposal());
    }

    @Test
    void the_question_how_it_stands_names_the_order() {
        Status status = assertInstanceOf(
                Status.class, DEG.readRequest(Action.STATUS, json("3.fulfilment/status-request.json")));
        assertEquals("order-ce-cambridge-morning-001", status.proposal().contractId());
        assertEquals(List.of(), status.proposal().wishes());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, item-ce-cambridge-morning-001, 2025-11-17T10:00:00Z, 2025-11-17T14:00:00Z, 120, 5000, 0.102, GBP",
        "1, 1, item-ce-manchester-afternoon-001, 2025-11-17T14:00:00Z, 2025-11-17T18:00:00Z, 140, 4500, 0.092, GBP",
        "2, 0, item-ce-stockholm-night-001, 2025-11-18T22:00:00Z, 2025-11-19T06:00:00Z, 45, 8000, 0.078, EUR",
        "2, 1, item-ce-oslo-hydro-001, 2025-11-18T00:00:00Z, 2025-11-19T00:00:00Z, 30, 12000, 0.065, EUR",
        "3, 1, item-ce-portland-wind-001, 2025-11-19T01:00:00Z, 2025-11-19T05:00:00Z, 95, 6000, 0.088, USD",
    })
    void a_window_of_a_catalogue_is_dated_and_priced(
            int file,
            int index,
            String id,
            String start,
            String end,
            long carbon,
            long kilowatts,
            BigDecimal price,
            String currency) {
        Catalog catalog = assertInstanceOf(
                        OnDiscover.class,
                        DEG.readCallback(Action.DISCOVER, json("1.discover/on_discover-response-" + file + ".json")))
                .catalogs()
                .getFirst();
        Item item = catalog.items().get(index);
        assertEquals(id, item.id());
        assertEquals(Interval.of(start, end), item.window().interval());
        assertEquals(carbon * 1_000, item.window().carbon().orElseThrow().p50().milligramsPerKwh());
        assertEquals(Optional.of(Power.ofKilowatts(kilowatts)), item.window().available());
        assertEquals(
                EnergyPrice.of(price.toString(), currency),
                item.window().pricing().orElseThrow().price().p50());
        assertFalse(catalog.seller().name().isEmpty());
    }

    @Test
    void a_quote_without_a_load_costs_nothing_yet() {
        Contract contract = assertInstanceOf(
                        OnSelect.class,
                        DEG.readCallback(Action.SELECT, json("2.order/2.select/on_select-response.json")))
                .contract();
        assertEquals(Stage.QUOTED, contract.stage());
        assertEquals(List.of(), contract.charges());
        assertEquals(Power.ZERO, contract.commitments().getFirst().power());
    }

    @Test
    void the_binding_order_adds_up() {
        Contract contract = assertInstanceOf(
                        OnConfirm.class,
                        DEG.readCallback(Action.CONFIRM, json("2.order/4.confirm/on_confirm-response.json")))
                .contract();
        Contract.Commitment commitment = contract.commitments().getFirst();
        Money cost =
                commitment.item().window().pricing().orElseThrow().price().p50().of(commitment.itEnergy());
        assertEquals(Money.of("489.6", "GBP"), cost);
        assertEquals(cost, contract.charges().getFirst().total());
        assertEquals(
                CarbonMass.ofKilograms(new BigDecimal(576)),
                commitment.item().window().carbon().orElseThrow().p50().of(commitment.itEnergy()));
        assertEquals(
                Optional.of(Power.ofKilowatts(3_800)),
                commitment.item().window().available());
    }

    @Test
    void the_delivered_order_is_read() {
        Contract contract = assertInstanceOf(
                        OnStatus.class, DEG.readCallback(Action.STATUS, json("3.fulfilment/on_status.json")))
                .contract();
        assertEquals(Stage.DELIVERED, contract.stage());
        assertEquals(
                Energy.ofKilowattHours(3_600), contract.commitments().getFirst().itEnergy());
        assertEquals(Money.of("475.2", "GBP"), contract.charges().getFirst().total());
    }

    @Test
    void a_shift_of_load_is_asked_and_answered() {
        Update asked = assertInstanceOf(
                Update.class,
                DEG.readRequest(Action.UPDATE, json("3.fulfilment/1.update-workload-shift-request.json")));
        assertEquals("order-ce-cambridge-morning-001", asked.proposal().contractId());
        assertEquals(
                new Change.WorkloadShift(
                        Power.ofKilowatts(300),
                        "Cambridge",
                        "Manchester",
                        "order-ce-manchester-afternoon-001",
                        new Change.Response(
                                "grid-event-cambridge-20251117-001",
                                "grid_stress_response",
                                Optional.of(Instant.parse("2025-11-17T14:00:30Z")))),
                asked.change());
        OnUpdate answered = assertInstanceOf(
                OnUpdate.class,
                DEG.readCallback(Action.UPDATE, json("3.fulfilment/1.on_update-shift-confirmation.json")));
        Notice.Applied applied = assertInstanceOf(Notice.Applied.class, answered.notice());
        assertEquals(Money.of("489.6", "GBP"), applied.before());
        assertEquals(
                Power.ofKilowatts(300),
                assertInstanceOf(Change.WorkloadShift.class, applied.change()).load());
        assertEquals(
                Power.ofKilowatts(900),
                answered.contract().commitments().getFirst().power());
    }

    @Test
    void an_alert_is_read_and_acknowledged() {
        OnUpdate told = assertInstanceOf(
                OnUpdate.class,
                DEG.readCallback(Action.UPDATE, json("3.fulfilment/2.on_update-carbon-intensity-spike.json")));
        Notice.Alert alert = assertInstanceOf(Notice.Alert.class, told.notice());
        assertEquals("grid-event-cambridge-carbon-spike-002", alert.eventId());
        assertEquals(320_000, alert.carbon().orElseThrow().now().milligramsPerKwh());
        Notice.Shift<EnergyPrice> price = alert.price().orElseThrow();
        assertEquals(
                new BigDecimal("52.9"),
                ComputeTotals.changePercent(
                        price.before().perKilowattHour(), price.now().perKilowattHour()));
        Update kept = assertInstanceOf(
                Update.class,
                DEG.readRequest(Action.UPDATE, json("3.fulfilment/2.update-continue-with-alert-request.json")));
        Change.ContinueWithAlert change = assertInstanceOf(Change.ContinueWithAlert.class, kept.change());
        assertEquals(Optional.of(EnergyPrice.of("0.156", "GBP")), change.acceptedPrice());
        assertEquals(400_000, change.alertAbove().orElseThrow().milligramsPerKwh());
        assertEquals(alert.eventId(), change.response().eventId());
    }

    @Test
    void what_was_delivered_is_read() {
        Delivery delivery = assertInstanceOf(
                        OnStatus.class, DEG.readCallback(Action.STATUS, json("3.fulfilment/on_status.json")))
                .contract()
                .delivery()
                .orElseThrow();
        assertEquals(Energy.ofKilowattHours(3_600), delivery.actualEnergy());
        assertEquals(Money.of("475.2", "GBP"), delivery.actualCost());
        assertEquals(CarbonMass.ofKilograms(new BigDecimal(432)), delivery.actualCarbon());
        assertEquals("premise_level_metering", delivery.method());
        assertEquals(true, delivery.settled());
    }

    @Test
    void rating_and_support_are_read() {
        Rate rate = assertInstanceOf(
                Rate.class, DEG.readRequest(Action.RATE, json("4.post-fulfilment/1.rating-request.json")));
        Rating rating = rate.ratings().getFirst();
        assertEquals(Optional.of(BigDecimal.valueOf(5)), rating.value());
        assertEquals("grid_service", rating.category());
        assertEquals(5, rating.tags().size());
        OnRate rated = assertInstanceOf(
                OnRate.class, DEG.readCallback(Action.RATE, json("4.post-fulfilment/2.on_rating-response.json")));
        assertEquals(89, rated.scores().getFirst().count());
        Support support = assertInstanceOf(
                Support.class, DEG.readRequest(Action.SUPPORT, json("4.post-fulfilment/3.support-request.json")));
        assertEquals("order-ce-cambridge-morning-001", support.contractId());
        OnSupport helped = assertInstanceOf(
                OnSupport.class,
                DEG.readCallback(Action.SUPPORT, json("4.post-fulfilment/4.on_support-response.json")));
        assertEquals("24/7", helped.desk().hours());
    }

    /** If this fails, the official schema has grown, or we have stopped to read it. */
    @ParameterizedTest
    @CsvSource({
        "select, 2.order/2.select/select-request.json",
        "init, 2.order/3.init/init-request.json",
        "on_confirm, 2.order/4.confirm/on_confirm-response.json",
        "on_discover, 1.discover/on_discover-response-1.json",
    })
    void the_official_schema_admits_none_of_them(String word, String file) {
        assertFalse(OfficialRc1.read().errors(word, json(file)).isEmpty());
    }
}
