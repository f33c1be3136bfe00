package dev.flexgate.planning;

import dev.flexgate.audit.RecordId;
import dev.flexgate.planning.Migration.Order;
import dev.flexgate.planning.Migration.Said;
import dev.flexgate.planning.Migration.State;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Jobs that have begun and go on elsewhere. Ordered, changed and taken back in the transaction of the plan that wants it so;
 * a plan that wants what is ordered already orders nothing.
 */
public final class Migrations {

    private static final int OF_JOB_MAX = 100;

    private final Database database;
    private final Ids ids;
    private final PlanRecords records;
    private volatile MigrationWatcher watcher = MigrationWatcher.NOBODY;

    Migrations(Database database, Ids ids, PlanRecords records) {
        this.database = database;
        this.ids = ids;
        this.records = records;
    }

    /** Tells {@code other} of every change from now on, inside its transaction. */
    public void watch(MigrationWatcher other) {
        watcher = other;
    }

    public Optional<Migration> find(MigrationId id) {
        return MigrationRows.find(database, id);
    }

    /** Those made before {@code before}, the newest first. */
    public List<Migration> page(UUID before, int count) {
        return MigrationRows.page(database, before, count);
    }

    /** Those of one job, the newest first. */
    public List<Migration> of(JobId job) {
        return MigrationRows.ofJob(database, job, OF_JOB_MAX);
    }

    /** Which sites said no to which job. */
    Map<JobId, Set<SiteId>> refused(List<JobId> jobs) {
        return jobs.isEmpty() ? Map.of() : MigrationRows.refused(database, jobs);
    }

    /** Orders what a plan wants, and no longer what it does not. */
    void follow(Tx tx, PlanCase aCase, Plan plan, RecordId record) {
        Map<JobId, Order> wanted = MigrationRules.wanted(aCase, plan);
        Map<JobId, Migration> open = MigrationRows.open(tx);
        open.forEach((job, migration) -> {
            Optional<Order> same = Optional.ofNullable(wanted.get(job)).filter(migration.order()::isOfTheSameSites);
            if (migration.order().resumeAt().isBefore(aCase.grid().start())) {
                close(tx, migration, State.DONE, "it has gone on there as planned", plan, record);
            } else if (same.isEmpty()) {
                close(tx, migration, State.WITHDRAWN, because(plan), plan, record);
            } else {
                wanted.remove(job);
                same.filter(order -> !order.isSame(migration.order()))
                        .map(order -> migration.revised(order, because(plan), plan.asOf(), migration.record()))
                        .ifPresent(next -> keep(tx, next, "REVISED", record));
            }
        });
        wanted.forEach(
                (_, order) -> keep(tx, ordered(order, plan, new MigrationId(ids.next()), record), "ORDERED", record));
    }

    private static String because(Plan plan) {
        return "plan " + plan.version() + ": " + plan.cause();
    }

    private static Migration ordered(Order order, Plan plan, MigrationId id, RecordId record) {
        return new Migration(
                id, 1, order, State.ORDERED, Optional.empty(), Optional.empty(), because(plan), plan.asOf(), record);
    }

    private void close(Tx tx, Migration migration, State state, String why, Plan plan, RecordId cause) {
        keep(tx, migration.became(state, why, plan.asOf(), migration.record()), state.name(), cause);
    }

    private Migration keep(Tx tx, Migration migration, String outcome, RecordId cause) {
        RecordId record = records.migrated(tx, migration, outcome, cause);
        Migration kept = migration.became(migration.state(), migration.why(), migration.since(), record);
        MigrationRows.put(tx, kept);
        watcher.changed(tx, kept);
        return kept;
    }

    /** What a site says of its part; safe to repeat. */
    public MigrationAnswer answer(Tx tx, MigrationId id, Answering answering, Instant now) {
        Optional<Migration> found = MigrationRows.lock(tx, id);
        if (found.isEmpty()) {
            return new MigrationAnswer.Unknown();
        }
        Migration migration = found.get();
        SiteId site = answering.site();
        if (!migration.order().concerns(site)) {
            return new MigrationAnswer.Refused("site " + site + " has no part in it: it goes from "
                    + migration.order().from() + " to " + migration.order().to());
        }
        boolean current = answering.revision() == migration.revision();
        if (current && migration.said(site).equals(Optional.of(answering.said()))) {
            return new MigrationAnswer.Repeated(migration);
        }
        if (!current || migration.state() != State.ORDERED) {
            return new MigrationAnswer.Refused("revision " + migration.revision() + " is " + migration.state());
        }
        if (migration.said(site).equals(Optional.of(Said.DONE))) {
            return new MigrationAnswer.Refused("site " + site + " has done its part");
        }
        Migration heard = migration.heard(site, answering.said(), answering.why(), now);
        if (heard.state() == State.REFUSED) {
            tx.notifyOnCommit(Planning.LOOK);
        }
        return new MigrationAnswer.Taken(keep(
                tx,
                heard,
                heard.state() == State.ORDERED ? "ANSWERED" : heard.state().name(),
                migration.record()));
    }

    /** What a site says. */
    public record Answering(SiteId site, int revision, Said said, String why) {}
}
