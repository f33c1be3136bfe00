package dev.flexgate.beckn;

import dev.flexgate.audit.RecordId;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Cancel;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.OnCancel;
import dev.flexgate.beckn.message.BecknMessage.OnRate;
import dev.flexgate.beckn.message.BecknMessage.OnSupport;
import dev.flexgate.beckn.message.BecknMessage.OnTrack;
import dev.flexgate.beckn.message.BecknMessage.OnUpdate;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.BecknMessage.Support;
import dev.flexgate.beckn.message.BecknMessage.Track;
import dev.flexgate.beckn.message.BecknMessage.Update;
import dev.flexgate.beckn.message.Change;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Notice;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.SupportDesk;
import dev.flexgate.beckn.message.Tracking;
import dev.flexgate.market.Aftercare;
import dev.flexgate.market.Aftercare.Answer;
import dev.flexgate.market.Amendment;
import dev.flexgate.market.CancelAsk;
import dev.flexgate.market.Conversation;
import dev.flexgate.market.Market;
import dev.flexgate.market.Order;
import dev.flexgate.market.OrderId;
import dev.flexgate.market.OrderStep;
import dev.flexgate.market.Rated;
import dev.flexgate.market.RatingAsk;
import dev.flexgate.market.Refusal;
import dev.flexgate.market.SupportContact;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Tx;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What can be asked about an order once it is there: to watch, change, end and rate it, and to be helped. */
final class OrderDesk {

    static final Rating.Scale STARS = new Rating.Scale(BigDecimal.ONE, BigDecimal.valueOf(5));

    private static final String CONTRACT_ID = "$.message.contract.id";

    private final BecknNode self;
    private final Market market;
    private final Aftercare aftercare;
    private final Sessions sessions;
    private final Paperwork papers;

    OrderDesk(BecknNode self, Market market, Aftercare aftercare, KeptOrders kept) {
        this.self = self;
        this.market = market;
        this.aftercare = aftercare;
        this.sessions = new Sessions(market, kept);
        this.papers = new Paperwork(market, kept);
    }

    BecknMessage.Callback tracked(Tx tx, Track track, Context reply) {
        Order order = sessions.standing(tx, track.proposal(), reply, "$.message.tracking.contract.id");
        return switch (aftercare.watch(tx, order)) {
            case Answer.Granted<Aftercare.Watch>(Aftercare.Watch watch) ->
                new OnTrack(reply, papers.words(tx, order, track.proposal()), tracking(watch));
            case Answer.Refused<Aftercare.Watch>(Refusal reason, String detail) ->
                new Failed(reply, track, MarketDesk.error(reason, detail));
        };
    }

    private Tracking tracking(Aftercare.Watch watch) {
        return new Tracking(
                LivePage.address(self.url(), watch.token()), !watch.token().isEmpty(), Optional.of(watch.until()));
    }

    BecknMessage.Callback updated(Tx tx, Update update, Context reply, List<RecordId> causes) {
        OrderId id = sessions.asked(tx, update.proposal(), reply);
        Order before = sessions.own(id, reply).orElseThrow(() -> Sessions.unknown(CONTRACT_ID));
        boolean otherSlot = update.proposal().wishes().stream()
                .anyMatch(
                        wish -> !wish.resourceId().equals(before.quote().slot().value()));
        if (otherSlot) {
            throw RefusedException.of(ErrorCode.BIZ_INVALID_UPDATE_TARGET, "the contract is about another slot")
                    .at("$.message.contract.commitments[0].resources[0].id")
                    .fix("send the slot of the contract; buy another one by a select");
        }
        Amendment ask = amendment(update.change(), before);
        if (update.change() instanceof Change.WorkloadShift shift) {
            Optional<OrderStep.Refused> stays =
                    arrival(tx, id, shift, reply).flatMap(to -> moved(tx, id, ask, to, shift, update, reply, causes));
            if (stays.isPresent()) {
                return new Failed(
                        reply,
                        update,
                        MarketDesk.error(stays.get().reason(), stays.get().detail()));
            }
        }
        OrderStep step = market.amend(tx, Sessions.conversation(reply), id, ask, update.preview(), causes);
        var notice = new Notice.Applied(update.change(), before.quote().total());
        return switch (step) {
            case OrderStep.Refused refused ->
                new Failed(reply, update, MarketDesk.error(refused.reason(), refused.detail()));
            case OrderStep.Taken taken ->
                new OnUpdate(reply, contract(tx, taken.order(), update.proposal(), reply), notice, false);
            case OrderStep.Repeated repeated ->
                new OnUpdate(reply, contract(tx, repeated.order(), update.proposal(), reply), notice, update.preview());
            case OrderStep.Previewed previewed ->
                new OnUpdate(reply, contract(tx, previewed.order(), update.proposal(), reply), notice, true);
        };
    }

