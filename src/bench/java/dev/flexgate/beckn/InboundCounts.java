package dev.flexgate.beckn;

import dev.flexgate.store.Database;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.sqlclient.Row;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a gateway counts of itself since it started, so that two of these tell what happened between.
 *
 * @param groups commits of the inbox
 * @param kept messages in them
 * @param collections of garbage
 * @param collectingMillis spent in them
 * @param logBytes written ahead by the database
 * @param checkpoints of the database
 */
record InboundCounts(long groups, long kept, long collections, long collectingMillis, long logBytes, long checkpoints) {

    /** Begins a line of them, among what else a gateway says. */
    static final String MARK = "counts: ";

    private static final String DATABASE = """
            select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as written,
                   (select num_timed + num_requested from pg_stat_checkpointer) as checkpoints
            """;

    static InboundCounts now(Database database, MeterRegistry meters) {
        long groups = 0;
        double kept = 0;
        for (DistributionSummary each :
                meters.find("flexgate.beckn.inbox.group").summaries()) {
            groups += each.count();
            kept += each.totalAmount();
        }
        long collections = 0;
        long millis = 0;
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += each.getCollectionCount();
            millis += each.getCollectionTime();
        }
        Row row = database.row(DATABASE).orElseThrow();
        return new InboundCounts(
                groups, (long) kept, collections, millis, row.getLong("written"), row.getLong("checkpoints"));
    }

    String line() {
        return MARK + groups + " " + kept + " " + collections + " " + collectingMillis + " " + logBytes + " "
                + checkpoints;
    }

    static InboundCounts read(String line) {
        long[] each = Arrays.stream(line.substring(MARK.length()).split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        return new InboundCounts(each[0], each[1], each[2], each[3], each[4], each[5]);
    }

    /** What happened since {@code before}, for people. */
    String since(InboundCounts before) {
        long messages = Math.max(1, kept - before.kept);
        return String.format(
                Locale.ROOT,
                "group=%.1f collections=%d (%d ms) log=%.1fkB checkpoints=%d",
                (double) (kept - before.kept) / Math.max(1, groups - before.groups),
                collections - before.collections,
                collectingMillis - before.collectingMillis,
                (logBytes - before.logBytes) / 1e3 / messages,
                checkpoints - before.checkpoints);
    }
}
