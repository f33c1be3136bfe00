package dev.flexgate.store;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection that listens for all channels of a {@link Database} and is made anew whenever it is lost. */
final class Listening {

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final int RETRY_MILLIS_MIN = 50;
    private static final int RETRY_MILLIS_MAX = 2_000;

    private final Vertx vertx;
    private final Pool pool;
    private final long pulseMillis;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable SqlConnection connection;
    private boolean connecting;
    private boolean closed;
    private int failures;

    Listening(Vertx vertx, Pool pool, DatabaseLimits limits) {
        this.vertx = vertx;
        this.pool = pool;
        this.pulseMillis = Math.max(1, limits.silence().toMillis() / 3);
    }

    synchronized void add(String channel, Consumer<String> onNews) {
        if (closed) {
            throw new IllegalStateException("the database is closed");
        }
        Listener listener = new Listener(channel, onNews);
        listeners.add(listener);
        if (connection != null) {
            listen(connection, List.of(listener));
        } else if (!connecting) {
            connect();
        }
    }

    synchronized void close() {
        closed = true;
        pool.close().onFailure(failure -> LOG.debug("closing the listening connection", failure));
    }

    private synchronized void connect() {
        if (closed) {
            return;
        }
        connecting = true;
        pool.getConnection().onSuccess(this::connected).onFailure(this::lost);
    }

    private synchronized void connected(SqlConnection made) {
        connecting = false;
        failures = 0;
        connection = made;
        PgConnection postgres = (PgConnection) made;
        postgres.notificationHandler(news -> told(news.getChannel(), news.getPayload()));
        postgres.closeHandler(_ -> lost(new IllegalStateException("closed")));
        listen(made, listeners);
        pulse(made);
    }

    private void listen(SqlConnection on, List<Listener> these) {
        String sql = these.stream()
                .map(Listener::channel)
                .distinct()
                .map(channel -> "listen " + channel)
                .collect(Collectors.joining(";"));
        on.query(sql)
                .execute()
                .onSuccess(_ -> these.forEach(listener -> listener.tell("")))
                .onFailure(failure -> on.close().onComplete(_ -> lost(failure)));
    }

    /** A question now and then keeps a quiet connection from passing for a dead one, and finds a dead one. */
    private void pulse(SqlConnection on) {
        vertx.setTimer(pulseMillis, _ -> {
            if (isCurrent(on)) {
                on.query("select 1").execute().onSuccess(_ -> pulse(on));
            }
        });
    }

    private synchronized boolean isCurrent(SqlConnection candidate) {
        return !closed && candidate.equals(connection);
    }

    private synchronized void lost(Throwable cause) {
        connection = null;
        connecting = true;
        if (!closed) {
            LOG.debug("not listening, will connect again: {}", cause.getMessage());
            int longest = Math.min(RETRY_MILLIS_MAX, RETRY_MILLIS_MIN << Math.min(failures++, 10));
            vertx.setTimer(ThreadLocalRandom.current().nextLong(longest / 2, longest) + 1, _ -> connect());
        }
    }

    private void told(String channel, String payload) {
        listeners.stream()
                .filter(listener -> listener.channel().equals(channel))
                .forEach(listener -> listener.tell(payload));
    }

    /** Runs its consumer on a virtual thread, never twice at once, and remembers at most one more call. */
    private static final class Listener {

        private final String channel;
        private final Consumer<String> onNews;
        private @Nullable String waiting;
        private boolean running;

        Listener(String channel, Consumer<String> onNews) {
            this.channel = channel;
            this.onNews = onNews;
        }

        String channel() {
            return channel;
        }

        synchronized void tell(String payload) {
            waiting = payload;
            if (!running) {
                running = true;
                Thread.ofVirtual().name("news-" + channel).start(this::run);
            }
        }

        private void run() {
            for (String payload = next(); payload != null; payload = next()) {
                try {
                    onNews.accept(payload);
                } catch (RuntimeException failure) {
                    LOG.warn("a listener of {} failed", channel, failure);
                }
            }
        }

        private synchronized @Nullable String next() {
            String payload = waiting;
            waiting = null;
            running = payload != null;
            return payload;
        }
    }
}
