package dev.flexgate.market;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Who is told of changes of our catalogue: implemented by whoever tells them. */
@FunctionalInterface
public interface SubscriptionList {

    /** Where nobody can subscribe. */
    SubscriptionList NONE = _ -> List.of();

    /** Subscriptions with how they stand, the newest first. */
    List<ObjectNode> newest(int limit);
}
