package dev.flexgate.beckn;

import dev.flexgate.beckn.dialect.LtsSharing;
import dev.flexgate.beckn.message.DeliveryPolicy;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.OutgoingMessage;
import java.time.Duration;

/**
 * Carries changes of the catalogue to subscribers, at the pace of each subscriber's delivery policy. Signed with three
 * lines, since they answer nothing. Such messages may take long, so a dispatcher of their own should carry them.
 */
final class CatalogCourier implements Courier {

    static final String NAME = "beckn-catalogue";

    /** In the routing: the policy as its subscriber sent it. */
    static final String POLICY = "deliveryPolicy";

    private final PeerPost post;
    private final BecknCourier callbacks;

    /**
     * Carries by this post.
     *
     * @param callbacks judges what peers answer
     */
    CatalogCourier(PeerPost post, BecknCourier callbacks) {
        this.post = post;
        this.callbacks = callbacks;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        Routing routing = Routing.read(message.routing());
        DeliveryPolicy policy = LtsSharing.policy(message.routing().path(POLICY));
        Delivery delivery = post.to(
                routing.subscriber(),
                peer -> post.send(
                        message,
                        peer,
                        routing.word(),
                        post.sign(message.body(), peer, attempt),
                        attempt,
                        policy.timeout(),
                        callbacks::judge));
        return switch (delivery) {
            case Delivery.Again again -> later(policy, attempt, again.note(), Duration.ZERO);
            case Delivery.AgainAfter after -> later(policy, attempt, after.note(), after.pause());
            case Delivery.Delivered _, Delivery.AgainIn _, Delivery.GaveUp _, Delivery.Closed _ -> delivery;
        };
    }

    /** By the policy, or later if the subscriber asks for that. */
    private static Delivery later(DeliveryPolicy policy, int attempt, String note, Duration asked) {
        if (!policy.goesOnAfter(attempt)) {
            return new Delivery.GaveUp(note + ", the last of " + attempt + " attempts");
        }
        Duration wait = policy.waitAfter(attempt);
        return new Delivery.AgainIn(note, wait.compareTo(asked) >= 0 ? wait : asked);
    }
}
