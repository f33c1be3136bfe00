package dev.flexgate.console.partner;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What we have to do with partners on the network.
 *
 * @param bought the newest first
 * @param next address of older purchases
 * @param isOperator whether the visitor may see what concerns the whole gateway
 * @param subscribers the newest first
 * @param published by part
 * @param nextPublished address of the parts after these
 */
public record PartnersPage(
        List<Bought> bought,
        Optional<String> next,
        boolean isOperator,
        List<Subscriber> subscribers,
        List<Published> published,
        Optional<String> nextPublished) {

    /**
     * A purchase.
     *
     * @param stage as the partner last said it; empty while nothing is quoted
     * @param what slot and load; empty while nothing is chosen
     * @param total with its currency; empty while nothing is quoted
     * @param last what was asked last, and what came of it
     * @param lastTone of that
     */
    public record Bought(
            String id,
            String partner,
            String dialect,
            String stage,
            String what,
            String total,
            String last,
            String lastTone,
            Instant changedAt) {}

    /** Somebody who is told of changes of our catalogue. */
    public record Subscriber(
            String name,
            String id,
            String where,
            String filter,
            String state,
            String tone,
            String note,
            Instant since,
            Instant lapsesAt) {}

    /** A part of our catalogue that others were given to show. */
    public record Published(
            String id, int items, String state, String tone, String note, Instant at, Optional<Instant> settledAt) {}
}
