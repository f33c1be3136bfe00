package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.Subject;
import dev.flexgate.flexibility.Books.OfferStep;
import dev.flexgate.flexibility.Books.OrderStep;
import dev.flexgate.flexibility.Reason.Code;
import dev.flexgate.market.Turns;
import dev.flexgate.planning.Planning;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** How offers end without an order, and how orders go on once they are given. */
final class Passing {

    private final Books books;

    Passing(Books books) {
        this.books = books;
    }

    /** Who tries what, and what it follows from. */
    record Attempt(String step, Instant now, List<RecordId> causes) {}

    /** Ends or acknowledges an offer. {@code may}: whether the one who tries it may see this need at all. */
    Stepped<Offer> offer(Tx tx, OfferId id, Predicate<Need> may, OfferState next, Attempt attempt) {
        Optional<Offer> found = Offers.lock(tx, id);
        Optional<Need> need =
                found.flatMap(offer -> Needs.lock(tx, offer.need())).filter(may);
        if (found.isEmpty() || need.isEmpty()) {
            return refused(tx, FlexRecords.subject(id, 0), unknown("offer"), attempt);
        }
        Offer offer = found.get();
        if (offer.state().getClass() == next.getClass()) {
            return new Stepped.Repeated<>(offer);
        }
        boolean lapsed = !attempt.now().isBefore(offer.validUntil()) && !(next instanceof OfferState.Expired);
        if (offer.state().isOpen() && lapsed) {
            var reason = new Reason(Code.OFFER_EXPIRED, "the offer was valid until " + offer.validUntil());
            return refused(tx, FlexRecords.subject(id, offer.version()), reason, attempt);
        }
        Offer ready = acked(tx, offer, need.get(), next, attempt);
        if (!ready.state().leadsTo(next)) {
            return refused(
                    tx,
                    FlexRecords.subject(id, offer.version()),
                    illegal(offer.state().text(), next.text()),
                    attempt);
        }
        OfferStep step = books.move(tx, ready, need.get().request(), next, attempt.now(), attempt.causes());
        if (!next.isOpen()) {
            end(tx, step, need.get(), attempt.now());
        }
        return new Stepped.Taken<>(step.offer(), step.record());
    }

    /** Who says no to an offer has it. */
    private Offer acked(Tx tx, Offer offer, Need need, OfferState next, Attempt attempt) {
        boolean has = next instanceof OfferState.NotSelected && offer.state() instanceof OfferState.Submitted;
        return has
                ? books.move(tx, offer, need.request(), new OfferState.Acked(), attempt.now(), attempt.causes())
                        .offer()
                : offer;
    }

    private void end(Tx tx, OfferStep step, Need need, Instant now) {
        for (SiteShare share : Targets.most(step.offer())) {
            Turns.release(
                    tx, share.site(), need.request().window(), step.offer().direction(), share.itPower());
        }
        PromiseRows.lift(tx, step.offer().id().value());
        var _ = books.move(tx, need, new NeedState.Unfilled(), now, List.of(step.record()));
    }

    /** Calls an order off or stops it: the load is free from then on. */
    Stepped<FlexOrder> order(Tx tx, FlexOrderId id, Predicate<FlexOrder> may, FlexOrderState next, Attempt attempt) {
        Optional<FlexOrder> found = FlexOrders.lock(tx, id).filter(may);
        if (found.isEmpty()) {
            return refused(tx, FlexRecords.subject(id, 0), unknown("order"), attempt);
        }
        if (found.get().state().getClass() == next.getClass()) {
            return new Stepped.Repeated<>(found.get());
        }
        FlexOrder order = caughtUp(tx, found.get(), attempt.now());
        if (!order.state().leadsTo(next)) {
            Reason reason = illegal(order.state().text(), next.text());
            return refused(tx, FlexRecords.subject(id, order.version()), reason, attempt);
        }
        OrderStep step = books.move(tx, order, next, attempt.now(), attempt.causes());
        if (next instanceof FlexOrderState.Cancelled) {
            powers(order).forEach((site, power) -> Turns.giveBack(tx, site, order.window(), order.direction(), power));
        }
        PromiseRows.lift(tx, id.value());
        tx.notifyOnCommit(Planning.LOOK);
        return new Stepped.Taken<>(step.order(), step.record());
    }

