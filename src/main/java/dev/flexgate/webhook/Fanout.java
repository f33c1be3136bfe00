package dev.flexgate.webhook;

import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.news.Event;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.store.Database;
import dev.flexgate.store.Rounds;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows the audit log and promises each event to whoever wants it. A record is queued in the transaction that
 * decides, and has its place in the log without gaps; here the place reached and the deliveries promised are one commit
 * again. So no event is lost and none is promised twice, at no cost to the transaction that decided.
 */
final class Fanout implements AutoCloseable {

    private static final String BEGIN = """
            insert into webhook_cursor (id, next_index)
            values (1, $1)
            on conflict do nothing
            """;

    private static final String LOCK = "select next_index from webhook_cursor where id = 1 for update skip locked";

    private static final String MOVE = "update webhook_cursor set next_index = $1 where id = 1";

    private static final String CURSOR = "select next_index from webhook_cursor where id = 1";

    private final Database database;
    private final LogReader log;
    private final Subscriptions subscriptions;
    private final Deliveries deliveries;
    private final Outbox outbox;
    private final WebhookLimits limits;
    private final WebhookMeters meters;
    private final Rounds rounds;

    Fanout(
            Database database,
            LogReader log,
            Subscriptions subscriptions,
            Deliveries deliveries,
            Outbox outbox,
            WebhookLimits limits,
            WebhookMeters meters) {
        this.database = database;
        this.log = log;
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.limits = limits;
        this.meters = meters;
        this.rounds = Rounds.shared("webhook-fanout", Rounds.Pace.of(limits.tick()), this::next);
    }

    void start() {
        database.doInTransaction(tx -> tx.update(BEGIN, log.size()));
        database.listen(AuditLog.NEWS_PLACED, _ -> rounds.wake());
        rounds.start();
    }

    private Rounds.Left next() {
        int read = step();
        meters.showWhenDue(this::lag);
        return Rounds.Left.of(read, limits.page());
    }

    /** Turns the next records into deliveries; says how many records it took. None if another node is at it. */
    int step() {
        return database.inTransaction(this::step);
    }

    private int step(Tx tx) {
        Optional<Row> cursor = tx.row(LOCK);
        if (cursor.isEmpty()) {
            return 0;
        }
        List<StoredRecord> records = log.from(cursor.get().getLong("next_index"), limits.page());
        if (records.isEmpty()) {
            return 0;
        }
        List<Subscription> wanting = subscriptions.wanting();
        List<OutgoingMessage> owed = new ArrayList<>();
        int taken = 0;
        while (taken < records.size() && (taken == 0 || owed.size() < limits.deliveries())) {
            Event.of(records.get(taken)).ifPresent(event -> owed.addAll(deliveries.of(event, wanting)));
            taken++;
        }
        outbox.promiseAll(tx, owed);
        tx.update(MOVE, records.get(taken - 1).index() + 1);
        return taken;
    }

    /** How many records have their place and are not yet promised. */
    private long lag() {
        return database.row(CURSOR)
                .map(row -> Math.max(0, log.size() - row.getLong("next_index")))
                .orElse(0L);
    }

    @Override
    public void close() {
        rounds.close();
    }
}
