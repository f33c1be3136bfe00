package dev.flexgate.beckn.share;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Files of catalogues that were pulled, at rest until they expire. */
final class PullFiles {

    private static final String KEEP = """
            insert into beckn_catalog_file (request_id, subscriber, body, sha, made_at, expires_at)
            values ($1, $2, $3, $4, $5, $6)
                on conflict (request_id) do nothing
            """;

    /** What is older than the newest of a participant's. */
    private static final String MAKE_ROOM = """
            delete from beckn_catalog_file
             where request_id in (select request_id
                                    from beckn_catalog_file
                                   where subscriber = $1
                                   order by made_at desc, request_id
                                  offset $2)
            """;

    private PullFiles() {}

    static Optional<byte[]> find(Tx tx, String subscriber, UUID requestId, Instant now) {
        return tx.row(
                        "select body from beckn_catalog_file where request_id = $1 and subscriber = $2 and expires_at > $3",
                        requestId,
                        subscriber,
                        now)
                .map(row -> Columns.bytes(row, "body"));
    }

    static void keep(Tx tx, UUID requestId, String subscriber, byte[] body, byte[] sha, Instant now, Instant until) {
        tx.update(KEEP, requestId, subscriber, body, sha, now, until);
    }

    static void makeRoom(Tx tx, String subscriber, int keep) {
        tx.update(MAKE_ROOM, subscriber, keep);
    }

    static int count(Tx tx) {
        return Math.toIntExact(tx.row("select count(*) as n from beckn_catalog_file")
                .orElseThrow()
                .getLong("n"));
    }

    static void forget(Tx tx, Instant now) {
        tx.update("delete from beckn_catalog_file where expires_at <= $1", now);
    }
}
