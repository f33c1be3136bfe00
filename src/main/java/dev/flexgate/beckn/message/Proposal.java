package dev.flexgate.beckn.message;

import java.util.List;

/**
 * A contract as a consumer writes it: what it wants, and what it repeats of our terms.
 *
 * @param contractId the id we gave, or how the consumer calls it; empty before it knows one
 * @param charges the price it repeats; empty when unsaid
 * @param assumed names of the rules by which an open point of the message was read; empty when there was none
 */
public record Proposal(
        String contractId, List<Wish> wishes, List<Charge> charges, List<Party> parties, List<String> assumed) {

    /** A proposal that leaves nothing open. */
    public Proposal(String contractId, List<Wish> wishes, List<Charge> charges, List<Party> parties) {
        this(contractId, wishes, charges, parties, List.of());
    }

    public Proposal {
        wishes = List.copyOf(wishes);
        charges = List.copyOf(charges);
        parties = List.copyOf(parties);
        assumed = List.copyOf(assumed);
    }
}
