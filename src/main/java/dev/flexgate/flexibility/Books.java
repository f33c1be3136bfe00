package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.Subject;
import dev.flexgate.store.Tx;
import java.time.Instant;
import java.util.List;

/** The one place where a thing changes its state: the row, its record, and whoever must hear of it. */
final class Books {

    private final FlexRecords records;
    private final List<FlexWatcher> watchers;
    private final FlexMeters meters;

    Books(FlexRecords records, List<FlexWatcher> watchers, FlexMeters meters) {
        this.records = records;
        this.watchers = watchers;
        this.meters = meters;
    }

    RecordId open(Tx tx, Need need, List<RecordId> causes) {
        RecordId record = records.moved(tx, need, causes);
        Needs.add(tx, need, record);
        told(tx, "needs", need.state().text());
        return record;
    }

    /** A need with the record of the state it has just entered. */
    record NeedStep(Need need, RecordId record) {}

    NeedStep move(Tx tx, Need need, NeedState state, Instant now, List<RecordId> causes) {
        Need next = need.become(state, now);
        RecordId record = records.moved(tx, next, causes);
        Needs.move(tx, next, record);
        told(tx, "needs", state.text());
        return new NeedStep(next, record);
    }

    RecordId open(Tx tx, Offer offer, NeedRequest request, List<RecordId> causes) {
        RecordId record = records.moved(tx, offer, request, causes);
        Offers.add(tx, offer, request.requester(), record);
        told(tx, "offers", offer.state().text());
        return record;
    }

    /** An offer with the record of the state it has just entered. */
    record OfferStep(Offer offer, RecordId record) {}

    OfferStep move(Tx tx, Offer offer, NeedRequest request, OfferState state, Instant now, List<RecordId> causes) {
        Offer next = offer.become(state, now);
        RecordId record = records.moved(tx, next, request, causes);
        Offers.move(tx, next, record);
        told(tx, "offers", state.text());
        return new OfferStep(next, record);
    }

    RecordId open(Tx tx, FlexOrder order, List<RecordId> causes) {
        RecordId record = records.moved(tx, order, causes);
        FlexOrders.add(tx, order, record);
        told(tx, order, record);
        return record;
    }

    /** An order with the record of the state it has just entered. */
    record OrderStep(FlexOrder order, RecordId record) {}

    OrderStep move(Tx tx, FlexOrder order, FlexOrderState state, Instant now, List<RecordId> causes) {
        FlexOrder next = order.become(state, now);
        RecordId record = records.moved(tx, next, causes);
        FlexOrders.move(tx, next, record);
        told(tx, next, record);
        return new OrderStep(next, record);
    }

    /** A part of an order, or all that was left of it, is not kept. */
    OrderStep giveUp(Tx tx, FlexOrder order, SiteFailure failure, Instant now, List<RecordId> causes) {
        FlexOrder next = order.giveUp(failure, now);
        RecordId record = next.state() instanceof FlexOrderState.Failed
                ? records.moved(tx, next, causes)
                : records.siteFailed(tx, next, failure, causes);
        FlexOrders.move(tx, next, record);
        watchers.forEach(watcher -> watcher.siteFailed(tx, next, failure, record));
        if (next.state() instanceof FlexOrderState.Failed) {
            told(tx, next, record);
        } else {
            told(tx, "orders", "SITE_FAILED");
        }
        return new OrderStep(next, record);
    }

    RecordId refused(Tx tx, Subject subject, String step, Reason reason, Instant now, List<RecordId> causes) {
        meters.refused();
        return records.refused(tx, subject, step, reason, now, causes);
    }

    private void told(Tx tx, FlexOrder order, RecordId record) {
        watchers.forEach(watcher -> watcher.changed(tx, order, record));
        told(tx, "orders", order.state().text());
    }

    private void told(Tx tx, String entity, String state) {
        meters.entered(entity, state);
        tx.notifyOnCommit(Flexibility.NEWS);
    }
}
