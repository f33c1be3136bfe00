package dev.flexgate.market;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.Subject;
import dev.flexgate.market.MarketRecords.Causes;
import dev.flexgate.market.OrderRules.Step;
import dev.flexgate.planning.PriceAnswer;
import dev.flexgate.planning.PriceAsk;
import dev.flexgate.planning.Priced;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The marketplace. Every step of an order happens inside the caller's transaction together with its reservation and
 * its audit record, so that a step is either whole or has never been.
 *
 * <p>Rows are locked in one order everywhere: orders by id, then capacity by site and half-hour, then slots by id.
 */
public final class Market {

    /** Said on the news channel when something for sale changed. */
    public static final String NEWS = "market";

    private final Database database;
    private final MarketRecords records;
    private final Showcase showcase;
    private final Function<PriceAsk, PriceAnswer> prices;
    private final OrderMoves moves;
    private final Changing changing;
    private volatile Outturns outturns = Outturns.UNKNOWN;
    private final Ids ids;
    private final InstantSource clock;
    private final MarketLimits limits;

    /**
     * Opens the market.
     *
     * @param prices what power costs beside the standing plan: planning's answer
     */
    public Market(
            Database database,
            MarketRecords records,
            Showcase showcase,
            Function<PriceAsk, PriceAnswer> prices,
            List<OrderWatcher> watchers,
            Ids ids,
            InstantSource clock,
            MarketLimits limits) {
        this.database = database;
        this.records = records;
        this.showcase = showcase;
        this.prices = prices;
        this.moves = new OrderMoves(records, watchers);
        this.changing = new Changing(showcase, prices);
        this.ids = ids;
        this.clock = clock;
        this.limits = limits;
    }

    /** Lets somebody hear of every change of an order from now on. */
    public void watch(OrderWatcher watcher) {
        moves.watch(watcher);
    }

    void alerted(Tx tx, Order order, Alert alert, RecordId record) {
        moves.alerted(tx, order, alert, record);
    }

    /** Lets orders be settled at the emissions that were really measured. */
    public void heed(Outturns known) {
        outturns = known;
    }

    /** What is for sale: an immutable snapshot. */
    public Catalogue catalogue() {
        return showcase.catalogue();
    }

    public Optional<Order> find(OrderId id) {
        return Orders.find(database, id);
    }

    /** As {@link #page(UUID, int)}, of these buyers alone. */
    public List<Order> page(Set<String> participants, UUID before, int limit) {
        return Orders.page(database, participants, before, Math.min(limit, limits.pageMax()));
    }

    /** Orders older than {@code before}, newest first, at most a page. */
    public List<Order> page(UUID before, int limit) {
        return Orders.page(database, before, Math.min(limit, limits.pageMax()));
    }

    /** The latest order of a conversation. */
    public Optional<Order> latest(Tx tx, Conversation conversation) {
        return Orders.latest(tx, conversation);
    }

    /** Prices a request and holds the price by a reservation; an earlier open quote of the conversation lapses. */
    public Quotation quote(Tx tx, QuoteRequest request, List<RecordId> causes) {
        Instant now = clock.instant();
        var why = new Causes(now, causes);
        Optional<Slots.Published> found = Slots.find(tx, request.slot());
        if (found.isEmpty()) {
            return refuse(tx, request, Refusal.SLOT_UNKNOWN, "no published slot has this id; discover again", why);
        }
        Slot slot = found.get().slot();
        Optional<Fault> fault = faultOf(request, slot, now);
        if (fault.isPresent()) {
            return refuse(tx, request, fault.get().reason(), fault.get().detail(), why);
        }
        replaceOpen(tx, request, slot.site(), why);
        Power left = Capacity.lockLeft(tx, slot.site(), request.window());
        return left.compareTo(request.power()) < 0
                ? counterOffer(tx, request, left, why)
                : offer(tx, request, slot, why.and(found.get().record()));
    }