    /** Where the load comes to run, if that is another contract of this consumer's with us; else it leaves us. */
    private Optional<OrderId> arrival(Tx tx, OrderId from, Change.WorkloadShift shift, Context reply) {
        Optional<OrderId> to = shift.targetContract().isEmpty()
                ? Optional.empty()
                : sessions.called(tx, shift.targetContract(), reply).map(Order::id);
        if (to.filter(from::equals).isPresent()) {
            throw RefusedException.of(ErrorCode.BIZ_INVALID_UPDATE_TARGET, "the load cannot move to where it is")
                    .fix("name another contract as targetOrder, or none");
        }
        return to;
    }

    /** Load moves from contract to contract as a whole: where either refuses, for the reason that is given, it stays. */
    private Optional<OrderStep.Refused> moved(
            Tx tx,
            OrderId from,
            Amendment leaving,
            OrderId to,
            Change.WorkloadShift shift,
            Update update,
            Context reply,
            List<RecordId> causes) {
        Conversation session = Sessions.conversation(reply);
        if (market.amend(tx, session, from, leaving, true, causes) instanceof OrderStep.Refused refused) {
            return Optional.of(refused);
        }
        return market.amend(tx, session, to, new Amendment.Join(shift.load()), update.preview(), causes)
                        instanceof OrderStep.Refused refused
                ? Optional.of(new OrderStep.Refused(
                        refused.reason(), "where the load moves to: " + refused.detail(), refused.record()))
                : Optional.empty();
    }

    private static Amendment amendment(Change change, Order order) {
        return switch (change) {
            case Change.WorkloadShift shift ->
                new Amendment.Shift(shift.load(), shift.response().eventId());
            case Change.ContinueWithAlert keep ->
                new Amendment.Acknowledge(
                        keep.response().eventId(),
                        keep.rationale(),
                        keep.alertAbove().map(CarbonIntensity::milligramsPerKwh),
                        keep.priceAlertAbove(),
                        keep.shutdown().map(stop -> new Amendment.Stop(stop.carbonAbove(), stop.priceAbove())));
            case Change.QuantityChange(Amount amount) ->
                new Amendment.Reshape(Wishes.said(amount, order.window()), Optional.empty());
            case Change.WindowChange(Interval window) -> new Amendment.Reshape(Optional.empty(), Optional.of(window));
            case Change.NewTerms(Amount amount, Extent extent) -> terms(amount, extent, order);
        };
    }

    /** Only what differs is asked for: a consumer repeats the rest. */
    private static Amendment terms(Amount amount, Extent extent, Order order) {
        Optional<Interval> window = extent instanceof Extent.Within(Interval asked) && !asked.equals(order.window())
                ? Optional.of(asked)
                : Optional.empty();
        Optional<Power> power =
                Wishes.said(amount, window.orElse(order.window())).filter(said -> !said.equals(order.power()));
        return new Amendment.Reshape(power, window);
    }

