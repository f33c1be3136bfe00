package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.beckn.activation.FlexDesk;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.discovery.DiscoveryLimits;
import dev.flexgate.beckn.discovery.Search;
import dev.flexgate.beckn.discovery.Viewer;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Activate;
import dev.flexgate.beckn.message.BecknMessage.AskChoices;
import dev.flexgate.beckn.message.BecknMessage.Cancel;
import dev.flexgate.beckn.message.BecknMessage.Choices;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.FlexRequest;
import dev.flexgate.beckn.message.BecknMessage.FlexStatus;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.OnInit;
import dev.flexgate.beckn.message.BecknMessage.OnSelect;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.Pull;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Status;
import dev.flexgate.beckn.message.BecknMessage.Support;
import dev.flexgate.beckn.message.BecknMessage.Track;
import dev.flexgate.beckn.message.BecknMessage.Update;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Memo;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.beckn.share.Pulls;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Market;
import dev.flexgate.market.Order;
import dev.flexgate.market.OrderId;
import dev.flexgate.market.OrderStep;
import dev.flexgate.market.Quotation;
import dev.flexgate.market.QuoteRequest;
import dev.flexgate.market.Refusal;
import dev.flexgate.market.Slot;
import dev.flexgate.market.SlotId;
import dev.flexgate.store.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where the network meets the market: the only class that speaks to it, flexibility has a desk of its own. A request becomes the market's act, its
 * outcome becomes the callback. What the market refuses it has recorded itself; what is refused here, before it is
 * asked, is thrown.
 */
final class MarketDesk {

    private static final String LINE = "$.message.contract.commitments[0]";

    private final Market market;
    private final FlexDesk flexibility;
    private final OrderDesk orders;
    private final Paperwork papers;
    private final Showroom showroom;
    private final KeptOrders kept;
    private final Sessions sessions;
    private final Pulls pulls;
    private final Function<String, Set<String>> memberships;
    private final InstantSource clock;

    /** @param memberships of which networks the registry says that a participant is a member */
    MarketDesk(
            Market market,
            OrderDesk orders,
            FlexDesk flexibility,
            DiscoveryLimits discovery,
            KeptOrders kept,
            Pulls pulls,
            Function<String, Set<String>> memberships,
            InstantSource clock) {
        this.market = market;
        this.orders = orders;
        this.papers = new Paperwork(market, kept);
        this.flexibility = flexibility;
        this.showroom = new Showroom(market::catalogue, discovery);
        this.kept = kept;
        this.sessions = new Sessions(market, kept);
        this.pulls = pulls;
        this.memberships = memberships;
        this.clock = clock;
    }

    /** Lets jobs negotiate what an activation will ask of them, outside of any transaction. */
    void foresee(Activate activate) {
        flexibility.foresee(activate);
    }

    /**
     * The answer, in the envelope {@code reply}; what it changes is changed in {@code tx}.
     *
     * @param causes the record of its message, when there is one
     */
    BecknMessage.Callback answer(
            Tx tx, BecknMessage.Request request, Dialect dialect, Context reply, List<RecordId> causes) {
        return switch (request) {
            case Discover discover -> discovered(discover, dialect, reply);
            case Select select -> selected(tx, select, dialect, reply, causes);
            case Init init -> initiated(tx, init, dialect, reply, causes);
            case Confirm confirm -> confirmed(tx, confirm, dialect, reply, causes);
            case Status status -> new OnStatus(reply, contract(tx, standing(tx, status), status.proposal(), reply));
            case Track track -> orders.tracked(tx, track, reply);
            case Update update -> orders.updated(tx, update, reply, causes);
            case Cancel cancel -> orders.cancelled(tx, cancel, reply, causes);
            case Rate rate -> orders.rated(tx, rate, reply, causes);
            case Support support -> orders.helped(tx, support, reply, causes);
            case Pull pull -> pulls.answer(tx, pull, reply);
            case AskChoices ask ->
                new Choices(
                        reply,
                        ask.action(),
                        Choosing.of(ask.action(), market.catalogue().offer()));
            case FlexStatus status -> flexOrSlot(tx, status, dialect, reply, causes);
            case FlexRequest flex -> flexibility.answer(tx, flex, dialect, reply, causes);
        };
    }

    /** Nothing in a status but its domain tells flexibility from windows, and clients name the wrong one. */
    private BecknMessage.Callback flexOrSlot(
            Tx tx, FlexStatus status, Dialect dialect, Context reply, List<RecordId> causes) {
        var named = new Proposal(status.orderId(), List.of(), List.of(), List.of());
        return sessions.called(tx, status.orderId(), reply)
                .<BecknMessage.Callback>map(order -> new OnStatus(reply, contract(tx, order, named, reply)))
                .orElseGet(() -> flexibility.answer(tx, status, dialect, reply, causes));
    }

    private BecknMessage.Callback discovered(Discover discover, Dialect dialect, Context reply) {
        var search = new Search(discover.intent(), viewer(discover.context()));
        return new OnDiscover(reply, showroom.find(search, dialect));
    }