    /** The buyer states its terms for a quote. */
    public OrderStep initiate(Tx tx, Conversation conversation, OrderId id, List<RecordId> causes) {
        Instant now = clock.instant();
        return step(tx, conversation, id, new Causes(now, causes), order -> OrderRules.initiate(order, now));
    }

    /** The buyer buys: the reservation becomes a sale. */
    public OrderStep confirm(Tx tx, Conversation conversation, OrderId id, StatedPrice price, List<RecordId> causes) {
        Instant now = clock.instant();
        return step(tx, conversation, id, new Causes(now, causes), order -> OrderRules.confirm(order, price, now));
    }

    /**
     * The buyer gives up an order, or a part of it.
     *
     * @param preview whether only to say what it would cost: nothing is changed
     */
    public OrderStep cancel(
            Tx tx, Conversation conversation, OrderId id, CancelAsk ask, boolean preview, List<RecordId> causes) {
        Instant now = clock.instant();
        var rules = new ChangeRules(showcase.offer(), now);
        return change(tx, conversation, id, preview, new Causes(now, causes), order -> rules.cancel(order, ask));
    }

    /**
     * The buyer changes what it has bought.
     *
     * @param preview whether only to say what would come of it: nothing is changed
     */
    public OrderStep amend(
            Tx tx, Conversation conversation, OrderId id, Amendment ask, boolean preview, List<RecordId> causes) {
        Instant now = clock.instant();
        var why = new Causes(now, causes);
        if (ask instanceof Amendment.Acknowledge acknowledge) {
            return acknowledge(tx, conversation, id, acknowledge, preview, why);
        }
        var rules = new ChangeRules(showcase.offer(), now);
        return change(
                tx,
                conversation,
                id,
                preview,
                why,
                order -> rules.amend(
                        order,
                        ask,
                        ask instanceof Amendment.Shift shift && Alerts.isOurs(tx, order.id(), shift.eventId())));
    }

    private OrderStep acknowledge(
            Tx tx, Conversation conversation, OrderId id, Amendment.Acknowledge ask, boolean preview, Causes why) {
        return moves.withOwn(tx, conversation, id, why, order -> {
            switch (order) {
                case Order.Accepted _, Order.Active _ -> {}
                case Order.Cancelled _ -> {
                    return moves.refused(
                            tx,
                            order,
                            Refusal.ALREADY_CANCELLED,
                            OrderMoves.detailOf(Refusal.ALREADY_CANCELLED, order),
                            why);
                }
                case Order.Quoted _, Order.Initiated _, Order.DeliveryComplete _, Order.Settled _, Order.Expired _ -> {
                    return moves.refused(
                            tx, order, Refusal.ILLEGAL_STEP, OrderMoves.detailOf(Refusal.ILLEGAL_STEP, order), why);
                }
            }
            if (!preview) {
                var details = Json.object().put("eventId", ask.eventId()).put("note", ask.note());
                ask.alertAboveMgPerKwh().ifPresent(above -> details.put("alertAboveMgPerKwh", above));
                ask.priceAlertAbove()
                        .ifPresent(above -> details.put(
                                        "alertAbovePricePerItKwh",
                                        above.perKilowattHour().toPlainString())
                                .put("currency", above.currency().getCurrencyCode()));
                ask.stop().ifPresent(stop -> details.set("stop", json(stop)));
                records.noted(tx, OrderMoves.subjectOf(order), "ALERT_ACKNOWLEDGED", details, why);
                Alerts.acknowledge(tx, order.id(), ask, why.at());
                ask.stop().ifPresent(stop -> Stops.keep(tx, order.id(), stop, why.at()));
            }
            return new OrderStep.Repeated(order);
        });
    }