    /**
     * A site does not keep its part from now on: its load is free for every half-hour that has not begun, and a new
     * plan is called for. An order that is over by then, and a part that failed before, stay as they are.
     */
    Optional<OrderStep> giveUp(Tx tx, FlexOrderId id, SiteFailure failure, Attempt attempt) {
        return FlexOrders.lock(tx, id)
                .map(found -> caughtUp(tx, found, attempt.now()))
                .filter(order -> order.state().holdsLoad() || order.state() instanceof FlexOrderState.Failed)
                .filter(order -> order.lines().stream()
                        .anyMatch(line ->
                                failure.covers(line) && order.failure(line).isEmpty()))
                .map(order -> {
                    OrderStep step = books.giveUp(tx, order, failure, attempt.now(), attempt.causes());
                    Instant from = HalfHours.ceiling(attempt.now());
                    Interval window = failure.window();
                    PromiseRows.lift(
                            tx,
                            id.value(),
                            failure.site(),
                            from.isAfter(window.start()) ? from : window.start(),
                            window.end());
                    tx.notifyOnCommit(Planning.LOOK);
                    return step;
                });
    }

    /** Where the order stands by the clock, however long ago the last tick was. */
    FlexOrder caughtUp(Tx tx, FlexOrder order, Instant now) {
        FlexOrder at = order;
        Optional<OrderStep> step = passTime(tx, at, now);
        while (step.isPresent()) {
            at = step.get().order();
            step = passTime(tx, at, now);
        }
        return at;
    }

    /** IT power sold at each site: its lines differ by half-hour in nothing but the baseline. */
    private static Map<SiteId, Power> powers(FlexOrder order) {
        Map<SiteId, Power> powers = new TreeMap<>();
        order.lines().forEach(line -> powers.put(line.site(), line.itOrdered()));
        return powers;
    }

    /** What the time alone does to an order. */
    Optional<OrderStep> passTime(Tx tx, FlexOrder order, Instant now) {
        Optional<FlexOrderState> next = switch (order.state()) {
            case FlexOrderState.Scheduled _
            when !now.isBefore(order.window().start()) -> Optional.of(new FlexOrderState.Active());
            case FlexOrderState.Active _
            when !now.isBefore(order.window().end()) -> Optional.of(new FlexOrderState.DeliveryComplete());
            case FlexOrderState.Failed _
            when !now.isBefore(order.window().end()) -> Optional.of(new FlexOrderState.DeliveryComplete());
            case FlexOrderState.Aborted _ -> Optional.of(new FlexOrderState.DeliveryComplete());
            case FlexOrderState.Received _,
                    FlexOrderState.Rejected _,
                    FlexOrderState.Accepted _,
                    FlexOrderState.Scheduled _,
                    FlexOrderState.Active _,
                    FlexOrderState.Failed _,
                    FlexOrderState.Cancelled _,
                    FlexOrderState.DeliveryComplete _,
                    FlexOrderState.Measured _,
                    FlexOrderState.SettlementProposed _,
                    FlexOrderState.Disputed _,
                    FlexOrderState.Settled _,
                    FlexOrderState.Restated _ -> Optional.empty();
        };
        return next.map(state -> {
            OrderStep step = books.move(tx, order, state, now, List.of());
            if (!state.holdsLoad()) {
                PromiseRows.lift(tx, order.id().value());
            }
            return step;
        });
    }

    private <T> Stepped<T> refused(Tx tx, Subject subject, Reason reason, Attempt attempt) {
        return new Stepped.Refused<>(
                reason, books.refused(tx, subject, attempt.step(), reason, attempt.now(), attempt.causes()));
    }

    private static Reason unknown(String what) {
        return new Reason(Code.UNKNOWN, "no such " + what);
    }

    private static Reason illegal(String from, String to) {
        return new Reason(Code.ILLEGAL_STEP, "it is " + from + "; " + to + " does not follow from it");
    }
}
