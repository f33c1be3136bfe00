package dev.flexgate.beckn;

import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.Choice;
import dev.flexgate.market.OfferTemplate;
import java.util.List;
import java.util.Map;

/** What a buyer can choose from when it cancels or rates. */
final class Choosing {

    /** What a rating is taken of: an order that was delivered, or us for the latest of a session. */
    private static final List<Choice> RATED = List.of(new Choice("Order", ""), new Choice("Provider", ""));

    private Choosing() {}

    static List<Choice> of(Action action, OfferTemplate offer) {
        return switch (action) {
            case CANCELLATION_REASONS ->
                offer.cancellation().reasons().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(reason -> new Choice(reason.getKey(), reason.getValue()))
                        .toList();
            case RATING_CATEGORIES -> RATED;
            default -> List.of(); // a window that was used cannot be given back
        };
    }
}