    private static ObjectNode json(Amendment.Stop stop) {
        ObjectNode json = Json.object();
        stop.carbonAbove().ifPresent(above -> json.put("carbonAboveMgPerKwh", above.milligramsPerKwh()));
        stop.priceAbove()
                .ifPresent(above -> json.put(
                                "priceAbovePerItKwh", above.perKilowattHour().toPlainString())
                        .put("currency", above.currency().getCurrencyCode()));
        return json;
    }

    /**
     * A buyer's load stops by itself, as it had asked: what can still change is given up, for nothing, since it is our
     * forecast that has changed. Where all has begun that nothing can change of any more, nothing happens.
     */
    void stop(Tx tx, Order order, Alert alert, Causes why) {
        var verdict = new ChangeRules(showcase.offer(), why.at()).stop(order);
        if (changing.draft(tx, order, verdict, why.at()) instanceof Changing.Draft.Possible(Order next)) {
            Stops.stopped(tx, order.id(), why.at());
            moves.stopped(tx, next, alert, moves.move(tx, order, next, why));
        }
    }

    /** Moves on what only the time moves: lapsed quotes, begun and ended windows. Says how much it did. */
    int passTime() {
        Instant now = clock.instant();
        List<OrderId> due = Orders.due(database, now, now.minus(limits.settleAfter()), limits.duePerTick());
        for (OrderId id : due) {
            database.inTransaction(tx -> {
                Orders.lock(tx, id).ifPresent(order -> passTime(tx, order, new Causes(now, List.of())));
                return id;
            });
        }
        return due.size();
    }

    private void passTime(Tx tx, Order order, Causes why) {
        if (order instanceof Order.DeliveryComplete complete
                && !why.at().isBefore(complete.since().plus(limits.settleAfter()))) {
            moves.move(tx, order, complete.settled(Settling.outcome(complete, outturns), why.at()), why);
        } else if (OrderRules.passingOfTime(order, why.at()) instanceof Step.Taken taken) {
            moves.move(tx, order, taken.next(), why);
        }
    }

    private record Fault(Refusal reason, String detail) {}

    private Optional<Fault> faultOf(QuoteRequest request, Slot slot, Instant now) {
        OfferTemplate offer = showcase.offer();
        Interval window = request.window();
        if (window.start().isBefore(now.plus(offer.leastNotice()))) {
            return Optional.of(new Fault(
                    Refusal.WINDOW_PAST,
                    "the window must begin at least " + offer.leastNotice().toMinutes() + " minutes from now"));
        }
        if (!slot.window().contains(window)
                || !HalfHours.isAligned(window.start())
                || !HalfHours.isAligned(window.end())) {
            return Optional.of(new Fault(
                    Refusal.TERMS_OUTSIDE_SLOT, "the window must be whole half-hours inside " + slot.window()));
        }
        if (request.power().compareTo(offer.leastPower()) < 0) {
            return Optional.of(new Fault(Refusal.TERMS_OUTSIDE_SLOT, "at least " + offer.leastPower() + " are sold"));
        }
        return Optional.empty();
    }

    private Quotation refuse(Tx tx, QuoteRequest request, Refusal reason, String detail, Causes why) {
        RecordId record = records.refused(tx, subjectOf(request), reason, detail, List.of(), why);
        return new Quotation.Refused(reason, detail, record);
    }

    private Quotation counterOffer(Tx tx, QuoteRequest request, Power left, Causes why) {
        List<Slot> alternatives = catalogue()
                .cheapest(
                        request.power(),
                        why.at().plus(showcase.offer().leastNotice()),
                        request.slot(),
                        limits.alternativesMax());
        String detail = "only " + left + " are left in the window";
        if (alternatives.isEmpty()) {
            return refuse(tx, request, Refusal.CAPACITY_UNAVAILABLE, detail, why);
        }
        RecordId record =
                records.refused(tx, subjectOf(request), Refusal.CAPACITY_UNAVAILABLE, detail, alternatives, why);
        return new Quotation.CounterOffer(Refusal.CAPACITY_UNAVAILABLE, alternatives, record);
    }

