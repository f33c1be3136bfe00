package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.market.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The market's snapshot as each dialect shows it, written once a snapshot and shared by all discoveries. */
final class Showroom {

    /**
     * What is shown.
     *
     * @param catalogs in the words of the network
     * @param document the same as JSON of one dialect; not to be changed
     */
    record Shown(Catalogue snapshot, List<Catalog> catalogs, ObjectNode document) {}

    private final Supplier<Catalogue> snapshots;
    private final Map<String, Shown> byDialect = new ConcurrentHashMap<>();

    Showroom(Supplier<Catalogue> snapshots) {
        this.snapshots = snapshots;
    }

    @SuppressWarnings("ReferenceEquality") // a snapshot is replaced as a whole; comparing it costs more than it saves
    Shown shown(Dialect dialect) {
        Catalogue snapshot = snapshots.get();
        Shown shown = byDialect.get(dialect.name());
        if (shown == null || shown.snapshot() != snapshot) {
            List<Catalog> catalogs = snapshot.listings().isEmpty() ? List.of() : List.of(Offering.of(snapshot));
            shown = new Shown(snapshot, catalogs, dialect.document(catalogs));
            byDialect.put(dialect.name(), shown);
        }
        return shown;
    }
}
