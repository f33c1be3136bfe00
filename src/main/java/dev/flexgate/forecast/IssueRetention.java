package dev.flexgate.forecast;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import java.time.Instant;
import java.util.UUID;

/** Forgets the points of old forecasts, and which vintages they were made of. The row stays, with its hashes. */
final class IssueRetention {

    private static final String OLD = """
            select id
              from forecast_issue
             where forgotten_at is null and issued_at < $1
             order by issued_at
             limit $2
               for update skip locked
            """;

    private static final String FORGET = """
            update forecast_issue
               set forgotten_at = $3, series = '', inputs = '{}'
             where id = any($1) and issued_at < $2
            """;

    private IssueRetention() {}

    static int forget(Tx tx, Instant before, Instant now, int most) {
        UUID[] old = tx.rows(OLD, before, most).stream()
                .map(row -> Columns.uuid(row, "id"))
                .toArray(UUID[]::new);
        if (old.length > 0) {
            tx.update(FORGET, old, before, now);
        }
        return old.length;
    }
}