    private Quotation offer(Tx tx, QuoteRequest request, Slot slot, Causes why) {
        PriceAnswer answer = prices.apply(new PriceAsk(slot.site(), request.window(), request.power()));
        return switch (answer) {
            case Priced priced -> hold(tx, request, slot, priced, why);
            case PriceAnswer.NoRoom none ->
                refuse(
                        tx,
                        request,
                        Refusal.CAPACITY_UNAVAILABLE,
                        "a new plan is being agreed (" + none.reason() + ")",
                        why);
        };
    }

    private Quotation hold(Tx tx, QuoteRequest request, Slot slot, Priced priced, Causes why) {
        Capacity.reserve(tx, slot.site(), request.window(), Direction.UP, request.power());
        OfferTemplate offer = showcase.offer();
        var order = new Order.Quoted(
                new OrderId(ids.next()),
                request.conversation(),
                Quote.of(slot.id(), priced, offer.fee()),
                1,
                why.at(),
                why.at().plus(offer.quoteValidity()));
        RecordId record = records.moved(tx, order, why.records());
        Orders.insert(tx, order, record);
        moves.tell(tx, Optional.empty(), order, record);
        return new Quotation.Offered(order, record);
    }

    /** Locks in the house's order before anything is released: the capacity of the old quotes and of the new one. */
    private void replaceOpen(Tx tx, QuoteRequest request, SiteId site, Causes why) {
        List<Order> open = Orders.lockOpen(tx, request.conversation());
        record Span(SiteId site, Interval window) {}
        List<Span> spans = new ArrayList<>(open.stream()
                .map(order -> new Span(order.quote().site(), order.window()))
                .toList());
        spans.add(new Span(site, request.window()));
        spans.stream()
                .sorted(Comparator.comparing(Span::site)
                        .thenComparing(span -> span.window().start()))
                .forEach(span -> Capacity.lock(tx, span.site(), span.window(), Direction.UP));
        for (Order order : open) {
            switch (order) {
                case Order.Quoted quoted -> moves.move(tx, order, quoted.expired(why.at()), why);
                case Order.Initiated initiated -> moves.move(tx, order, initiated.expired(why.at()), why);
                case Order.Accepted _,
                        Order.Active _,
                        Order.DeliveryComplete _,
                        Order.Settled _,
                        Order.Cancelled _,
                        Order.Expired _ -> throw new IllegalStateException("order " + order.id() + " is not open");
            }
        }
    }

    /** One step of one order. */
    private interface Rule {
        Step of(Order order);
    }

    private OrderStep step(Tx tx, Conversation conversation, OrderId id, Causes why, Rule rule) {
        return moves.withOwn(tx, conversation, id, why, order -> switch (rule.of(order)) {
            case Step.Taken taken -> new OrderStep.Taken(taken.next(), moves.move(tx, order, taken.next(), why));
            case Step.Repeated repeated -> new OrderStep.Repeated(repeated.order());
            case Step.Refused refused ->
                moves.refused(tx, order, refused.reason(), OrderMoves.detailOf(refused.reason(), order), why);
        });
    }

    private OrderStep change(
            Tx tx,
            Conversation conversation,
            OrderId id,
            boolean preview,
            Causes why,
            Function<Order, ChangeRules.Verdict> rule) {
        return moves.withOwn(tx, conversation, id, why, order -> switch (changing.draft(
                tx, order, rule.apply(order), why.at())) {
            case Changing.Draft.Refused refused -> moves.refused(tx, order, refused.reason(), refused.detail(), why);
            case Changing.Draft.Possible possible when preview -> new OrderStep.Previewed(possible.next());
            case Changing.Draft.Possible possible ->
                new OrderStep.Taken(possible.next(), moves.move(tx, order, possible.next(), why));
        });
    }

    private static Subject subjectOf(QuoteRequest request) {
        return new Subject("slot", request.slot().value(), 0);
    }
}
