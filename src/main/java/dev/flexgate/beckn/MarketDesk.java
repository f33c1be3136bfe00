package dev.flexgate.beckn;

import dev.flexgate.audit.RecordId;
import dev.flexgate.beckn.activation.FlexDesk;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.discovery.Discovery;
import dev.flexgate.beckn.discovery.DiscoveryLimits;
import dev.flexgate.beckn.discovery.DocumentStock;
import dev.flexgate.beckn.discovery.Search;
import dev.flexgate.beckn.discovery.Viewer;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Cancel;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.FlexRequest;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.OnInit;
import dev.flexgate.beckn.message.BecknMessage.OnSelect;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
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
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.market.Conversation;
import dev.flexgate.market.Market;
import dev.flexgate.market.Order;
import dev.flexgate.market.OrderId;
import dev.flexgate.market.OrderStep;
import dev.flexgate.market.Quotation;
import dev.flexgate.market.QuoteRequest;
import dev.flexgate.market.Refusal;
import dev.flexgate.market.Slot;
import dev.flexgate.store.Tx;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Where the network meets the market: the only class that speaks to it, flexibility has a desk of its own. A request becomes the market's act, its
 * outcome becomes the callback. What the market refuses it has recorded itself; what is refused here, before it is
 * asked, is thrown.
 */
final class MarketDesk {

    private final Market market;
    private final FlexDesk flexibility;
    private final Showroom showroom;
    private final DiscoveryLimits discovery;

    MarketDesk(Market market, FlexDesk flexibility, DiscoveryLimits discovery) {
        this.market = market;
        this.flexibility = flexibility;
        this.showroom = new Showroom(market::catalogue);
        this.discovery = discovery;
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
            case Select select -> selected(tx, select, reply, causes);
            case Init init -> initiated(tx, init, reply, causes);
            case Confirm confirm -> confirmed(tx, confirm, reply, causes);
            case Status status -> new OnStatus(reply, contract(standing(tx, status), status.proposal(), reply));
            case Track _, Update _, Cancel _, Rate _, Support _ ->
                throw RefusedException.of(
                        ErrorCode.NET_NOT_IMPLEMENTED, request.action().label() + " is not supported here");
            case FlexRequest flex -> flexibility.answer(tx, flex, dialect, reply, causes);
        };
    }

    private BecknMessage.Callback discovered(Discover discover, Dialect dialect, Context reply) {
        Showroom.Shown shown = showroom.shown(dialect);
        List<Catalog> found = Discovery.find(
                        new DocumentStock(shown.document()),
                        new Search(
                                discover.intent(),
                                new Viewer(
                                        discover.context().bap().id(),
                                        Set.of(discover.context().networkId()),
                                        "BAP")),
                        discovery)
                .stream()
                .map(part -> shown.catalogs().get(part.catalog()).part(part.resources(), part.offers()))
                .toList();
        return new OnDiscover(reply, found);
    }

    private BecknMessage.Callback selected(Tx tx, Select select, Context reply, List<RecordId> causes) {
        Wish wish = Wishes.only(select.proposal());
        QuoteRequest request = Wishes.request(wish, conversation(reply), market.catalogue());
        return switch (market.quote(tx, request, causes)) {
            case Quotation.Offered offered -> new OnSelect(reply, contract(offered.order(), select.proposal(), reply));
            case Quotation.CounterOffer counter ->
                new Failed(
                        reply,
                        select,
                        error(counter.reason(), "less than that is left of the slot; others are free")
                                .with("alternatives", ids(counter.alternatives())));
            case Quotation.Refused refused -> new Failed(reply, select, error(refused.reason(), refused.detail()));
        };
    }

    private static String ids(List<Slot> slots) {
        return slots.stream().map(slot -> slot.id().value()).collect(Collectors.joining(","));
    }

    private BecknMessage.Callback initiated(Tx tx, Init init, Context reply, List<RecordId> causes) {
        OrderId id = order(tx, init.proposal(), reply);
        Wishes.unchanged(init.proposal(), own(id, reply));
        return switch (market.initiate(tx, conversation(reply), id, causes)) {
            case OrderStep.Taken taken -> new OnInit(reply, contract(taken.order(), init.proposal(), reply));
            case OrderStep.Repeated repeated -> new OnInit(reply, contract(repeated.order(), init.proposal(), reply));
            case OrderStep.Refused refused -> new Failed(reply, init, error(refused.reason(), refused.detail()));
        };
    }

    private BecknMessage.Callback confirmed(Tx tx, Confirm confirm, Context reply, List<RecordId> causes) {
        OrderId id = order(tx, confirm.proposal(), reply);
        Wishes.unchanged(confirm.proposal(), own(id, reply));
        var price = Wishes.price(confirm.proposal());
        return switch (market.confirm(tx, conversation(reply), id, price, causes)) {
            case OrderStep.Taken taken -> new OnConfirm(reply, contract(taken.order(), confirm.proposal(), reply));
            case OrderStep.Repeated repeated ->
                new OnConfirm(reply, contract(repeated.order(), confirm.proposal(), reply));
            case OrderStep.Refused refused -> new Failed(reply, confirm, error(refused.reason(), refused.detail()));
        };
    }

    private Order standing(Tx tx, Status status) {
        return own(order(tx, status.proposal(), status.context()), status.context())
                .orElseThrow(
                        () -> RefusedException.of(ErrorCode.BIZ_ORDER_NOT_FOUND, "no contract of yours has this id")
                                .at("$.message.contract.id")
                                .fix("send the id from our on_select"));
    }

    private Optional<Order> own(OrderId id, Context context) {
        return market.find(id)
                .filter(order ->
                        order.conversation().participant().equals(context.bap().id()));
    }

    /** The contract that is named, else the one of the session; a session without one is its own, unknown id. */
    private OrderId order(Tx tx, Proposal proposal, Context context) {
        if (!proposal.contractId().isEmpty()) {
            return OrderId.parse(proposal.contractId());
        }
        Conversation conversation = conversation(context);
        return market.latest(tx, conversation)
                .map(Order::id)
                .orElseGet(() -> new OrderId(conversation.transactionId()));
    }

    private static Conversation conversation(Context context) {
        return new Conversation(context.bap().id(), UUID.fromString(context.transactionId()));
    }

    private Contract contract(Order order, Proposal proposal, Context context) {
        return Contracts.of(order, proposal, context.bap().id(), market.catalogue());
    }

    private static BecknError error(Refusal reason, String detail) {
        ErrorCode code = switch (reason) {
            case SLOT_UNKNOWN -> ErrorCode.BIZ_ITEM_NOT_FOUND;
            case WINDOW_PAST, TERMS_OUTSIDE_SLOT -> ErrorCode.BIZ_FULFILLMENT_UNAVAILABLE;
            case CAPACITY_UNAVAILABLE -> ErrorCode.BIZ_QUANTITY_UNAVAILABLE;
            case ORDER_UNKNOWN -> ErrorCode.BIZ_ORDER_NOT_FOUND;
            case QUOTE_EXPIRED -> ErrorCode.BIZ_QUOTE_EXPIRED_OR_CHANGED;
            case PRICE_MISMATCH -> ErrorCode.BIZ_PRICE_MISMATCH;
            case ILLEGAL_STEP -> ErrorCode.BIZ_INVALID_STATE_TRANSITION;
        };
        return BecknError.of(code, detail).with("reason", reason.name());
    }
}
