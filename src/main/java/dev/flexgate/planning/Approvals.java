package dev.flexgate.planning;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which plans wait for a person, at rest: versions that are only added; the highest is in force. */
final class Approvals {

    private static final String NEWEST = """
            select version, mode, causes, sites, lasts_minutes
              from planning_approval
             order by version desc
             limit 1
            """;

    private static final String ADD = """
            insert into planning_approval (version, mode, causes, sites, lasts_minutes, set_at, set_by, audit_record)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """;

    /** Version 0: nobody has ever said anything, and nothing waits. */
    private static final VersionedApproval FIRST = new VersionedApproval(0, Approval.AUTOMATIC);

    private final Database database;
    private final PlanRecords records;

    Approvals(Database database, PlanRecords records) {
        this.database = database;
        this.records = records;
    }

    VersionedApproval current() {
        return read(database.row(NEWEST));
    }

    /**
     * Sets it when {@code tx} commits.
     *
     * @return what stands then: another version than the next where somebody else was faster than {@code expected}
     */
    Optional<VersionedApproval> set(Tx tx, Approval approval, long expected, String by, Instant now) {
        Plans.lock(tx);
        if (read(tx.row(NEWEST)).version() != expected) {
            return Optional.empty();
        }
        var next = new VersionedApproval(expected + 1, approval);
        tx.update(
                ADD,
                next.version(),
                approval.mode().name(),
                approval.causes().stream().map(Cause::name).collect(Collectors.joining(",")),
                approval.sites().stream().map(SiteId::value).collect(Collectors.joining(",")),
                Math.toIntExact(approval.lasts().toMinutes()),
                now,
                by,
                records.approval(tx, next, by, now).value());
        tx.notifyOnCommit(Planning.LOOK);
        return Optional.of(next);
    }

    private static VersionedApproval read(Optional<Row> newest) {
        return newest.map(row -> new VersionedApproval(
                        row.getLong("version"),
                        new Approval(
                                Approval.Mode.valueOf(Columns.text(row, "mode")),
                                causes(Columns.text(row, "causes")),
                                sites(Columns.text(row, "sites")),
                                Duration.ofMinutes(row.getInteger("lasts_minutes")))))
                .orElse(FIRST);
    }

    private static Set<Cause> causes(String text) {
        return Arrays.stream(text.split(","))
                .map(Cause::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Cause.class)));
    }

    private static Set<SiteId> sites(String text) {
        return text.isEmpty()
                ? Set.of()
                : Arrays.stream(text.split(",")).map(SiteId::new).collect(Collectors.toCollection(TreeSet::new));
    }
}
