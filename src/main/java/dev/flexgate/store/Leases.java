package dev.flexgate.store;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.Optional;

/**
 * Singletons across nodes, as rows. Time is the database's own, so the nodes' clocks need not agree. A holder that
 * stalls past its lease does not know it has lost it: what it writes must pass {@link #holds} in the same
 * transaction, which also keeps the lease from changing hands until that transaction ends.
 */
public final class Leases {

    private static final String TAKE = """
            insert into store_lease as lease (name, holder, fencing_token, valid_until)
            values ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
            on conflict (name) do update
               set holder = excluded.holder,
                   fencing_token = lease.fencing_token + 1,
                   valid_until = clock_timestamp() + $3 * interval '1 millisecond'
             where lease.valid_until <= clock_timestamp()
            returning name, holder, fencing_token, valid_until
            """;

    private static final String TAKE_AGAIN = TAKE.replace(
            "where lease.valid_until <= clock_timestamp()",
            "where lease.valid_until <= clock_timestamp() or lease.holder = excluded.holder");

    private static final String RENEW = """
            update store_lease
               set valid_until = clock_timestamp() + $3 * interval '1 millisecond'
             where name = $1 and fencing_token = $2 and valid_until > clock_timestamp()
            returning name, holder, fencing_token, valid_until
            """;

    private static final String RELEASE = """
            update store_lease
               set valid_until = '-infinity'
             where name = $1 and fencing_token = $2
            """;

    private static final String HOLD = """
            select fencing_token
              from store_lease
             where name = $1 and fencing_token = $2 and valid_until > clock_timestamp()
               for share
            """;

    private final Database database;

    public Leases(Database database) {
        this.database = database;
    }

    /** The lease, or empty while someone (whoever they are, oneself included) still has it. */
    public Optional<Lease> take(String name, String holder, Duration length) {
        return database.inTransaction(tx -> tx.row(TAKE, name, holder, (double) length.toMillis()))
                .map(Leases::lease);
    }

    /**
     * The same, but a lease that is still {@code holder}'s own passes to it at once, with a greater token: for holders
     * whose name outlives their process and is never anybody else's. What an earlier life still writes is refused.
     */
    public Optional<Lease> takeAgain(String name, String holder, Duration length) {
        return database.inTransaction(tx -> tx.row(TAKE_AGAIN, name, holder, (double) length.toMillis()))
                .map(Leases::lease);
    }

    /** The same lease with a later end, or empty when it has ended: then it is lost, even if no one else took it. */
    public Optional<Lease> renew(Lease lease, Duration length) {
        return database.inTransaction(
                        tx -> tx.row(RENEW, lease.name(), lease.fencingToken(), (double) length.toMillis()))
                .map(Leases::lease);
    }

    /** Ends it now. Releasing a lost lease does nothing. */
    public void release(Lease lease) {
        database.doInTransaction(tx -> tx.update(RELEASE, lease.name(), lease.fencingToken()));
    }

    /** Whether {@code lease} is the valid one; if so no one else can take it before {@code tx} ends. */
    public static boolean holds(Tx tx, Lease lease) {
        return tx.row(HOLD, lease.name(), lease.fencingToken()).isPresent();
    }

    private static Lease lease(Row row) {
        return new Lease(
                Columns.text(row, "name"),
                Columns.text(row, "holder"),
                row.getLong("fencing_token"),
                Columns.instant(row, "valid_until"));
    }
}
