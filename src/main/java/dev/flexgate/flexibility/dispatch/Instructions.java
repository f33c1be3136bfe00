package dev.flexgate.flexibility.dispatch;

import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Aborted;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.AckTimeout;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Acked;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Cancelled;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Completed;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Ended;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Failed;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.InProgress;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Issued;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Nacked;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Overridden;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Planned;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.State;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Instructions at rest. */
final class Instructions {

    private static final String SELECT = """
            select id, version, revision, state, order_id, site_id, direction, window_start, window_end, not_before,
                   deadline, supersedes, since, due_at, why, for_good,
                   (select array_agg(it_power_w order by period_start)
                      from dispatch_target where instruction_id = id) as it_power_w,
                   (select array_agg(facility_power_w order by period_start)
                      from dispatch_target where instruction_id = id) as facility_power_w,
                   (select array_agg(reduction_w order by period_start)
                      from dispatch_target where instruction_id = id) as reduction_w
              from dispatch_instruction
            """;

    private static final String LOCK = SELECT + " where id = $1 for update";

    private static final String FIND = SELECT + " where id = $1";

    private static final String PAGE = SELECT + " where id < $1 order by id desc limit $2";

    private static final String OF_ORDER = SELECT + " where order_id = $1 order by id limit $2";

    private static final String LOCK_OF_PROMISE = SELECT + """
             where order_id = $1 and site_id = $2 and window_start < $4 and window_end > $3
             order by id
               for update
            """;

