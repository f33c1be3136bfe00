package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.purchase.Load;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A session with one partner in which something is bought.
 *
 * @param id the transaction id
 * @param tenant who buys
 * @param partner of whom
 * @param dialect in which it is spoken with
 * @param wish what is wanted; empty as long as it is only looked for
 * @param contractId the partner's; empty before it gave one
 * @param stage how far it has come: {@code DISCOVERING}, {@code SELECTING} or a stage of a contract
 * @param contract as the partner last said it, in our words
 * @param version counts its changes
 * @param forgottenAt since when nothing is kept but that it was there
 */
record Purchase(
        UUID id,
        String tenant,
        String partner,
        String dialect,
        Optional<Wanted> wish,
        String contractId,
        String stage,
        Optional<JsonNode> contract,
        Instant openedAt,
        Instant changedAt,
        int version,
        Optional<Instant> forgottenAt) {

    static final String DISCOVERING = "DISCOVERING";
    static final String SELECTING = "SELECTING";

    /**
     * A part of a slot.
     *
     * @param window empty for the whole of it
     */
    record Wanted(String slot, String offer, Load load, Optional<Interval> window) {}

    /** Whether nothing but looking around has happened in it. */
    boolean isSearching() {
        return stage.equals(DISCOVERING);
    }

    /** Itself, if what was said in it is kept. */
    Purchase kept() {
        if (forgottenAt.isPresent()) {
            throw new ProblemException(
                    Problem.of(ProblemCode.FORGOTTEN, "purchase " + id + " was forgotten at " + forgottenAt.get()));
        }
        return this;
    }

    ObjectNode json() {
        ObjectNode json = AnswerJson.object()
                .put("purchaseId", id.toString())
                .put("partner", partner)
                .put("dialect", dialect)
                .put("stage", stage)
                .put("tenant", tenant);
        wish.ifPresent(each -> json.put("slotId", each.slot()).put("offerId", each.offer()));
        if (!contractId.isEmpty()) {
            json.put("contractId", contractId);
        }
        json.put("openedAt", openedAt.toString()).put("changedAt", changedAt.toString());
        forgottenAt.ifPresent(at -> json.put("forgottenAt", at.toString()));
        contract.ifPresent(each -> json.set("contract", each));
        return json;
    }
}
