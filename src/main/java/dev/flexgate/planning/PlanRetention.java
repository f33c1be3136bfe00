package dev.flexgate.planning;

import dev.flexgate.store.Tx;
import java.time.Instant;
import java.util.List;

/**
 * Forgets old plans: their lines, inputs and transcript. The row stays, with its certificate, the hashes of its inputs
 * and of its outcome, and its audit record. What stands, what progress is counted by, and the plan before the oldest that
 * is kept are never forgotten: the last is among that one's inputs, and a kept plan can be replayed.
 */
final class PlanRetention {

    private static final String OLD = """
            select old.version
              from planning_plan old
              join planning_plan next on next.version = old.version + 1
             where old.forgotten_at is null and old.as_of < $1 and next.as_of < $1
               and old.version < (select max(version) - 1 from planning_plan)
               and not exists (select 1 from planning_progress done where done.plan_version = old.version)
             order by old.as_of
             limit $2
               for update of old skip locked
            """;

    private static final List<String> LINES = List.of("planning_allocation", "planning_deferral", "planning_scarcity");

    private static final String FORGET = """
            update planning_plan
               set forgotten_at = $2, inputs_gz = ''::bytea, transcript_gz = ''::bytea
             where version = any($1)
            """;

    private PlanRetention() {}

    static int forget(Tx tx, Instant before, Instant now, int most) {
        Long[] old = tx.rows(OLD, before, most).stream()
                .map(row -> row.getLong("version"))
                .toArray(Long[]::new);
        if (old.length > 0) {
            LINES.forEach(lines -> tx.update("delete from " + lines + " where plan_version = any($1)", (Object) old));
            tx.update(FORGET, old, now);
        }
        return old.length;
    }
}
