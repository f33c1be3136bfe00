package dev.flexgate.beckn.share;

import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Offer.Seller;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What we sell, as far as this room needs to know. */
public interface Wares {

    /** Something that is the same as long as nothing of it has changed. */
    Object state();

    /** All of it, in parts with ids that stay theirs. */
    List<Catalog> parts();

    /** A stretch of it, in order of time, as one catalogue. */
    Catalog stretch(int offset, int limit);

    int count();

    /** One thing alone; empty when it is not for sale. */
    Optional<Catalog> only(String item);

    Seller seller();

    /** Whether this participant may see and buy it. */
    boolean isFor(String participant);

    /** The networks in which we sell; empty for any. */
    Set<String> networks();
}
