package dev.flexgate.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An open transaction: whoever holds one is inside it. Statements run one after the other and wait for their
 * result. After a failed statement the transaction can only roll back, even if the failure is caught.
 *
 * <p>Parameters are {@code $1, $2 ...}; besides the driver's types an {@link java.time.Instant} serves for
 * {@code timestamptz} and {@code byte[]} for {@code bytea}.
 */
public final class Tx {

    private static final Pattern CHANNEL = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final SqlConnection connection;
    private final DatabaseLimits limits;
    private final Set<String> news = new LinkedHashSet<>();
    private @Nullable StoreException failure;
    private boolean over;

    Tx(SqlConnection connection, DatabaseLimits limits) {
        this.connection = connection;
        this.limits = limits;
    }

    public List<Row> rows(String sql, @Nullable Object... parameters) {
        return list(execute(sql, parameters));
    }

    /** The only row; {@link IllegalStateException} when there are more. */
    public Optional<Row> row(String sql, @Nullable Object... parameters) {
        return atMostOne(rows(sql, parameters), sql);
    }

    /** The number of rows the statement touched. */
    public int update(String sql, @Nullable Object... parameters) {
        return execute(sql, parameters).rowCount();
    }

    /** Runs one statement once a tuple, in a single round trip. */
    public void batch(String sql, List<Tuple> tuples) {
        if (!tuples.isEmpty()) {
            await(
                    () -> connection
                            .preparedQuery(sql)
                            .executeBatch(tuples.stream().map(Parameters::of).toList()),
                    sql);
        }
    }

    /**
     * Does {@code work} whole or not at all. What it throws undoes what it did, and is thrown on; the transaction and
     * the locks it took before go on, so that the caller can write down that the work failed before anybody else tries.
     * A failure of the database ends the transaction as ever: the driver commits nothing after one.
     */
    public <T> T wholly(Supplier<T> work) {
        script("savepoint part");
        try {
            return work.get();
        } catch (RuntimeException thrown) {
            if (failure == null) {
                script("rollback to savepoint part");
            }
            throw thrown;
        }
    }

    /** Tells the listeners of {@code channel}, once, after the commit. A hint that may get lost: they also tick. */
    public void notifyOnCommit(String channel) {
        news.add(checked(channel));
    }

    /** Runs several statements without parameters, as a migration file holds them. */
    void script(String sql) {
        await(() -> connection.query(sql).execute(), sql.lines().findFirst().orElse(""));
    }

    /** No statement may follow. Throws what failed inside, so that a swallowed failure cannot pass for success. */
    Set<String> end() {
        over = true;
        if (failure != null) {
            throw failure;
        }
        return news;
    }

    Optional<StoreException> failure() {
        over = true;
        return Optional.ofNullable(failure);
    }

    private RowSet<Row> execute(String sql, @Nullable Object... parameters) {
        return await(() -> connection.preparedQuery(sql).execute(Parameters.of(parameters)), sql);
    }

    private <T> T await(Supplier<Future<T>> statement, String sql) {
        Failures.refuseEventLoop();
        if (over) {
            throw new IllegalStateException("this transaction is over");
        }
        try {
            return Failures.await(statement.get(), limits.patience(), sql);
        } catch (StoreException failed) {
            if (failure == null) {
                failure = failed;
            }
            throw failed;
        }
    }

    static List<Row> list(RowSet<Row> set) {
        List<Row> rows = new ArrayList<>(set.size());
        set.forEach(rows::add);
        return rows;
    }

    static Optional<Row> atMostOne(List<Row> rows, String sql) {
        if (rows.size() > 1) {
            throw new IllegalStateException(rows.size() + " rows where at most one was expected: " + sql);
        }
        return rows.stream().findFirst();
    }

    static String checked(String channel) {
        if (!CHANNEL.matcher(channel).matches()) {
            throw new IllegalArgumentException("not a channel name: " + channel);
        }
        return channel;
    }
}
