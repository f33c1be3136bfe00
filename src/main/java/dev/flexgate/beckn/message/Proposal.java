package dev.flexgate.beckn.message;

import java.util.List;

/**
 * A contract as a consumer writes it: what it wants, and what it repeats of our terms.
 *
 * @param contractId the id we gave; empty before it knows one
 * @param charges the price it repeats; empty when unsaid
 */
public record Proposal(String contractId, List<Wish> wishes, List<Charge> charges, List<Party> parties) {

    public Proposal {
        wishes = List.copyOf(wishes);
        charges = List.copyOf(charges);
        parties = List.copyOf(parties);
    }
}
