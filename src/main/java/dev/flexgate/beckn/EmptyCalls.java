package dev.flexgate.beckn;

import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.signature.SignatureFault;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * What keeps calls without a body apart. The protocol signs the digest of the body and the time alone, so that a
 * signature over no bytes says neither what is called nor whom: whoever was sent one could show it to us and read, or
 * end, what is its sender's. Against that a signature over nothing counts for a minute whatever its {@code expires}
 * says, and one that changes something counts for that alone, at whichever node of ours it is shown. Reads may share
 * one: an honest caller that signs twice within a second makes the same signature twice.
 */
final class EmptyCalls {

    private static final String READ = "";

    /** Who asks first says what it is for; the update makes the row of another transaction visible. */
    private static final String USE = """
            insert into beckn_empty_call (signature, target, expires_at) values ($1, $2, $3)
                on conflict (signature) do update set expires_at = beckn_empty_call.expires_at
            returning target
            """;

    private static final String FORGET = """
            delete from beckn_empty_call
             where signature in (select signature from beckn_empty_call where expires_at < $1 limit 100
                                    for update skip locked)
            """;

    private final Database database;
    private final Duration life;

    /**
     * What this database remembers.
     *
     * @param life how long after {@code created} a signature over no bytes counts
     */
    EmptyCalls(Database database, Duration life) {
        this.database = database;
        this.life = life;
    }

    /**
     * Refuses what this signature cannot mean; to be asked when it is proved. Waits for the database.
     *
     * @param changes whether the call changes anything
     * @param target method and path
     */
    void check(SignatureHeader header, boolean changes, String target, Instant now) {
        long age = now.getEpochSecond() - header.created();
        if (age > life.toSeconds()) {
            throw SignatureFault.EXPIRED.refused(
                    "a signature over no bytes counts for " + life.toSeconds() + " s, this one is " + age + " s old",
                    "sign again and send at once");
        }
        String meant = changes ? target : READ;
        // Of its bytes: they can be spelt in more than one way.
        byte[] signature = Digests.sha256(Base64.getDecoder().decode(header.signature()));
        String first = database.inTransaction(tx -> use(tx, signature, meant, now));
        if (!first.equals(meant)) {
            throw RefusedException.of(
                            ErrorCode.AUT_REPLAY_DETECTED, "this signature over no bytes was used for another call")
                    .fix("sign what changes something by itself, a second after or before what only reads");
        }
    }

    private String use(Tx tx, byte[] signature, String meant, Instant now) {
        tx.update(FORGET, now);
        return tx.row(USE, signature, meant, now.plus(life.multipliedBy(2)))
                .map(row -> Columns.text(row, "target"))
                .orElseThrow();
    }
}
