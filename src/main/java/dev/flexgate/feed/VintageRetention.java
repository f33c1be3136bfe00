package dev.flexgate.feed;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import java.time.Instant;
import java.util.UUID;

/**
 * Forgets the readings of old vintages: of those that became known, and speak of what was, long enough ago. The row
 * stays, with its hash and the stretch it spoke of, so that a question about it is answered with what became of it.
 */
final class VintageRetention {

    private static final String OLD = """
            select old.id
              from feed_vintage old
             where old.forgotten_at is null and old.known_at < $1
               and not exists (
                   select 1 from feed_reading said where said.vintage_id = old.id and said.valid_from >= $1)
             order by old.known_at
             limit $2
               for update of old skip locked
            """;

    private static final String MARK = """
            update feed_vintage vintage
               set forgotten_at = $2, forgotten_from = said.first, forgotten_until = said.last + interval '30 minutes'
              from (select vintage_id, min(valid_from) as first, max(valid_from) as last
                      from feed_reading
                     where vintage_id = any($1)
                     group by vintage_id) as said
             where vintage.id = said.vintage_id
            """;

    private static final String FORGET = "delete from feed_reading where vintage_id = any($1)";

    private VintageRetention() {}

    static int forget(Tx tx, Instant before, Instant now, int most) {
        UUID[] old = tx.rows(OLD, before, most).stream()
                .map(row -> Columns.uuid(row, "id"))
                .toArray(UUID[]::new);
        if (old.length > 0) {
            tx.update(MARK, old, now);
            tx.update(FORGET, (Object) old);
        }
        return old.length;
    }
}
