package dev.flexgate.beckn.share;

import dev.flexgate.beckn.dialect.LtsPublications;
import dev.flexgate.beckn.dialect.LtsPublications.Published;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Offer.Seller;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import java.util.List;

/**
 * A site's day of our catalogue, as others are given it.
 *
 * @param json as LTS writes it; not to be changed
 * @param sha of that
 */
@SuppressWarnings("ArrayRecordComponent") // compared by their hash
record Part(String id, boolean active, int items, byte[] json, byte[] sha) {

    static Part of(Catalog catalog) {
        return of(catalog, true);
    }

    /** What is left of one of which nothing is for sale any more. */
    static Part gone(String id, Seller seller) {
        return of(new Catalog(id, "Nothing is for sale here any more", seller, List.of(), List.of()), false);
    }

    private static Part of(Catalog catalog, boolean active) {
        byte[] json = Json.bytes(LtsPublications.write(new Published(catalog, active)));
        return new Part(catalog.id(), active, catalog.items().size(), json, Digests.sha256(json));
    }
}
