package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.Passing.Attempt;
import dev.flexgate.flexibility.Reason.Code;
import dev.flexgate.planning.Promises;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * The grid operator's door: needs, offers, orders. Every step happens inside the caller's transaction with its
 * capacity, its plan and its records, so that it is either whole or has never been.
 *
 * <p>{@link dev.flexgate.planning.PlanConflictException} comes out of {@link #ask}, {@link #order} and
 * {@link #activate} while no plan stands or a new one is in the making: roll back and call again in a moment.
 *
 * <p>Rows are locked in one order everywhere: offers, needs, orders, the plan, capacity by site and half-hour, slots.
 */
public final class Flexibility {

    /** Channel on which the database tells that a need, an offer or an order changed. */
    public static final String NEWS = "flexibility";

    private final Database database;
    private final FlexLimits limits;
    private final InstantSource clock;
    private final List<FlexWatcher> watchers;
    private final FlexMeters meters;
    private final Books books;
    private final Asking asking;
    private final Buying buying;
    private final Passing passing;
    private final Answering answering;

    public Flexibility(
            FlexRooms rooms,
            FlexTerms terms,
            FlexLimits limits,
            List<FlexWatcher> watchers,
            InstantSource clock,
            MeterRegistry registry) {
        this.database = rooms.database();
        this.limits = limits;
        this.clock = clock;
        this.watchers = new CopyOnWriteArrayList<>(watchers);
        this.meters = new FlexMeters(registry);
        this.books = new Books(new FlexRecords(rooms.audit(), rooms.actor()), this.watchers, meters);
        this.asking = new Asking(rooms, terms, limits, books);
        this.buying = new Buying(rooms, terms, books);
        this.passing = new Passing(books);
        this.answering = new Answering(this, database, limits);
    }

    /** Tells {@code watcher} of every change of an order from now on, inside the transaction of the change. */
    public void watch(FlexWatcher watcher) {
        watchers.add(watcher);
    }

    /** What every plan has to keep to: give it to {@link dev.flexgate.planning.Planning#keep}. */
    public static Promises promises(Database database) {
        return new PromiseRows(database);
    }

    /**
     * Lets the jobs negotiate what the answer to a request rests on, outside of any transaction: so a transaction that
     * asks it next finds that done, and is short. Changes nothing, and may have been in vain.
     */
    public void foresee(NeedRequest request) {
        if (need(request.requester(), request.requestId()).isEmpty()) {
            asking.foresee(request, now());
        }
    }

    /** The same for an order. */
    public void foresee(OrderRequest request) {
        buying.foresee(request);
    }

    /** Answers a request with an offer that holds until it expires, or says why there is none. */
    public Asked ask(Tx tx, NeedRequest request, List<RecordId> causes) {
        return meters.timed(() -> asking.ask(tx, request, now(), causes));
    }

    /**
     * Takes a request in: with the commit of {@code tx} it is acknowledged, and will be answered, in this life or the
     * next. See {@link #awaitAnswer}.
     */
    public Taken take(Tx tx, NeedRequest request, List<RecordId> causes) {
        return asking.take(tx, request, now(), causes);
    }

    /** Waits for the answer to a request that was taken in; empty when there is none by then. */
    public Optional<Need> awaitAnswer(NeedId id, Duration patience) {
        return answering.await(id, patience);
    }

    /** Requests that were taken in and wait for their answer, the oldest first. */
    List<NeedId> waiting(int limit) {
        return Needs.waiting(database, limit);
    }

    /** Answers a request that was taken in, unless somebody else is at it. */
    void answer(NeedId id) {
        need(id).filter(need -> need.state() instanceof NeedState.Received).ifPresent(need -> {
            asking.foresee(need.request(), now());
            var _ = meters.timed(() -> database.inTransaction(tx -> asking.answer(tx, id, now())));
        });
    }

    /** Answers what was taken in; for {@link FlexClock}, which starts and ends it. */
    Answering answering() {
        return answering;
    }

    /** Buys an offer: re-plan, order, sale and records in one. */
    public Ordered order(Tx tx, OrderRequest request, List<RecordId> causes) {
        return buying.order(tx, request, now(), causes);
    }

    /** Asks and at once orders all that is offered. */
    public Activated activate(Tx tx, NeedRequest request, List<RecordId> causes) {
        Asked asked = ask(tx, request, causes);
        return switch (asked) {
            case Asked.Offered(Need need, Offer offer, RecordId record) -> activate(tx, need, offer, record);
            case Asked.Declined(Need need, Reason reason, RecordId record) ->
                new Activated.Declined(need, reason, record);
            case Asked.Refused(Need need, Reason reason, RecordId record) ->
                new Activated.Declined(need, reason, record);
        };
    }

    private Activated activate(Tx tx, Need need, Offer offer, RecordId cause) {
        var request = OrderRequest.whole(need.request().requester(), offer);
        return switch (order(tx, request, List.of(cause))) {
            case Ordered.Accepted(FlexOrder order, RecordId record) ->
                new Activated.Committed(
                        Needs.lock(tx, need.id()).orElseThrow(),
                        Offers.lock(tx, offer.id()).orElseThrow(),
                        order,
                        record);
            case Ordered.Repeated(FlexOrder order) -> new Activated.Repeated(need, order);
            case Ordered.Rejected(Reason reason, RecordId record) -> new Activated.Declined(need, reason, record);
        };
    }

    /** The requester has the offer. */
    public Stepped<Offer> acknowledge(Tx tx, String requester, OfferId offer, List<RecordId> causes) {
        return passing.offer(tx, offer, of(requester), new OfferState.Acked(), attempt("ACKNOWLEDGE", causes));
    }

    /** The requester does not want the offer. */
    public Stepped<Offer> decline(Tx tx, String requester, OfferId offer, List<RecordId> causes) {
        return passing.offer(tx, offer, of(requester), new OfferState.NotSelected(), attempt("DECLINE", causes));
    }

    /** We take an offer back before it is ordered. */
    public Stepped<Offer> withdraw(Tx tx, OfferId offer, String why, List<RecordId> causes) {
        var state = new OfferState.Revoked(new Reason(Code.WITHDRAWN, why));
        return passing.offer(tx, offer, _ -> true, state, attempt("WITHDRAW", causes));
    }

    /** The requester calls an order off before its window begins: the load is free again. */
    public Stepped<FlexOrder> cancel(Tx tx, String requester, FlexOrderId order, String why, List<RecordId> causes) {
        var state = new FlexOrderState.Cancelled(new Reason(Code.WITHDRAWN, why));
        Predicate<FlexOrder> own = each -> each.request().requester().equals(requester);
        return passing.order(tx, order, own, state, attempt("CANCEL", causes));
    }

    /** We stop an order that runs, for safety: what was delivered by now counts. */
    public Stepped<FlexOrder> abort(Tx tx, FlexOrderId order, String why, List<RecordId> causes) {
        var state = new FlexOrderState.Aborted(new Reason(Code.EMERGENCY, why));
        return passing.order(tx, order, _ -> true, state, attempt("ABORT", causes));
    }

    /**
     * A site does not keep its part: that part is marked, its load is free again from the next half-hour on, watchers
     * are told, and with its last part the order is {@code Failed}. Empty when there is nothing left to give up.
     *
     * @param causes what was heard of the site
     */
    public Optional<FlexOrder> siteFailed(Tx tx, FlexOrderId order, SiteFailure failure, List<RecordId> causes) {
        return passing.giveUp(tx, order, failure, attempt("FAIL", causes)).map(Books.OrderStep::order);
    }

    /**
     * What measurement and settlement have to say: {@code Measured}, {@code SettlementProposed}, {@code Disputed},
     * {@code Settled}, {@code Restated}. What the time has done to the order by now is done first: readings may be in
     * before the clock has ticked.
     *
     * @throws IllegalTransitionException when it does not follow; the attempt is on record all the same
     */
    public FlexOrder advance(Tx tx, FlexOrderId id, FlexOrderState next, List<RecordId> causes) {
        FlexOrder found =
                FlexOrders.lock(tx, id).orElseThrow(() -> new IllegalArgumentException("no order has the id " + id));
        FlexOrder order = passing.caughtUp(tx, found, now());
        try {
            return books.move(tx, order, next, now(), causes).order();
        } catch (IllegalTransitionException illegal) {
            attempted(id, order, next, illegal);
            throw illegal;
        }
    }

    /** In a transaction of its own: the caller's is about to roll back. */
    private void attempted(FlexOrderId id, FlexOrder order, FlexOrderState next, IllegalTransitionException illegal) {
        var reason = new Reason(Code.ILLEGAL_STEP, String.valueOf(illegal.getMessage()));
        Apart.run(() -> database.doInTransaction(apart -> {
            var _ = books.refused(
                    apart, FlexRecords.subject(id, order.version()), next.text(), reason, now(), List.of());
        }));
    }

    public Optional<Need> need(NeedId id) {
        return Needs.find(database, id);
    }

    /** What became of a request. */
    public Optional<Need> need(String requester, String requestId) {
        return Needs.find(database, requester, requestId);
    }

    public Optional<Offer> offer(OfferId id) {
        return Offers.find(database, id);
    }

    /** The newest offer for a need. */
    public Optional<Offer> offerFor(NeedId id) {
        return Offers.of(database, id);
    }

    public Optional<FlexOrder> find(FlexOrderId id) {
        return FlexOrders.find(database, id);
    }

    /** The order that came of a request. */
    public Optional<FlexOrder> find(String requester, String requestId) {
        return FlexOrders.find(database, requester, requestId);
    }

    /** Needs older than {@code before}, newest first, at most a page. */
    public List<Need> needs(UUID before, int limit) {
        return needs(Optional.empty(), before, limit);
    }

    /** The same of one requester alone. */
    public List<Need> needs(Optional<String> requester, UUID before, int limit) {
        return Needs.page(database, requester, before, Math.min(limit, limits.pageMax()));
    }

    /** Orders older than {@code before}, newest first, at most a page. */
    public List<FlexOrder> page(UUID before, int limit) {
        return page(Optional.empty(), before, limit);
    }

    /** The same of one requester alone. */
    public List<FlexOrder> page(Optional<String> requester, UUID before, int limit) {
        return FlexOrders.page(database, requester, before, Math.min(limit, limits.pageMax()));
    }

    /** Moves on what only the time moves: offers that lapse, windows that begin and end. Says how much it did. */
    public int passTime() {
        Instant now = now();
        List<OfferId> lapsed = Offers.due(database, now, limits.duePerTick());
        for (OfferId id : lapsed) {
            database.doInTransaction(tx -> {
                var _ = passing.offer(tx, id, _ -> true, new OfferState.Expired(), attempt("EXPIRE", List.of()));
            });
        }
        List<FlexOrderId> due = FlexOrders.due(database, now, limits.duePerTick());
        for (FlexOrderId id : due) {
            database.doInTransaction(tx -> FlexOrders.lock(tx, id).ifPresent(order -> {
                var _ = passing.passTime(tx, order, now);
            }));
        }
        return lapsed.size() + due.size();
    }

    private Attempt attempt(String step, List<RecordId> causes) {
        return new Attempt(step, now(), causes);
    }

    private static Predicate<Need> of(String requester) {
        return need -> need.request().requester().equals(requester);
    }

    /** As precise as the database keeps it, so that what is read back equals what was said. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
