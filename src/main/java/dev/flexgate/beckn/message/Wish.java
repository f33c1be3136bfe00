package dev.flexgate.beckn.message;

import java.util.List;

/**
 * One thing a consumer wants.
 *
 * @param id the consumer's name for it, repeated in every answer
 * @param resourceId the slot
 * @param offerId on which terms
 * @param offerResourceIds what the consumer takes the offer to cover
 */
public record Wish(
        String id, String resourceId, String offerId, List<String> offerResourceIds, Amount amount, Extent extent) {

    public Wish {
        offerResourceIds = List.copyOf(offerResourceIds);
    }
}
