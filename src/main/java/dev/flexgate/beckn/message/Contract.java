package dev.flexgate.beckn.message;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A contract as its provider writes it.
 *
 * @param id which the provider assigned, a UUID
 * @param stage how far it has come
 * @param commitments what is bought
 * @param charges what it costs
 * @param parties who is bound
 * @param basis what stands behind it; absent where the provider does not say
 * @param cancellation what was given up of it, in all; in the answer to a preview: what would be
 * @param delivery what was delivered, once that is known
 * @param memo how it came about
 */
public record Contract(
        String id,
        Stage stage,
        List<Commitment> commitments,
        List<Charge> charges,
        List<Party> parties,
        Optional<Basis> basis,
        Optional<Cancellation> cancellation,
        Optional<Delivery> delivery,
        Memo memo) {

    /** A contract of which nothing is to be remembered. */
    public Contract(
            String id,
            Stage stage,
            List<Commitment> commitments,
            List<Charge> charges,
            List<Party> parties,
            Optional<Basis> basis,
            Optional<Cancellation> cancellation,
            Optional<Delivery> delivery) {
        this(id, stage, commitments, charges, parties, basis, cancellation, delivery, Memo.NONE);
    }

    /** A contract of which nothing was given up, and whose delivery is not known yet. */
    public Contract(
            String id,
            Stage stage,
            List<Commitment> commitments,
            List<Charge> charges,
            List<Party> parties,
            Basis basis) {
        this(id, stage, commitments, charges, parties, Optional.of(basis), Optional.empty(), Optional.empty());
    }

    public Contract {
        commitments = List.copyOf(commitments);
        charges = List.copyOf(charges);
        parties = List.copyOf(parties);
    }

    /** The same, with what is to be remembered of it. */
    public Contract with(Memo other) {
        return new Contract(id, stage, commitments, charges, parties, basis, cancellation, delivery, other);
    }

    /** How far a contract has come. */
    public enum Stage {
        /** Priced and held. */
        QUOTED,
        /** The consumer has stated its terms; still held only. */
        INITIATED,
        /** Both are bound. */
        CONFIRMED,
        /** The window has begun. */
        DELIVERING,
        /** The window is over; measurement and settlement follow. */
        DELIVERED,
        /** Delivered, measured and to be paid for: final. */
        SETTLED,
        /** One side ended it. */
        CANCELLED,
        /** Nobody bought in time. */
        LAPSED
    }

    /**
     * One slot, bought in part or whole.
     *
     * @param id the consumer's name for it
     * @param power IT power
     * @param window when it runs
     * @param itEnergy power over window
     * @param facilityEnergy what the site draws for it from the grid; the IT energy where the provider does not say
     */
    public record Commitment(
            String id, Item item, Offer offer, Power power, Interval window, Energy itEnergy, Energy facilityEnergy) {}

    /**
     * What stands behind a contract, so that it can be checked later.
     *
     * @param until in the stages {@code QUOTED} and {@code INITIATED}: when the price lapses; afterwards: since when
     *     the stage holds
     * @param carbon emissions of the facility energy, forecast
     * @param quality worst quality of the numbers behind
     * @param planVersion the plan it was negotiated against
     * @param planId under which that negotiation can be looked up
     */
    public record Basis(Instant until, Spread<CarbonMass> carbon, Quality quality, long planVersion, String planId) {}
}