    /** Of which networks a consumer is a member the registry says; what a message says of that proves nothing. */
    private Viewer viewer(Context context) {
        boolean open = market.catalogue().offer().availableTo().isEmpty();
        String consumer = context.bap().id();
        return new Viewer(consumer, open ? Set.of() : memberships.apply(consumer), "BAP");
    }

    private BecknMessage.Callback selected(
            Tx tx, Select select, Dialect dialect, Context reply, List<RecordId> causes) {
        Wish wish = Wishes.only(select.proposal());
        Quotation quotation = market.quote(tx, request(wish, reply), causes);
        if (quotation instanceof Quotation.Offered offered) {
            Memo memo = memo(select.proposal());
            keep(tx, offered.order(), select, dialect, wish.amount() instanceof Amount.Unsaid ? unsaid(memo) : memo);
            return new OnSelect(reply, contract(tx, offered.order(), select.proposal(), reply));
        }
        return unquoted(quotation, select, reply);
    }

    private QuoteRequest request(Wish wish, Context reply) {
        if (!Offering.isFor(viewer(reply), market.catalogue().offer())) {
            throw RefusedException.of(ErrorCode.BIZ_OFFER_NOT_FOUND, "no offer of ours has this id")
                    .at("$.message")
                    .fix("discover again");
        }
        return Wishes.request(wish, Sessions.conversation(reply), market.catalogue());
    }

    private static Memo memo(Proposal proposal) {
        return new Memo(proposal.contractId(), proposal.assumed());
    }

    private static Memo unsaid(Memo memo) {
        return memo.and("", List.of(Memo.LOAD_UNSAID));
    }

    private void keep(Tx tx, Order order, BecknMessage.Request request, Dialect dialect, Memo memo) {
        boolean ours = memo.name().equals(order.id().toString());
        kept.keep(tx, order.id(), dialect, request, ours ? new Memo("", memo.assumed()) : memo, clock.instant());
    }

    private static Failed unquoted(Quotation quotation, BecknMessage.Request asked, Context reply) {
        return switch (quotation) {
            case Quotation.CounterOffer counter ->
                new Failed(
                        reply,
                        asked,
                        error(counter.reason(), "less than that is left of the slot; others are free")
                                .with("alternatives", ids(counter.alternatives())));
            case Quotation.Refused refused -> new Failed(reply, asked, error(refused.reason(), refused.detail()));
            case Quotation.Offered _ -> throw new IllegalStateException("an offer is no refusal");
        };
    }

    private static String ids(List<Slot> slots) {
        return slots.stream().map(slot -> slot.id().value()).collect(Collectors.joining(","));
    }

    private BecknMessage.Callback initiated(Tx tx, Init init, Dialect dialect, Context reply, List<RecordId> causes) {
        OrderId id = sessions.shaped(tx, init.proposal(), reply);
        Optional<Order> own = sessions.own(id, reply);
        if (own.filter(order -> isLoadNamedNow(tx, order, init.proposal())).isPresent()) {
            Quotation quotation = market.quote(tx, request(Wishes.only(init.proposal()), reply), causes);
            if (!(quotation instanceof Quotation.Offered offered)) {
                return unquoted(quotation, init, reply);
            }
            Memo before = kept.find(tx, id).map(KeptOrder::memo).orElse(Memo.NONE);
            keep(
                    tx,
                    offered.order(),
                    init,
                    dialect,
                    before.and(called(before, id), init.proposal().assumed()));
            id = offered.order().id();
        } else {
            Wishes.unchanged(init.proposal(), own);
        }
        OrderStep step = market.initiate(tx, Sessions.conversation(reply), id, causes);
        return stepped(tx, step, init, init.proposal(), dialect, reply, contract -> new OnInit(reply, contract));
    }

    /** Who uses our id goes on using the one it knows. */
    private static String called(Memo before, OrderId id) {
        return before.name().isEmpty() ? id.toString() : before.name();
    }

    /** The price was asked without a load, which is named only with the terms: it is quoted anew for that. */
    private boolean isLoadNamedNow(Tx tx, Order order, Proposal proposal) {
        boolean unsaid = order instanceof Order.Quoted
                && kept.find(tx, order.id())
                        .filter(each -> each.memo().assumed().contains(Memo.LOAD_UNSAID))
                        .isPresent();
        return unsaid
                && Wishes.said(Wishes.only(proposal).amount(), order.window())
                        .filter(power -> !power.equals(order.power()))
                        .isPresent();
    }

    private BecknMessage.Callback confirmed(
            Tx tx, Confirm confirm, Dialect dialect, Context reply, List<RecordId> causes) {
        OrderId id = sessions.shaped(tx, confirm.proposal(), reply);
        Wishes.unchanged(confirm.proposal(), sessions.own(id, reply));
        var price = Wishes.price(confirm.proposal());
        OrderStep step = market.confirm(tx, Sessions.conversation(reply), id, price, causes);
        return stepped(
                tx, step, confirm, confirm.proposal(), dialect, reply, contract -> new OnConfirm(reply, contract));
    }

