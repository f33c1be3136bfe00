package dev.flexgate.store;

import io.vertx.core.AsyncResult;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells channels that something was committed. Never inside the transaction: there NOTIFY takes one lock for the
 * whole cluster and makes all commits queue behind each other. While one statement is on its way, what else there is
 * to tell gathers for the next, so a busy system sends few.
 */
final class News {

    private static final Logger LOG = LoggerFactory.getLogger(News.class);
    private static final String TELL = "select pg_notify(channel, '') from unnest($1::text[]) as channel";

    private final Pool pool;
    private final Set<String> waiting = new TreeSet<>();
    private boolean sending;

    News(Pool pool) {
        this.pool = pool;
    }

    void tell(Set<String> channels) {
        if (!channels.isEmpty()) {
            gather(channels);
        }
    }

    private synchronized void gather(Set<String> channels) {
        waiting.addAll(channels);
        if (!sending) {
            send();
        }
    }

    private void send() {
        String[] channels = waiting.toArray(String[]::new);
        waiting.clear();
        sending = true;
        pool.preparedQuery(TELL).execute(Tuple.of(channels)).onComplete(this::sent);
    }

    private synchronized void sent(AsyncResult<RowSet<Row>> outcome) {
        if (outcome.failed()) {
            LOG.debug("news lost, listeners will find it at their next tick", outcome.cause());
        }
        sending = false;
        if (!waiting.isEmpty()) {
            send();
        }
    }
}
