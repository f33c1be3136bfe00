package dev.flexgate.purchase;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What is known of a participant of the network: implemented by whoever speaks with it. */
@FunctionalInterface
public interface PartnerFiles {

    /**
     * Its entries in the registry, what was learned of it, and what was said last on either side; empty when nobody is
     * called so and nobody of that name has ever said anything.
     */
    Optional<ObjectNode> find(String subscriber);
}
