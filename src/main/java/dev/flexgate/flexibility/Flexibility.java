package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Tx;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The grid operator's door: needs, offers, orders. Every step happens inside the caller's transaction with its
 * capacity, its plan and its records, so that it is either whole or has never been.
 *
 * <p>{@link dev.flexgate.planning.PlanConflictException} comes out of {@link #ask}, {@link #order} and
 * {@link #activate} when the plan moved under them: roll back and call again.
 */
@SuppressWarnings("DoNotCallSuggester") // the rooms below come first; the body follows
public final class Flexibility {

    /** Channel on which the database tells that a need, an offer or an order changed. */
    public static final String NEWS = "flexibility";

    public Flexibility(
            FlexRooms rooms,
            FlexTerms terms,
            FlexLimits limits,
            List<FlexWatcher> watchers,
            InstantSource clock,
            MeterRegistry registry) {}

    /** Answers a request with an offer that holds until it expires, or says why there is none. */
    public Asked ask(Tx tx, NeedRequest request, List<RecordId> causes) {
        throw new UnsupportedOperationException();
    }

    /** Buys an offer: re-plan, order, sale and records in one. */
    public Ordered order(Tx tx, OrderRequest request, List<RecordId> causes) {
        throw new UnsupportedOperationException();
    }

    /** Asks and at once orders all that is offered. */
    public Activated activate(Tx tx, NeedRequest request, List<RecordId> causes) {
        throw new UnsupportedOperationException();
    }

    /** The requester has the offer. */
    public Stepped<Offer> acknowledge(Tx tx, String requester, OfferId offer, List<RecordId> causes) {
        throw new UnsupportedOperationException();
    }

    /** The requester does not want the offer. */
    public Stepped<Offer> decline(Tx tx, String requester, OfferId offer, List<RecordId> causes) {
        throw new UnsupportedOperationException();
    }

    /** We take an offer back before it is ordered. */
    public Stepped<Offer> withdraw(Tx tx, OfferId offer, String why, List<RecordId> causes) {
        throw new UnsupportedOperationException();
    }

    /** The requester calls an order off before its window begins: the load is free again. */
    public Stepped<FlexOrder> cancel(Tx tx, String requester, FlexOrderId order, String why, List<RecordId> causes) {
        throw new UnsupportedOperationException();
    }

    /** We stop an order that runs, for safety: what was delivered by now counts. */
    public Stepped<FlexOrder> abort(Tx tx, FlexOrderId order, String why, List<RecordId> causes) {
        throw new UnsupportedOperationException();
    }

    /**
     * What measurement and settlement have to say: {@code Measured}, {@code SettlementProposed}, {@code Disputed},
     * {@code Settled}, {@code Restated}.
     *
     * @throws IllegalTransitionException when it does not follow; the attempt is on record all the same
     */
    public FlexOrder advance(Tx tx, FlexOrderId order, FlexOrderState next, List<RecordId> causes) {
        throw new UnsupportedOperationException();
    }

    public Optional<Need> need(NeedId id) {
        throw new UnsupportedOperationException();
    }

    public Optional<Offer> offer(OfferId id) {
        throw new UnsupportedOperationException();
    }

    /** The newest offer for a need. */
    public Optional<Offer> offerFor(NeedId id) {
        throw new UnsupportedOperationException();
    }

    public Optional<FlexOrder> find(FlexOrderId id) {
        throw new UnsupportedOperationException();
    }

    /** The order that came of a request. */
    public Optional<FlexOrder> find(String requester, String requestId) {
        throw new UnsupportedOperationException();
    }

    /** Needs older than {@code before}, newest first, at most a page. */
    public List<Need> needs(UUID before, int limit) {
        throw new UnsupportedOperationException();
    }

    /** Orders older than {@code before}, newest first, at most a page. */
    public List<FlexOrder> page(UUID before, int limit) {
        throw new UnsupportedOperationException();
    }

    /** Moves on what only the time moves: offers that lapse, windows that begin and end. Says how much it did. */
    public int passTime() {
        throw new UnsupportedOperationException();
    }
}
