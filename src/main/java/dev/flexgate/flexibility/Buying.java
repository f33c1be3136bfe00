package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.Books.NeedStep;
import dev.flexgate.flexibility.Books.OfferStep;
import dev.flexgate.flexibility.Books.OrderStep;
import dev.flexgate.flexibility.Reason.Code;
import dev.flexgate.market.Turns;
import dev.flexgate.planning.Considered;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.WhatIf;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * From an offer to an order: deadline first, then who, then whether it is the same again, then option and price, then
 * whether the jobs can still bear it. Everything that follows is in the same transaction.
 */
final class Buying {

    private static final int FACTOR_SCALE = 4;

    private final FlexRooms rooms;
    private final FlexTerms terms;
    private final Books books;

    Buying(FlexRooms rooms, FlexTerms terms, Books books) {
        this.rooms = rooms;
        this.terms = terms;
        this.books = books;
    }

    Ordered order(Tx tx, OrderRequest request, Instant now, List<RecordId> causes) {
        Optional<Offer> found = Offers.lock(tx, request.offer());
        Optional<Need> need = found.flatMap(offer -> Needs.lock(tx, offer.need()))
                .filter(each -> each.request().requester().equals(request.requester()));
        if (found.isEmpty() || need.isEmpty()) {
            var reason = new Reason(Code.UNKNOWN, "no offer to this requester has this id");
            return rejected(tx, request, 0, reason, now, causes);
        }
        Offer offer = found.get();
        Optional<Ordered> again = again(tx, offer, request);
        if (again.isPresent()) {
            return again.get();
        }
        Optional<Reason> fault = fault(offer, need.get(), request, now);
        if (fault.isPresent()) {
            return rejected(tx, request, offer.version(), fault.get(), now, causes);
        }
        return bought(tx, offer, need.get(), request, now, causes);
    }

    /** Negotiates what {@link #order} would, and keeps nothing but what the room of the plan remembers. */
    void foresee(OrderRequest request) {
        Optional<Offer> offer = Offers.find(rooms.database(), request.offer())
                .filter(found -> found.state().isOpen()
                        && found.option(request.optionRef()).isPresent())
                .filter(_ -> factorFault(request.factor()).isEmpty());
        Optional<Need> need = offer.flatMap(found -> Needs.find(rooms.database(), found.need()));
        if (offer.isPresent() && need.isPresent()) {
            WhatIf whatIf = rooms.planning().whatIf();
            List<SiteShare> shares = shares(offer.get(), request);
            Bounds promised = Targets.of(offer.get(), shares, sold(offer.get(), need.get()));
            var _ = promised.within(whatIf.plan().grid()).askedOf(whatIf);
        }
    }

    /** What every site of the offer has sold by now. */
    private Targets.Sold sold(Offer offer, Need need) {
        Map<SiteId, SortedMap<Instant, Turns.Row>> rows = new HashMap<>();
        offer.baseline().stream()
                .map(PlannedLoad::site)
                .distinct()
                .forEach(site -> rows.put(
                        site, Turns.read(rooms.database(), site, need.request().window(), offer.direction())));
        return (site, period) -> Optional.ofNullable(rows.get(site))
                .map(halfHours -> halfHours.get(period))
                .map(Turns.Row::sold)
                .orElse(Power.ZERO);
    }

    private Ordered rejected(
            Tx tx, OrderRequest request, int version, Reason reason, Instant now, List<RecordId> causes) {
        RecordId record =
                books.refused(tx, FlexRecords.subject(request.offer(), version), "ORDER", reason, now, causes);
        return new Ordered.Rejected(reason, record);
    }

    private static Optional<Ordered> again(Tx tx, Offer offer, OrderRequest request) {
        if (!(offer.state() instanceof OfferState.Ordered(FlexOrderId id))) {
            return Optional.empty();
        }
        return FlexOrders.lock(tx, id)
                .filter(order -> order.optionRef() == request.optionRef()
                        && order.factor().compareTo(request.factor()) == 0)
                .map(Ordered.Repeated::new);
    }