    /** What came of a step; a step that was taken keeps what its message says. */
    private BecknMessage.Callback stepped(
            Tx tx,
            OrderStep step,
            BecknMessage.Request request,
            Proposal proposal,
            Dialect dialect,
            Context reply,
            Function<Contract, BecknMessage.Callback> answer) {
        return switch (step) {
            case OrderStep.Taken taken -> {
                keep(tx, taken.order(), request, dialect, memo(proposal));
                yield answer.apply(contract(tx, taken.order(), proposal, reply));
            }
            case OrderStep.Repeated repeated -> answer.apply(contract(tx, repeated.order(), proposal, reply));
            case OrderStep.Refused refused -> new Failed(reply, request, error(refused.reason(), refused.detail()));
            case OrderStep.Previewed _ -> throw new IllegalStateException("neither init nor confirm has a preview");
        };
    }

    private Order standing(Tx tx, Status status) {
        return sessions.standing(tx, status.proposal(), status.context(), "$.message.contract.id");
    }

    private Contract contract(Tx tx, Order order, Proposal proposal, Context context) {
        return papers.contract(tx, order, proposal, context.bap().id());
    }

    /** What the market refuses, in the words of the network. */
    static BecknError error(Refusal reason, String detail) {
        ErrorCode code = switch (reason) {
            case SLOT_UNKNOWN -> ErrorCode.BIZ_ITEM_NOT_FOUND;
            case WINDOW_PAST, TERMS_OUTSIDE_SLOT -> ErrorCode.BIZ_FULFILLMENT_UNAVAILABLE;
            case CAPACITY_UNAVAILABLE -> ErrorCode.BIZ_QUANTITY_UNAVAILABLE;
            case ORDER_UNKNOWN -> ErrorCode.BIZ_ORDER_NOT_FOUND;
            case QUOTE_EXPIRED -> ErrorCode.BIZ_QUOTE_EXPIRED_OR_CHANGED;
            case PRICE_MISMATCH -> ErrorCode.BIZ_PRICE_MISMATCH;
            case ILLEGAL_STEP, ALREADY_RATED -> ErrorCode.BIZ_INVALID_STATE_TRANSITION;
            case ALREADY_CANCELLED -> ErrorCode.BIZ_ALREADY_CANCELLED;
            case TOO_LATE_TO_CANCEL -> ErrorCode.POL_CANCELLATION_NOT_ALLOWED;
            case REASON_UNKNOWN -> ErrorCode.BIZ_INVALID_CANCELLATION_REASON;
            case CHANGE_NOT_ALLOWED -> ErrorCode.POL_UPDATE_NOT_ALLOWED;
            case CHANGE_TARGET_UNKNOWN -> ErrorCode.BIZ_INVALID_UPDATE_TARGET;
            case NOTHING_CHANGES -> ErrorCode.BIZ_UPDATE_INCONSISTENT;
            case RATING_TARGET_UNKNOWN -> ErrorCode.BIZ_RATING_TARGET_NOT_FOUND;
            case RATING_VALUE_INVALID -> ErrorCode.BIZ_INVALID_RATING_VALUE;
            case NO_SUPPORT -> ErrorCode.BIZ_SUPPORT_NOT_AVAILABLE;
        };
        BecknError error = BecknError.of(code, detail).with("reason", reason.name());
        return place(reason).map(error::at).orElse(error);
    }

    /** What in the message the market refused, where it is one thing. */
    private static Optional<String> place(Refusal reason) {
        return switch (reason) {
            case SLOT_UNKNOWN -> Optional.of(LINE + ".resources[0].id");
            case CAPACITY_UNAVAILABLE -> Optional.of(LINE + ".resources[0].quantity");
            case WINDOW_PAST, TERMS_OUTSIDE_SLOT -> Optional.of(LINE);
            case PRICE_MISMATCH -> Optional.of("$.message.contract.consideration");
            case REASON_UNKNOWN -> Optional.of("$.message.contract.contractAttributes.cancellation.reasonCode");
            case RATING_TARGET_UNKNOWN -> Optional.of("$.message.ratingInputs[0].target.id");
            case RATING_VALUE_INVALID -> Optional.of("$.message.ratingInputs[0]");
            default -> Optional.empty();
        };
    }

    /** A catalogue service shows what it was given to everybody: what is for some alone is not for it. */
    List<Catalog> parts() {
        Catalogue catalogue = market.catalogue();
        return catalogue.offer().availableTo().isEmpty() ? Offering.parts(catalogue) : List.of();
    }

    /** What of the catalogue is found by this search. */
    List<Catalog> shown(Search search, Dialect dialect) {
        return showroom.find(search, dialect);
    }

    /** The catalogue that a discovery of this one slot is answered with; empty when it is not for sale. */
    Optional<ObjectNode> published(Dialect dialect, String slot) {
        return showroom.only(new SlotId(slot)).map(catalog -> dialect.document(List.of(catalog)));
    }
}