    BecknMessage.Callback cancelled(Tx tx, Cancel cancel, Context reply, List<RecordId> causes) {
        OrderId id = sessions.asked(tx, cancel.proposal(), reply);
        var ask = new CancelAsk(
                cancel.part(), cancel.reason().code(), cancel.reason().comment());
        OrderStep step = market.cancel(tx, Sessions.conversation(reply), id, ask, cancel.preview(), causes);
        return switch (step) {
            case OrderStep.Refused refused ->
                new Failed(reply, cancel, MarketDesk.error(refused.reason(), refused.detail()));
            case OrderStep.Taken taken ->
                new OnCancel(reply, contract(tx, taken.order(), cancel.proposal(), reply), false);
            case OrderStep.Repeated repeated ->
                new OnCancel(reply, contract(tx, repeated.order(), cancel.proposal(), reply), cancel.preview());
            case OrderStep.Previewed previewed ->
                new OnCancel(reply, contract(tx, previewed.order(), cancel.proposal(), reply), true);
        };
    }

    BecknMessage.Callback rated(Tx tx, Rate rate, Context reply, List<RecordId> causes) {
        if (rate.ratings().size() != 1) {
            throw RefusedException.of(ErrorCode.BIZ_GENERIC_ERROR, "a message rates one thing here")
                    .at("$.message.ratingInputs")
                    .fix("send a message for each rating");
        }
        Rating rating = rate.ratings().getFirst();
        Order order = target(tx, rating, reply);
        var ask = new RatingAsk(
                rating.value(), rating.scale().worst(), rating.scale().best(), rating.comment());
        return switch (aftercare.rate(tx, order, ask, rate.preview(), causes)) {
            case Answer.Granted<Optional<Rated>>(Optional<Rated> all) ->
                new OnRate(reply, List.of(score(all)), rate.preview());
            case Answer.Refused<Optional<Rated>>(Refusal reason, String detail) ->
                new Failed(reply, rate, MarketDesk.error(reason, detail));
        };
    }

    private Order target(Tx tx, Rating rating, Context reply) {
        Optional<Order> order =
                rating.targetId().equals(market.catalogue().provider().id())
                        ? sessions.last(tx, reply)
                        : sessions.called(tx, rating.targetId(), reply);
        return order.orElseThrow(
                () -> RefusedException.of(ErrorCode.BIZ_RATING_TARGET_NOT_FOUND, "you have bought nothing of this id")
                        .at("$.message.ratingInputs[0].target.id")
                        .fix("send the id of a contract of yours, or of its provider"));
    }

    private Rating.Score score(Optional<Rated> all) {
        return new Rating.Score(
                market.catalogue().provider().id(),
                Rating.Target.PROVIDER,
                STARS,
                all.map(Rated::stars),
                all.map(Rated::count).orElse(0L));
    }

    BecknMessage.Callback helped(Tx tx, Support support, Context reply, List<RecordId> causes) {
        Optional<OrderId> order = support.contractId().isEmpty()
                ? Optional.empty()
                : Optional.of(sessions.called(tx, support.contractId(), reply)
                        .orElseThrow(() -> Sessions.unknown("$.message.support.orderId"))
                        .id());
        SupportContact contact = market.catalogue()
                .provider()
                .support()
                .orElseThrow(() -> RefusedException.of(
                                ErrorCode.BIZ_SUPPORT_NOT_AVAILABLE, "this provider names nobody who helps")
                        .fix("use what you know of it from outside the network"));
        String ticket = support.preview()
                ? ""
                : aftercare
                        .ask(tx, reply.bap().id(), order, support.topic(), support.callbackPhone(), causes)
                        .toString();
        var desk = new SupportDesk(
                contact.name(), contact.email(), contact.phone(), contact.url(), contact.hours(), ticket);
        return new OnSupport(reply, support.contractId(), desk, support.preview());
    }

    private Contract contract(Tx tx, Order order, Proposal proposal, Context context) {
        return papers.contract(tx, order, proposal, context.bap().id());
    }
}
