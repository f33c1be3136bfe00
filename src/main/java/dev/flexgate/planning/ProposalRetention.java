package dev.flexgate.planning;

import dev.flexgate.store.Tx;
import java.time.Instant;

/**
 * Forgets old proposals: what they were negotiated from, what came of it, and what was said. The row stays, with what
 * was asked, the hashes, what became of it, and its audit record. None is forgotten while it can be applied.
 */
final class ProposalRetention {

    private static final String FORGET = """
            update planning_proposal
               set forgotten_at = $2, inputs_gz = ''::bytea, outcome_gz = ''::bytea, transcript_gz = ''::bytea
             where id in (select id
                            from planning_proposal
                           where forgotten_at is null and expires_at < $1
                           order by expires_at
                           limit $3
                             for update skip locked)
            """;

    private ProposalRetention() {}

    static int forget(Tx tx, Instant before, Instant now, int most) {
        return tx.update(FORGET, before, now, most);
    }
}
