package dev.flexgate.market;

import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.Subject;
import dev.flexgate.market.MarketRecords.Causes;
import dev.flexgate.quantity.Direction;
import dev.flexgate.store.Tx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Moves locked orders from state to state: their capacity, their record, their row and whoever must hear of it. */
final class OrderMoves {

    private final MarketRecords records;
    private final List<OrderWatcher> watchers;

    OrderMoves(MarketRecords records, List<OrderWatcher> watchers) {
        this.records = records;
        this.watchers = new CopyOnWriteArrayList<>(watchers);
    }

    void watch(OrderWatcher watcher) {
        watchers.add(watcher);
    }

    void alerted(Tx tx, Order order, Alert alert, RecordId record) {
        watchers.forEach(watcher -> watcher.alerted(tx, order, alert, record));
    }

    void stopped(Tx tx, Order order, Alert alert, RecordId record) {
        watchers.forEach(watcher -> watcher.stopped(tx, order, alert, record));
    }

    /** What is done with an order once it is locked and known to be the buyer's. */
    interface Act {
        OrderStep with(Order order);
    }

    OrderStep withOwn(Tx tx, Conversation conversation, OrderId id, Causes why, Act act) {
        Optional<Order> found = Orders.lock(tx, id)
                .filter(order -> order.conversation().participant().equals(conversation.participant()));
        if (found.isEmpty()) {
            String detail = "no order of this buyer has this id; select again";
            var subject = new Subject("order", id.toString(), 0);
            return new OrderStep.Refused(
                    Refusal.ORDER_UNKNOWN,
                    detail,
                    records.refused(tx, subject, Refusal.ORDER_UNKNOWN, detail, List.of(), why));
        }
        return act.with(found.get());
    }

    OrderStep refused(Tx tx, Order order, Refusal reason, String detail, Causes why) {
        return new OrderStep.Refused(
                reason, detail, records.refused(tx, subjectOf(order), reason, detail, List.of(), why));
    }

    RecordId move(Tx tx, Order before, Order next, Causes why) {
        moveCapacity(tx, before, next);
        RecordId record = records.moved(tx, next, why.records());
        Orders.move(tx, next, record);
        tell(tx, Optional.of(before), next, record);
        return record;
    }

    private static void moveCapacity(Tx tx, Order before, Order next) {
        Quote quote = before.quote();
        switch (before) {
            case Order.Quoted _, Order.Initiated _ -> {
                switch (next) {
                    case Order.Accepted _ ->
                        Capacity.sell(tx, quote.site(), quote.window(), Direction.UP, quote.power());
                    case Order.Expired _, Order.Cancelled _ ->
                        Capacity.release(tx, quote.site(), quote.window(), Direction.UP, quote.power());
                    default -> {}
                }
            }
            case Order.Accepted _, Order.Active _ -> {
                Course after = next instanceof Order.Cancelled
                        ? new Course(List.of())
                        : next.quote().course();
                if (!after.equals(quote.course())) {
                    Changing.move(tx, quote.site(), quote.course(), after);
                }
            }
            case Order.DeliveryComplete _, Order.Settled _, Order.Cancelled _, Order.Expired _ -> {}
        }
    }

    void tell(Tx tx, Optional<Order> before, Order order, RecordId record) {
        watchers.forEach(watcher -> watcher.changed(tx, before, order, record));
        tx.notifyOnCommit(Market.NEWS);
    }

    static String detailOf(Refusal reason, Order order) {
        return switch (reason) {
            case QUOTE_EXPIRED -> "the quote has lapsed; select again";
            case PRICE_MISMATCH -> "the quote's total is " + order.quote().total();
            case ILLEGAL_STEP -> "the order is " + order.state() + "; this step does not follow from it";
            case ALREADY_CANCELLED -> "the order was cancelled at " + order.since();
            default -> throw new IllegalStateException(reason + " is not a reason about a step");
        };
    }

    static Subject subjectOf(Order order) {
        return new Subject("order", order.id().toString(), order.version());
    }
}
