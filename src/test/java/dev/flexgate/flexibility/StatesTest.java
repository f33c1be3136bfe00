package dev.flexgate.flexibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every step that follows, and no other: the tables of the design, word for word. */
class StatesTest {

    private static final Reason WHY = new Reason(Reason.Code.WITHDRAWN, "test");
    private static final FlexOrderId ORDER = new FlexOrderId(new UUID(1, 2));

    @Test
    void of_a_need() {
        List<NeedState> all = List.of(
                new NeedState.Received(),
                new NeedState.Validated(),
                new NeedState.Rejected(WHY),
                new NeedState.Offered(new OfferId(new UUID(3, 4))),
                new NeedState.Declined(WHY),
                new NeedState.Expired(),
                new NeedState.Filled(ORDER),
                new NeedState.PartiallyFilled(ORDER),
                new NeedState.Unfilled());
        Map<String, List<String>> steps = new TreeMap<>();
        for (NeedState from : all) {
            steps.put(from.text(), new ArrayList<>());
            all.stream()
                    .filter(from::leadsTo)
                    .forEach(to -> steps.get(from.text()).add(to.text()));
            assertEquals(from, StateJson.need(from.text(), StateJson.write(from)));
        }
        assertEquals(
                Map.of(
                        "RECEIVED", List.of("VALIDATED", "REJECTED"),
                        "VALIDATED", List.of("OFFERED", "DECLINED", "EXPIRED"),
                        "OFFERED", List.of("FILLED", "PARTIALLY_FILLED", "UNFILLED"),
                        "REJECTED", List.of(),
                        "DECLINED", List.of(),
                        "EXPIRED", List.of(),
                        "FILLED", List.of(),
                        "PARTIALLY_FILLED", List.of(),
                        "UNFILLED", List.of()),
                steps);
    }

    @Test
    void of_an_offer() {
        List<OfferState> all = List.of(
                new OfferState.Draft(),
                new OfferState.Submitted(),
                new OfferState.Acked(),
                new OfferState.Rejected(WHY),
                new OfferState.Ordered(ORDER),
                new OfferState.Revoked(WHY),
                new OfferState.Expired(),
                new OfferState.NotSelected());
        Map<String, List<String>> steps = new TreeMap<>();
        for (OfferState from : all) {
            steps.put(from.text(), new ArrayList<>());
            all.stream()
                    .filter(from::leadsTo)
                    .forEach(to -> steps.get(from.text()).add(to.text()));
        }
        assertEquals(
                Map.of(
                        "DRAFT", List.of("SUBMITTED"),
                        "SUBMITTED", List.of("ACKED", "REJECTED", "REVOKED", "EXPIRED"),
                        "ACKED", List.of("ORDERED", "REVOKED", "EXPIRED", "NOT_SELECTED"),
                        "REJECTED", List.of(),
                        "ORDERED", List.of(),
                        "REVOKED", List.of(),
                        "EXPIRED", List.of(),
                        "NOT_SELECTED", List.of()),
                steps);
    }

    @Test
    void of_an_order() {
        List<FlexOrderState> all = List.of(
                new FlexOrderState.Received(),
                new FlexOrderState.Rejected(WHY),
                new FlexOrderState.Accepted(),
                new FlexOrderState.Scheduled(7),
                new FlexOrderState.Active(),
                new FlexOrderState.Failed(WHY),
                new FlexOrderState.Cancelled(WHY),
                new FlexOrderState.Aborted(WHY),
                new FlexOrderState.DeliveryComplete(),
                new FlexOrderState.Measured(),
                new FlexOrderState.SettlementProposed(),
                new FlexOrderState.Disputed(),
                new FlexOrderState.Settled(),
                new FlexOrderState.Restated());
        Map<String, List<String>> steps = new TreeMap<>();
        for (FlexOrderState from : all) {
            steps.put(from.text(), new ArrayList<>());
            all.stream()
                    .filter(from::leadsTo)
                    .forEach(to -> steps.get(from.text()).add(to.text()));
            assertEquals(from, StateJson.order(from.text(), StateJson.write(from)));
        }
        Map<String, List<String>> expected = new TreeMap<>();
        expected.put("RECEIVED", List.of("REJECTED", "ACCEPTED"));
        expected.put("REJECTED", List.of());
        expected.put("ACCEPTED", List.of("SCHEDULED", "CANCELLED"));
        expected.put("SCHEDULED", List.of("ACTIVE", "FAILED", "CANCELLED"));
        expected.put("ACTIVE", List.of("FAILED", "ABORTED", "DELIVERY_COMPLETE"));
        expected.put("FAILED", List.of("DELIVERY_COMPLETE"));
        expected.put("CANCELLED", List.of());
        expected.put("ABORTED", List.of("DELIVERY_COMPLETE"));
        expected.put("DELIVERY_COMPLETE", List.of("MEASURED"));
        expected.put("MEASURED", List.of("SETTLEMENT_PROPOSED"));
        expected.put("SETTLEMENT_PROPOSED", List.of("DISPUTED", "SETTLED"));
        expected.put("DISPUTED", List.of("SETTLEMENT_PROPOSED", "SETTLED"));
        expected.put("SETTLED", List.of("RESTATED"));
        expected.put("RESTATED", List.of("SETTLED"));
        assertEquals(expected, steps);
    }
}
