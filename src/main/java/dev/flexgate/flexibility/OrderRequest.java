package dev.flexgate.flexibility;

import dev.flexgate.quantity.Money;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An order for an offer.
 *
 * @param requester who orders; only who asked may
 * @param offer what
 * @param optionRef which point of the curve
 * @param factor which part of it, 0 to 1, at most four decimals: powers and price are multiplied by it
 * @param price the price that the requester has in mind; none to take what was offered
 */
public record OrderRequest(String requester, OfferId offer, int optionRef, BigDecimal factor, Optional<Money> price) {

    /** All of it, at the offered price. */
    public static OrderRequest whole(String requester, Offer offer) {
        return new OrderRequest(requester, offer.id(), offer.whole().ref(), BigDecimal.ONE, Optional.empty());
    }
}
