package dev.flexgate.beckn.message;

import dev.flexgate.quantity.EnergyPrice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Terms on which slots are sold.
 *
 * @param name for people
 * @param description for people, one line
 * @param resourceIds the slots
 * @param validUntil last moment at which it can be bought; empty when unsaid
 * @param price list price per kWh of IT energy; empty when unsaid, which is not for nothing
 * @param cancellation terms on which what is bought can be given up again, the longest notice first; empty when unsaid
 */
public record Offer(
        String id,
        String name,
        String description,
        Seller seller,
        List<String> resourceIds,
        Optional<Instant> validUntil,
        Optional<EnergyPrice> price,
        List<CancellationTerm> cancellation) {

    /**
     * Who sells; Beckn calls it the provider.
     *
     * @param rating what its buyers say together; absent as long as nobody has rated
     */
    public record Seller(String id, String name, String description, Optional<Rating.Score> rating) {

        public Seller(String id, String name, String description) {
            this(id, name, description, Optional.empty());
        }
    }

    public Offer {
        resourceIds = List.copyOf(resourceIds);
        cancellation = List.copyOf(cancellation);
    }
}