    private Optional<Reason> fault(Offer offer, Need need, OrderRequest request, Instant now) {
        if (!now.isBefore(offer.validUntil()) || offer.state() instanceof OfferState.Expired) {
            return NeedRules.because(Code.OFFER_EXPIRED, "the offer was valid until " + offer.validUntil());
        }
        if (!offer.state().isOpen()) {
            return NeedRules.because(
                    Code.ILLEGAL_STEP, "the offer is " + offer.state().text() + " and cannot be ordered");
        }
        Optional<OfferOption> option = offer.option(request.optionRef());
        if (option.isEmpty()) {
            return NeedRules.because(
                    Code.OPTION_INVALID,
                    "the offer has options 1 to " + offer.options().size());
        }
        return factorFault(request.factor()).or(() -> priceFault(offer, need, request));
    }

    private Optional<Reason> factorFault(BigDecimal factor) {
        boolean fits = factor.compareTo(terms.leastFactor()) >= 0
                && factor.compareTo(BigDecimal.ONE) <= 0
                && factor.stripTrailingZeros().scale() <= FACTOR_SCALE;
        return fits
                ? Optional.empty()
                : NeedRules.because(
                        Code.OPTION_INVALID,
                        "the factor must be " + terms.leastFactor() + " to 1 with at most four decimals");
    }

    private static Optional<Reason> priceFault(Offer offer, Need need, OrderRequest request) {
        Money price = price(shares(offer, request), need.request());
        return request.price()
                .filter(named -> !named.currency().equals(price.currency()) || named.compareTo(price) != 0)
                .flatMap(
                        _ -> NeedRules.because(Code.PRICE_MISMATCH, "the price of this part of the offer is " + price));
    }

    private Ordered bought(Tx tx, Offer offer, Need need, OrderRequest request, Instant now, List<RecordId> causes) {
        Breath.hold(tx);
        rooms.planning().hold(tx);
        WhatIf whatIf = rooms.planning().whatIf();
        Turns.lock(tx, whatIf.plan().grid().span());
        Targets.Sold sold = sold(offer, need);
        List<SiteShare> shares = shares(offer, request);
        Bounds promised = Targets.of(offer, shares, sold);
        Optional<Considered> considered = promised.within(whatIf.plan().grid()).askedOf(whatIf);
        Optional<Reason> unbearable = unbearable(considered, offer.direction());
        if (unbearable.isPresent()) {
            return rejected(tx, request, offer.version(), unbearable.get(), now, causes);
        }
        FlexOrder order = received(offer, need, request, shares, promised, sold, now);
        RecordId received = books.open(tx, order, causes);
        OrderStep accepted = books.move(tx, order, new FlexOrderState.Accepted(), now, List.of(received));
        sell(tx, offer, shares, need.request());
        PromiseRows.lift(tx, offer.id().value());
        PromiseRows.hold(tx, order.id().value(), promised);
        String turn = offer.direction() == Direction.DOWN ? "turn-down" : "turn-up";
        String cause = turn + " of " + order.power() + " for " + request.requester();
        Plan plan = rooms.planning().adopt(tx, considered.orElseThrow(), cause, List.of(accepted.record()));
        settle(tx, offer, need, order, now, accepted.record());
        OrderStep scheduled = books.move(
                tx, accepted.order(), new FlexOrderState.Scheduled(plan.version()), now, List.of(accepted.record()));
        return new Ordered.Accepted(scheduled.order(), scheduled.record());
    }

    /** The offer is bought and the need is filled, as far as it is. */
    private void settle(Tx tx, Offer offer, Need need, FlexOrder order, Instant now, RecordId cause) {
        Offer acked = offer.state() instanceof OfferState.Submitted
                ? books.move(tx, offer, need.request(), new OfferState.Acked(), now, List.of(cause))
                        .offer()
                : offer;
        OfferStep ordered =
                books.move(tx, acked, need.request(), new OfferState.Ordered(order.id()), now, List.of(cause));
        boolean whole = order.power().compareTo(need.request().power()) >= 0;
        NeedState filled = whole ? new NeedState.Filled(order.id()) : new NeedState.PartiallyFilled(order.id());
        NeedStep _ = books.move(tx, need, filled, now, List.of(ordered.record()));
    }