    /** Nobody else may give instructions for this promise until we are done: there may be no row to lock yet. */
    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended($1, 135))";

    private static final String INSERT = """
            insert into dispatch_instruction
                   (id, version, revision, state, order_id, site_id, direction, window_start, window_end, not_before,
                    deadline, supersedes, since, due_at, why, for_good, record_id, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', false, $15, $13)
            """;

    private static final String INSERT_TARGET = """
            insert into dispatch_target (instruction_id, period_start, it_power_w, facility_power_w, reduction_w)
            values ($1, $2, $3, $4, $5)
            """;

    private static final String MOVE = """
            update dispatch_instruction
               set version = $2, revision = $3, state = $4, since = $5, due_at = $6, why = $7, for_good = $8,
                   record_id = $9
             where id = $1 and version = $2 - 1
            """;

    private static final String DUE_SOONER = "update dispatch_instruction set due_at = $2 where id = $1";

    private static final String PASSED = """
            insert into dispatch_passage (instruction_id, version, revision, state, at, why, record_id)
            values ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String HISTORY = """
            select version, revision, state, at, why, record_id
              from dispatch_passage
             where instruction_id = $1
             order by version
            """;

    private static final String DUE = """
            select id
              from dispatch_instruction
             where due_at <= $1
             order by due_at, id
             limit $2
            """;

    private static final String COUNTS = """
            select state, count(*) as instructions
              from dispatch_instruction
             where due_at is not null
             group by state
            """;

    private Instructions() {}

    static void lockPromise(Tx tx, UUID order) {
        tx.rows(ONE_AT_A_TIME, order.toString());
    }

    /** Instructions of one promise at one site whose windows overlap, oldest first, locked. */
    static List<DispatchInstruction> lockOfPromise(Tx tx, Instruction wanted) {
        Interval window = wanted.window();
        return tx.rows(LOCK_OF_PROMISE, wanted.order(), wanted.site().value(), window.start(), window.end()).stream()
                .map(Instructions::read)
                .toList();
    }

    static void insert(Tx tx, Planned planned, RecordId record) {
        Head head = planned.head();
        Instruction instruction = head.instruction();
        tx.update(
                INSERT,
                head.id().value(),
                head.version(),
                head.revision(),
                planned.state().name(),
                instruction.order(),
                instruction.site().value(),
                instruction.direction().name(),
                instruction.window().start(),
                instruction.window().end(),
                instruction.notBefore(),
                instruction.deadline(),
                head.supersedes().stream().map(DispatchId::value).toArray(UUID[]::new),
                head.since(),
                instruction.notBefore(),
                record.value());
        tx.batch(
                INSERT_TARGET,
                instruction.targets().stream()
                        .map(target -> Tuple.of(
                                head.id().value(),
                                target.period().start(),
                                target.itPower().watts(),
                                target.facilityPower().watts(),
                                target.reduction().watts()))
                        .toList());
        passed(tx, planned, record);
    }

    /** Stores the next state of an instruction whose row this transaction has locked. */
    static void move(Tx tx, DispatchInstruction next, RecordId record) {
        Head head = next.head();
        @Nullable Instant due = DispatchRules.dueAt(next).orElse(null);
        int moved = tx.update(
                MOVE,
                head.id().value(),
                head.version(),
                head.revision(),
                next.state().name(),
                head.since(),
                due,
                whyOf(next),
                next instanceof Nacked nacked && nacked.forGood(),
                record.value());
        if (moved != 1) {
            throw new IllegalStateException("instruction " + head.id() + " is not at version " + (head.version() - 1));
        }
        passed(tx, next, record);
    }

    static void answerSooner(Tx tx, Issued issued) {
        tx.update(DUE_SOONER, issued.id().value(), issued.ackBy());
    }

    static Optional<DispatchInstruction> lock(Tx tx, DispatchId id) {
        return tx.row(LOCK, id.value()).map(Instructions::read);
    }

    static Optional<DispatchInstruction> find(Database database, DispatchId id) {
        return database.row(FIND, id.value()).map(Instructions::read);
    }

    /** Newest first; ids are time-ordered. */
    static List<DispatchInstruction> page(Database database, UUID before, int limit) {
        return database.rows(PAGE, before, limit).stream()
                .map(Instructions::read)
                .toList();
    }

    static List<DispatchInstruction> ofOrder(Database database, UUID order, int limit) {
        return database.rows(OF_ORDER, order, limit).stream()
                .map(Instructions::read)
                .toList();
    }

    static List<Passage> history(Database database, DispatchId id) {
        return database.rows(HISTORY, id.value()).stream()
                .map(row -> new Passage(
                        row.getInteger("version"),
                        row.getInteger("revision"),
                        State.valueOf(Columns.text(row, "state")),
                        Columns.instant(row, "at"),
                        Columns.text(row, "why"),
                        new RecordId(Columns.uuid(row, "record_id"))))
                .toList();
    }

    static List<DispatchId> due(Database database, Instant now, int limit) {
        return database.rows(DUE, now, limit).stream()
                .map(row -> new DispatchId(Columns.uuid(row, "id")))
                .toList();
    }

    /** How many instructions of each state something may still become of. */
    static Map<State, Long> counts(Database database) {
        var counts = new EnumMap<State, Long>(State.class);
        database.rows(COUNTS)
                .forEach(row -> counts.put(State.valueOf(Columns.text(row, "state")), row.getLong("instructions")));
        return counts;
    }

    static String whyOf(DispatchInstruction instruction) {
        return switch (instruction) {
            case Nacked nacked -> nacked.why();
            case Ended ended -> ended.why();
            case Planned _, Issued _, Acked _, AckTimeout _, InProgress _ -> "";
        };
    }

    private static void passed(Tx tx, DispatchInstruction instruction, RecordId record) {
        Head head = instruction.head();
        tx.update(
                PASSED,
                head.id().value(),
                head.version(),
                head.revision(),
                instruction.state().name(),
                head.since(),
                whyOf(instruction),
                record.value());
    }

    private static DispatchInstruction read(Row row) {
        var head = new Head(
                new DispatchId(Columns.uuid(row, "id")),
                instruction(row),
                Arrays.stream(row.getArrayOfUUIDs("supersedes"))
                        .map(DispatchId::new)
                        .toList(),
                row.getInteger("revision"),
                row.getInteger("version"),
                Columns.instant(row, "since"));
        String why = Columns.text(row, "why");
        return switch (State.valueOf(Columns.text(row, "state"))) {
            case PLANNED -> new Planned(head);
            case ISSUED -> new Issued(head, Columns.instant(row, "due_at"));
            case ACKED -> new Acked(head);
            case NACKED -> new Nacked(head, why, row.getBoolean("for_good"), Columns.instant(row, "due_at"));
            case ACK_TIMEOUT -> new AckTimeout(head);
            case IN_PROGRESS -> new InProgress(head);
            case COMPLETED -> new Completed(head);
            case FAILED -> new Failed(head, why);
            case OVERRIDDEN -> new Overridden(head, why);
            case CANCELLED -> new Cancelled(head, why);
            case ABORTED -> new Aborted(head, why);
        };
    }

    private static Instruction instruction(Row row) {
        var window = new Interval(Columns.instant(row, "window_start"), Columns.instant(row, "window_end"));
        HalfHours periods = HalfHours.of(window);
        Long[] it = row.getArrayOfLongs("it_power_w");
        Long[] facility = row.getArrayOfLongs("facility_power_w");
        Long[] reduction = row.getArrayOfLongs("reduction_w");
        List<Target> targets = IntStream.range(0, periods.count())
                .mapToObj(index -> new Target(
                        periods.at(index),
                        new Power(it[index]),
                        new Power(facility[index]),
                        new Power(reduction[index])))
                .toList();
        return new Instruction(
                Columns.uuid(row, "order_id"),
                new SiteId(Columns.text(row, "site_id")),
                Direction.valueOf(Columns.text(row, "direction")),
                targets,
                Columns.instant(row, "not_before"),
                Columns.instant(row, "deadline"));
    }
}
