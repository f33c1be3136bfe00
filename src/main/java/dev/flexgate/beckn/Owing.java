package dev.flexgate.beckn;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** Whether an answer to a message that came before is still on its way. Asked on event loops; never waits there. */
final class Owing {

    /** The promise of an answer has the id of the message. */
    private static final String OWED = """
            select exists (select 1
                             from beckn_inbox i
                             left join outbox_message m on m.id = i.id
                            where i.once = $1
                              and (i.state = 'WAITING' or m.state in ('DUE', 'LEASED'))) as owed
            """;

    private final Pool pool;

    Owing(Pool pool) {
        this.pool = pool;
    }

    /** By the number under which the message is known, see {@link Arrival#once}. */
    Future<Boolean> isOwed(UUID once) {
        return pool.preparedQuery(OWED)
                .execute(Tuple.of(once))
                .map(rows -> rows.iterator().next().getBoolean("owed"));
    }
}
