package dev.flexgate.purchase;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.store.Tx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Buys from partners: implemented by whoever speaks with them. A tenant sees its own purchases alone. */
public interface PurchaseDesk {

    /** Promises a question to its partner in {@code tx}; what was answered is read later. */
    Asked ask(Tx tx, String tenant, Ask ask);

    /**
     * A question and what came of it.
     *
     * @param tenant whose; empty for anybody's
     */
    Optional<ObjectNode> request(Optional<String> tenant, UUID id);

    /** A purchase with its questions, the newest first, and what its partner said unasked. */
    Optional<ObjectNode> purchase(Optional<String> tenant, UUID id);

    /** Purchases older than {@code before}, the newest first. */
    List<ObjectNode> page(Optional<String> tenant, UUID before, int limit);
}
