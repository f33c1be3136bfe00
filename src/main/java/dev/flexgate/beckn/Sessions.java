package dev.flexgate.beckn;

import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.market.Conversation;
import dev.flexgate.market.Market;
import dev.flexgate.market.Order;
import dev.flexgate.market.OrderId;
import dev.flexgate.store.Tx;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Which order of the market a message is about. */
final class Sessions {

    private final Market market;
    private final KeptOrders kept;

    Sessions(Market market, KeptOrders kept) {
        this.market = market;
        this.kept = kept;
    }

    /** The session of a message; a transaction id that is a plain word stands for a UUID made from it. */
    static Conversation conversation(Context context) {
        String consumer = context.bap().id();
        return new Conversation(
                consumer,
                uuid(context.transactionId())
                        .orElseGet(() -> UUID.nameUUIDFromBytes(
                                (consumer + " " + context.transactionId()).getBytes(StandardCharsets.UTF_8))));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException word) {
            return Optional.empty();
        }
    }

    /**
     * The order that a message asks about: the one it names by the consumer's name or by our id, or else the latest of
     * the session; a session without one is its own, unknown id.
     */
    OrderId asked(Tx tx, Proposal proposal, Context context) {
        String name = proposal.contractId();
        return name.isEmpty()
                ? latest(tx, context)
                : named(tx, name, context)
                        .orElseGet(() -> new OrderId(conversation(context).transactionId()));
    }

    /** The order that a message shapes: a word that names no order is what the consumer calls the session's from now on. */
    OrderId shaped(Tx tx, Proposal proposal, Context context) {
        String name = proposal.contractId();
        return name.isEmpty() ? latest(tx, context) : named(tx, name, context).orElseGet(() -> latest(tx, context));
    }

    private Optional<OrderId> named(Tx tx, String name, Context context) {
        return kept.named(tx, context, name).or(() -> uuid(name).map(OrderId::new));
    }

    private OrderId latest(Tx tx, Context context) {
        return last(tx, context)
                .map(Order::id)
                .orElseGet(() -> new OrderId(conversation(context).transactionId()));
    }

    /** The latest order of the session. */
    Optional<Order> last(Tx tx, Context context) {
        return market.latest(tx, conversation(context));
    }

    /** The order of this consumer that a text names: by the consumer's name or by our id. */
    Optional<Order> called(Tx tx, String name, Context context) {
        return named(tx, name, context).flatMap(id -> own(id, context));
    }

    /** The order that a message asks about; refused with {@code path} when there is none. */
    Order standing(Tx tx, Proposal proposal, Context context, String path) {
        return own(asked(tx, proposal, context), context).orElseThrow(() -> unknown(path));
    }

    static RefusedException unknown(String path) {
        return RefusedException.of(ErrorCode.BIZ_ORDER_NOT_FOUND, "no contract of yours has this id")
                .at(path)
                .fix("send the id from our on_select");
    }

    /** The order, if it is this consumer's. */
    Optional<Order> own(OrderId id, Context context) {
        return market.find(id)
                .filter(order ->
                        order.conversation().participant().equals(context.bap().id()));
    }
}
