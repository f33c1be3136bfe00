package dev.flexgate.purchase;

import dev.flexgate.quantity.Interval;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a buyer wants to ask of a partner. */
public sealed interface Ask {

    /** Longest text that is passed on to a partner, in characters. */
    int TEXT_MAX = 2_000;

    /** Most windows that one message gives up. */
    int PARTS_MAX = 96;

    /**
     * A partner on the network.
     *
     * @param id its subscriber id; {@code id|key} names one of its keys too, where a registry lists keys alone
     * @param dialect the generation to speak with it; empty for the one that is configured or was learned
     */
    record Partner(String id, String dialect) {

        public Partner {
            if (id.isBlank() || id.length() > 255) {
                throw new IllegalArgumentException("a partner has an id of 1 to 255 characters");
            }
        }
    }

    /**
     * Looks for slots.
     *
     * @param text words; empty for none
     * @param filter a path expression in the terms of the partner's catalogue; empty for none
     */
    record Discover(Partner partner, String text, String filter) implements Ask {

        public Discover {
            bounded(text);
            bounded(filter);
        }
    }

    /**
     * Asks what a slot costs, and opens a purchase.
     *
     * @param purchase one that a discovery has opened, to go on in its session; empty for a new one
     * @param window a part of the slot; empty for the whole of it
     */
    record Select(
            Optional<Partner> partner,
            Optional<UUID> purchase,
            String slot,
            String offer,
            Load load,
            Optional<Interval> window)
            implements Ask {

        public Select {
            bounded(slot);
            bounded(offer);
            if (partner.isEmpty() == purchase.isEmpty()) {
                throw new IllegalArgumentException("a selection names a partner or a purchase, one of them");
            }
        }
    }

    /** A step of a purchase. */
    record About(UUID purchase, Step step) implements Ask {}

    /** What may be asked about a purchase that was quoted. */
    sealed interface Step {}

    /**
     * States who buys, and asks for final terms.
     *
     * @param buyer for people; empty when unsaid
     */
    record Init(String buyer) implements Step {

        public Init {
            bounded(buyer);
        }
    }

    /**
     * Accepts the terms at the price that was quoted last.
     *
     * @param total what the buyer takes that price to be, such as {@code 13.20}; empty to take it as it is
     */
    record Confirm(Optional<BigDecimal> total) implements Step {}

    /** Asks how it stands. */
    record Status() implements Step {}

    /** Asks where the delivery can be watched. */
    record Track() implements Step {}

    /**
     * Asks for a change.
     *
     * @param preview whether only to ask what would come of it
     */
    record Update(Alteration alteration, boolean preview) implements Step {

        public Update {
            switch (alteration) {
                case Alteration.Shift shift ->
                    List.of(shift.from(), shift.to(), shift.eventId(), shift.reason())
                            .forEach(Ask::bounded);
                case Alteration.Accept accept ->
                    List.of(accept.rationale(), accept.eventId()).forEach(Ask::bounded);
                case Alteration.OfLoad _, Alteration.OfWindow _, Alteration.OfTerms _ -> {}
            }
        }
    }

    /**
     * Ends it.
     *
     * @param part windows that are given up; empty for all
     * @param preview whether only to ask what it would cost
     */
    record Cancel(String reasonCode, String comment, List<Interval> part, boolean preview) implements Step {

        public Cancel {
            bounded(reasonCode);
            bounded(comment);
            part = List.copyOf(part);
            if (part.size() > PARTS_MAX) {
                throw new IllegalArgumentException("at most " + PARTS_MAX + " windows are given up at once");
            }
        }
    }

    /**
     * Says how good it was, on a scale of the buyer's.
     *
     * @param preview whether only to ask whether it can be rated, and what others say
     */
    record Rate(BigDecimal value, BigDecimal worst, BigDecimal best, String category, String comment, boolean preview)
            implements Step {

        public Rate {
            bounded(category);
            bounded(comment);
            if (value.compareTo(worst.min(best)) < 0 || value.compareTo(worst.max(best)) > 0) {
                throw new IllegalArgumentException(value + " is not from " + worst + " to " + best);
            }
        }
    }

    /**
     * Asks for people who help.
     *
     * @param preview whether only to ask who they are; else the question is taken down
     */
    record Support(String topic, String callbackPhone, boolean preview) implements Step {

        public Support {
            bounded(topic);
            bounded(callbackPhone);
        }
    }

    private static void bounded(String text) {
        if (text.length() > TEXT_MAX) {
            throw new IllegalArgumentException("a text has at most " + TEXT_MAX + " characters");
        }
    }
}