    private static Optional<Reason> unbearable(Optional<Considered> considered, Direction direction) {
        if (considered.isEmpty()) {
            return NeedRules.because(
                    Code.NO_FLEXIBLE_LOAD,
                    direction == Direction.DOWN
                            ? "runs have begun meanwhile that may not pause; ask again for less"
                            : "jobs that would have come are done, or have begun elsewhere, meanwhile; ask again");
        }
        Considered found = considered.get();
        return found.undone().joules() > 0
                ? NeedRules.because(
                        Code.WORK_WOULD_BE_LOST,
                        "new work came meanwhile: " + found.undone() + " of IT work would be left undone, of "
                                + found.losers().size() + " jobs; ask again")
                : Optional.empty();
    }

    /** The reservation of the largest option ends; what was ordered of it is sold. */
    private static void sell(Tx tx, Offer offer, List<SiteShare> shares, NeedRequest request) {
        for (SiteShare reserved : Targets.most(offer)) {
            Power ordered = Targets.share(shares, reserved.site())
                    .map(SiteShare::itPower)
                    .orElse(Power.ZERO);
            Power rest = reserved.itPower().minus(ordered);
            if (rest.isPositive()) {
                Turns.release(tx, reserved.site(), request.window(), request.direction(), rest);
            }
            if (ordered.isPositive()) {
                Turns.sell(tx, reserved.site(), request.window(), request.direction(), ordered);
            }
        }
    }

    private FlexOrder received(
            Offer offer,
            Need need,
            OrderRequest request,
            List<SiteShare> shares,
            Bounds promised,
            Targets.Sold sold,
            Instant now) {
        List<OrderLine> lines = new ArrayList<>();
        for (PlannedLoad load : offer.baseline()) {
            Targets.share(shares, load.site())
                    .ifPresent(share -> lines.add(line(load, share, need.request(), promised, sold)));
        }
        return new FlexOrder(
                new FlexOrderId(rooms.ids().next()),
                offer.id(),
                need.id(),
                need.request(),
                request.optionRef(),
                request.factor().setScale(FACTOR_SCALE, RoundingMode.UNNECESSARY),
                lines,
                price(shares, need.request()),
                offer.option(request.optionRef()).orElseThrow().confidence(),
                new FlexOrderState.Received(),
                1,
                now);
    }

    private OrderLine line(PlannedLoad load, SiteShare share, NeedRequest request, Bounds promised, Targets.Sold sold) {
        Power since = Targets.soldSince(load, sold);
        Power moved = facility(load.site(), since);
        Power baseline = Targets.turned(request.direction(), load.facility(), moved);
        return new OrderLine(
                load.site(),
                load.period(),
                share.power(),
                share.itPower(),
                baseline,
                Targets.turned(request.direction(), baseline, share.power()),
                promised.at(load.site(), load.period().start()).orElseThrow(),
                share.price(),
                request.penalty()
                        .orElseGet(() ->
                                new EnergyPrice(BigDecimal.ZERO, share.price().currency())));
    }

    private Power facility(SiteId id, Power itPower) {
        Site site = rooms.sites().get().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        return new Power(BigDecimal.valueOf(itPower.watts())
                .multiply(site.power().effectiveness())
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact());
    }

    /** The shares of the ordered part: facility power half-even to a watt, IT power in the same proportion, up. */
    private static List<SiteShare> shares(Offer offer, OrderRequest request) {
        return offer.option(request.optionRef()).orElseThrow().shares().stream()
                .map(share -> new SiteShare(
                        share.site(),
                        part(share.power(), request.factor(), RoundingMode.HALF_EVEN),
                        part(share.itPower(), request.factor(), RoundingMode.CEILING),
                        share.price()))
                .toList();
    }

    private static Power part(Power power, BigDecimal factor, RoundingMode mode) {
        return new Power(BigDecimal.valueOf(power.watts())
                .multiply(factor)
                .setScale(0, mode)
                .longValueExact());
    }

    private static Money price(List<SiteShare> shares, NeedRequest request) {
        return shares.stream()
                .map(share -> share.amount(request.window()))
                .reduce(Money::plus)
                .orElseThrow();
    }
}
