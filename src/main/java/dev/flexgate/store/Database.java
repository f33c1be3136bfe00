package dev.flexgate.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into PostgreSQL. Callers read straight down on virtual or plain threads: waiting here parks them. On an
 * event loop every waiting method throws {@link IllegalStateException}; {@link #pool()} serves there.
 *
 * <p>A database that is down, starting or overloaded shows as {@link StoreUnavailableException} within the limits'
 * timeouts; when it is back, the next call finds it.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int LONGEST_CACHED_SQL = 8_192;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_GIVE_BACK = Duration.ofSeconds(1);
    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final Duration LONGEST_MIGRATION = Duration.ofHours(1);
    private static final int PAUSE_MILLIS_MAX = 100;

    /** Groups of messages are written one after the other; another connection takes over when one is lost. */
    private static final int WRITERS = 2;

    /** When the server plans a prepared statement. */
    private enum Plans {
        /**
         * A young table grows a thousandfold in minutes: a plan kept from when it was empty would read all of it
         * every time, until the next ANALYZE. Planning anew costs less than a millisecond.
         */
        ANEW("force_custom_plan"),
        /** Planning anew copies every parameter several times. */
        ONCE("force_generic_plan");

        private final String mode;

        Plans(String mode) {
            this.mode = mode;
        }
    }

    private final Vertx vertx;
    private final DatabaseAddress address;
    private final DatabaseLimits limits;
    private final Pool pool;
    private final Pool writers;
    private final News news;
    private final Listening listening;
    private final ScopedValue<Tx> open = ScopedValue.newInstance();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Database(Vertx vertx, DatabaseAddress address, DatabaseLimits limits) {
        this.vertx = vertx;
        this.address = address;
        this.limits = limits;
        this.pool = pool(limits.poolSize(), Plans.ANEW);
        this.writers = pool(WRITERS, Plans.ONCE);
        this.news = new News(pool);
        this.listening = new Listening(vertx, pool(1, Plans.ANEW), limits);
    }

    /** Connects lazily: an unreachable server shows at the first use, not here. */
    public static Database open(Vertx vertx, DatabaseAddress address, DatabaseLimits limits) {
        return new Database(vertx, address, limits);
    }

    /**
     * Runs {@code work} in one transaction: all of it happens, or none of it. When others get in the way it is
     * run again, so it must have no effect outside its {@link Tx}. Does not nest.
     */
    public <T> T inTransaction(Function<Tx, T> work) {
        Failures.refuseEventLoop();
        if (open.isBound()) {
            throw new IllegalStateException("a transaction is open here already: use its Tx");
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(work);
            } catch (StoreException failure) {
                if (!failure.contended()) {
                    throw failure;
                }
                if (attempt == limits.attempts()) {
                    throw new StoreUnavailableException(
                            "gave up after " + attempt + " contended attempts", failure.sqlState(), failure);
                }
                pause(attempt);
            }
        }
    }

    /** As {@link #inTransaction} for work without a result. */
    public void doInTransaction(Consumer<Tx> work) {
        inTransaction(tx -> {
            work.accept(tx);
            return true;
        });
    }

    /** Reads outside any transaction; called inside one of this thread it joins it and sees its writes. */
    public List<Row> rows(String sql, @Nullable Object... parameters) {
        Failures.refuseEventLoop();
        // Taking a second connection while holding one would let a full pool wait for itself.
        return open.isBound() ? open.get().rows(sql, parameters) : alone(sql, parameters);
    }

    /** As {@link #rows} for at most one row; {@link IllegalStateException} when there are more. */
    public Optional<Row> row(String sql, @Nullable Object... parameters) {
        return Tx.atMostOne(rows(sql, parameters), sql);
    }

    /**
     * Calls {@code onNews} with the payload of each notification of {@code channel}, and with an empty one whenever
     * the connection is made anew, since news may have been missed. It runs on a virtual thread, never twice at
     * once; what arrives meanwhile is told as one. News is a hint: whoever listens also ticks.
     */
    public void listen(String channel, Consumer<String> onNews) {
        listening.add(Tx.checked(channel), onNews);
    }

    /** For the accept path of an edge: futures, on the event loop. */
    public Pool pool() {
        return pool;
    }

    /**
     * As {@link #pool()}, for statements that have one plan whatever is in their tables, such as an insert of many rows
     * at once; only these may be sent there.
     */
    public Pool writers() {
        return writers;
    }

    public DatabaseAddress address() {
        return address;
    }

    /** Another way into the same database, for one caller whose statements may run long. */
    Database patient() {
        return open(vertx, address, limits.withPoolSize(1).withTimeouts(LONGEST_START, LONGEST_MIGRATION));
    }

    boolean isClosed() {
        return closed.get();
    }

    /** Lets running statements end, 10 s at most; a second call does nothing. */
    @Override
    public void close() {
        Failures.refuseEventLoop();
        if (closed.compareAndSet(false, true)) {
            listening.close();
            try {
                Failures.await(Future.join(pool.close(), writers.close()), LONGEST_CLOSE, "close");
            } catch (StoreException slow) {
                // The server drops what is left with our sockets: nothing more can be done from here.
                LOG.warn("closed with statements still running: address={}", address, slow);
            }
        }
    }

    private List<Row> alone(String sql, @Nullable Object... parameters) {
        SqlConnection connection = connection();
        try {
            return Tx.list(Failures.await(
                    connection.preparedQuery(sql).execute(Parameters.of(parameters)), limits.patience(), sql));
        } finally {
            giveBack(connection);
        }
    }

    private <T> T attempt(Function<Tx, T> work) {
        SqlConnection connection = connection();
        T result;
        Set<String> toTell;
        try {
            Transaction transaction = Failures.await(connection.begin(), limits.patience(), "begin");
            Tx tx = new Tx(connection, limits);
            result = run(work, tx);
            toTell = tx.end();
            commit(transaction);
        } finally {
            // Rolls back whatever was not committed; we wait, so that the caller sees it undone.
            giveBack(connection);
        }
        news.tell(toTell);
        return result;
    }

    private <T> T run(Function<Tx, T> work, Tx tx) {
        try {
            return ScopedValue.where(open, tx).call(() -> work.apply(tx));
        } catch (RuntimeException thrown) {
            // A contended statement is tried again whatever the work made of its failure.
            throw tx.failure()
                    .filter(StoreException::contended)
                    .map(RuntimeException.class::cast)
                    .orElse(thrown);
        }
    }

    private void commit(Transaction transaction) {
        try {
            Failures.await(transaction.commit(), limits.patience(), "commit");
        } catch (StoreUnavailableException lost) {
            throw StoreUnavailableException.duringCommit(lost);
        }
    }

    private SqlConnection connection() {
        Future<SqlConnection> coming = pool.getConnection();
        try {
            return coming.await(limits.connectTimeout().toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (Exception failure) {
            coming.onSuccess(SqlConnection::close); // one that comes after all belongs to the next caller
            throw Failures.unreachable(failure, address);
        }
    }

    private void giveBack(SqlConnection connection) {
        try {
            Failures.await(connection.close(), LONGEST_GIVE_BACK, "give back a connection");
        } catch (StoreException _) {
            // A broken connection leaves the pool by itself, and the server rolls back what was open on it.
        }
    }

    private void pause(int attempt) {
        int longest = Math.min(PAUSE_MILLIS_MAX, 1 << attempt);
        long millis = ThreadLocalRandom.current().nextLong(1, longest + 1L);
        vertx.timer(millis, TimeUnit.MILLISECONDS).await();
    }

    private Pool pool(int size, Plans plans) {
        var options = new PoolOptions()
                .setMaxSize(size)
                .setMaxWaitQueueSize(limits.poolQueue())
                .setConnectionTimeout(Math.toIntExact(limits.connectTimeout().toMillis()))
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                // Shorter than the silence after which a connection is cut, so that an idle one leaves politely.
                .setIdleTimeout(Math.toIntExact(limits.statementTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return PgBuilder.pool()
                .with(options)
                .with(transport())
                .connectingTo(login(plans))
                .using(vertx)
                .build();
    }

    private NetClientOptions transport() {
        return new NetClientOptions()
                .setConnectTimeout(Math.toIntExact(limits.connectTimeout().toMillis()))
                .setReadIdleTimeout(Math.toIntExact(limits.silence().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    private PgConnectOptions login(Plans plans) {
        var options = new PgConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setDatabase(address.database())
                .setUser(address.user())
                .setPassword(address.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheSqlLimit(LONGEST_CACHED_SQL);
        String timeout = String.valueOf(limits.statementTimeout().toMillis());
        return options.addProperty("plan_cache_mode", plans.mode)
                .addProperty("application_name", "flexgate")
                .addProperty("statement_timeout", timeout)
                .addProperty("client_min_messages", "warning")
                .addProperty("idle_in_transaction_session_timeout", timeout);
    }
}
