package dev.flexgate.flexibility;

import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An answer to a need that can be bought.
 *
 * @param id ours
 * @param need what it answers
 * @param direction less load or more
 * @param options the curve, smallest first; the last is all that is offered
 * @param baseline what the sites of the area would draw without it
 * @param quality the worst quality among the forecasts behind it
 * @param planVersion the standing plan it was negotiated against
 * @param binding why not all that was asked is offered; empty when it is
 * @param validUntil until when it can be ordered and capacity is withheld for it
 * @param state where it stands
 * @param version counts its states, from 1
 * @param since when it entered this state
 */
public record Offer(
        OfferId id,
        NeedId need,
        Direction direction,
        List<OfferOption> options,
        List<PlannedLoad> baseline,
        Quality quality,
        long planVersion,
        Optional<Reason> binding,
        Instant validUntil,
        OfferState state,
        int version,
        Instant since) {

    public Offer {
        options = List.copyOf(options);
        baseline = List.copyOf(baseline);
    }

    /** All that is offered. */
    public OfferOption whole() {
        return options.getLast();
    }

    /** How surely all of it is delivered, 0 to 1, four decimals. */
    public BigDecimal confidence() {
        return whole().confidence();
    }

    public Optional<OfferOption> option(int ref) {
        return options.stream().filter(option -> option.ref() == ref).findFirst();
    }

    /** Throws {@link IllegalTransitionException} when {@code next} does not follow. */
    Offer become(OfferState next, Instant now) {
        if (!state.leadsTo(next)) {
            throw new IllegalTransitionException("offer", id.toString(), version, state.text(), next.text());
        }
        return new Offer(
                id,
                need,
                direction,
                options,
                baseline,
                quality,
                planVersion,
                binding,
                validUntil,
                next,
                version + 1,
                now);
    }
}
