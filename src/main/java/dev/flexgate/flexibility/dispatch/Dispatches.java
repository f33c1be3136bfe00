package dev.flexgate.flexibility.dispatch;

import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Failed;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Issued;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Planned;
import dev.flexgate.flexibility.dispatch.DispatchRecords.Attempted;
import dev.flexgate.flexibility.dispatch.DispatchRules.Verdict;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.StoreException;
import dev.flexgate.store.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instructions to the sites. Every step happens inside the caller's transaction together with its audit record and
 * with whatever the watchers promise there, so that a step is either whole or has never been. Whoever asks twice
 * hears the same twice; a step that does not follow from the state changes nothing and is recorded as an attempt.
 *
 * <p>Rows are locked in one order: instructions of a promise by id.
 */
public final class Dispatches {

    /** Said on the news channel when an instruction changed. */
    public static final String NEWS = "dispatch";

    private static final Logger LOG = LoggerFactory.getLogger(Dispatches.class);
    private static final int ORDER_MAX = 1_000;

    private final Database database;
    private final DispatchRecords records;
    private final EventDays eventDays;
    private final SiteMeter meter;
    private final Ids ids;
    private final InstantSource clock;
    private final DispatchLimits limits;
    private final List<DispatchWatcher> watchers = new CopyOnWriteArrayList<>();

    public Dispatches(
            Database database,
            DispatchRecords records,
            EventDays eventDays,
            SiteMeter meter,
            Ids ids,
            InstantSource clock,
            DispatchLimits limits) {
        this.database = database;
        this.records = records;
        this.eventDays = eventDays;
        this.meter = meter;
        this.ids = ids;
        this.clock = clock;
        this.limits = limits;
    }

    /** From now on {@code watcher} hears of every change; to be called before the clock starts. */
    public void watch(DispatchWatcher watcher) {
        watchers.add(watcher);
    }

    /**
     * Plans an instruction; the clock issues it when its time has come. The same wish again is the same instruction;
     * another wish for the same promise, site and time takes the place of those before it.
     *
     * @param causes records it follows from, such as the acceptance of the order
     */
    public DispatchInstruction instruct(Tx tx, Instruction wanted, List<RecordId> causes) {
        Instant now = now();
        Instructions.lockPromise(tx, wanted.order());
        List<DispatchInstruction> earlier = Instructions.lockOfPromise(tx, wanted);
        if (!earlier.isEmpty() && earlier.getLast().instruction().equals(wanted)) {
            return earlier.getLast();
        }
        List<DispatchId> replaced = new ArrayList<>();
        for (DispatchInstruction each : earlier) {
            DispatchRules.superseded(each, now).ifPresent(next -> {
                move(tx, next, causes);
                replaced.add(each.id());
            });
        }
        var planned = new Planned(new Head(new DispatchId(ids.next()), wanted, replaced, 0, 1, now));
        RecordId record = records.moved(tx, planned, causes);
        Instructions.insert(tx, planned, record);
        tell(tx, planned, record);
        return planned;
    }

    /** The site will do it. */
    public DispatchStep acknowledged(Tx tx, DispatchId id, int revision, List<RecordId> causes) {
        Instant now = now();
        return step(
                tx,
                id,
                new Ask("acknowledge", revision, causes, now),
                instruction -> DispatchRules.acknowledge(instruction, revision, now));
    }

    /** The site will not do this revision. */
    public DispatchStep refused(Tx tx, DispatchId id, int revision, SiteRefusal why, List<RecordId> causes) {
        Instant now = now();
        return step(
                tx,
                id,
                new Ask("refuse", revision, causes, now),
                instruction -> DispatchRules.refuse(instruction, revision, why, now, limits));
    }

    /** The site has this revision and will answer later: within {@link DispatchLimits#ackTimeout} from now. */
    public void received(Tx tx, DispatchId id, int revision) {
        Instant now = now();
        Instructions.lock(tx, id)
                .map(instruction -> DispatchRules.receive(instruction, revision, now, limits))
                .ifPresent(verdict -> {
                    if (verdict instanceof Verdict.Take(Issued issued)) {
                        Instructions.answerSooner(tx, issued);
                        tx.notifyOnCommit(NEWS);
                    }
                });
    }

    /** The site has given it up. */
    public DispatchStep ended(Tx tx, DispatchId id, int revision, SiteEnding ending, List<RecordId> causes) {
        Instant now = now();
        return step(
                tx,
                id,
                new Ask("end", revision, causes, now),
                instruction -> DispatchRules.end(instruction, revision, ending, now));
    }

    /** Takes it back; only before its window. */
    public DispatchStep cancel(Tx tx, DispatchId id, String why, List<RecordId> causes) {
        Instant now = now();
        return step(
                tx,
                id,
                new Ask("cancel", 0, causes, now),
                instruction -> DispatchRules.cancel(instruction, required(why), now));
    }

    /** Stops it in an emergency, whatever it is doing; the site is told to be free again. */
    public DispatchStep abort(Tx tx, DispatchId id, String why, List<RecordId> causes) {
        Instant now = now();
        return step(
                tx,
                id,
                new Ask("abort", 0, causes, now),
                instruction -> DispatchRules.abort(instruction, required(why), now));
    }

    /** Keeps what a site says it draws; false when there is no such instruction or it has said too much already. */
    public boolean reported(Tx tx, DispatchId id, SiteReport report) {
        return Instructions.lock(tx, id)
                .filter(instruction -> instruction.revision() == report.revision())
                .map(_ -> SiteReports.add(tx, id, report, limits.reportsMax()))
                .orElse(false);
    }

    public Optional<DispatchInstruction> find(DispatchId id) {
        return Instructions.find(database, id);
    }

    /** Instructions older than {@code before}, newest first, at most a page. */
    public List<DispatchInstruction> page(UUID before, int limit) {
        return Instructions.page(database, before, Math.clamp(limit, 1, limits.pageMax()));
    }

    /** Instructions for one promise, oldest first, the first {@value #ORDER_MAX}. */
    public List<DispatchInstruction> ofOrder(UUID order) {
        return Instructions.ofOrder(database, order, ORDER_MAX);
    }

    /** The states it has been in, in their order. */
    public List<Passage> history(DispatchId id) {
        return Instructions.history(database, id);
    }

    /** What the site said it draws, newest first. */
    public List<SiteReport> reports(DispatchId id, int limit) {
        return SiteReports.of(database, id, Math.clamp(limit, 1, limits.reportsMax()));
    }

    /** What was told and what was metered so far. */
    public Progress progress(Instruction instruction) {
        return Progress.of(instruction, meter.read(instruction.site(), instruction.window()));
    }

    /** How many instructions stand in each state of which something may still become. */
    public Map<DispatchInstruction.State, Long> standing() {
        return Instructions.counts(database);
    }

    /** Moves on what only time moves; says how many instructions it looked at, at most {@code duePerTick}. */
    public int passTime() {
        List<DispatchId> due = Instructions.due(database, now(), limits.duePerTick());
        due.forEach(this::passTime);
        return due.size();
    }

    private void passTime(DispatchId id) {
        try {
            database.doInTransaction(tx -> passTime(tx, id));
        } catch (StoreException away) {
            throw away;
        } catch (RuntimeException bug) {
            // The others must not wait for the one that cannot be moved.
            LOG.error("dispatch: an instruction could not be moved on, dispatchId={}", id, bug);
        }
    }

    private void passTime(Tx tx, DispatchId id) {
        Instructions.lock(tx, id)
                .flatMap(instruction -> DispatchRules.passingOfTime(instruction, now(), limits))
                .ifPresent(next -> {
                    RecordId record = move(tx, next, List.of());
                    if (next instanceof Issued issued && issued.revision() == 1) {
                        Instruction instruction = issued.instruction();
                        eventDays.dispatched(tx, instruction.site(), instruction.window(), record);
                    }
                });
    }

    /** What was asked of an instruction, and what that followed from. */
    private record Ask(String step, int revision, List<RecordId> causes, Instant at) {}

    private DispatchStep step(Tx tx, DispatchId id, Ask ask, Function<DispatchInstruction, Verdict> rule) {
        Optional<DispatchInstruction> found = Instructions.lock(tx, id);
        if (found.isEmpty()) {
            return refuse(tx, id, ask, DispatchRefusal.INSTRUCTION_UNKNOWN, "no instruction has this id");
        }
        return switch (rule.apply(found.get())) {
            case Verdict.Take(DispatchInstruction next) -> new DispatchStep.Taken(next, move(tx, next, ask.causes()));
            case Verdict.Same() -> new DispatchStep.Repeated(found.get());
            case Verdict.Refuse(DispatchRefusal reason, String detail) -> refuse(tx, id, ask, reason, detail);
        };
    }

    private DispatchStep refuse(Tx tx, DispatchId id, Ask ask, DispatchRefusal reason, String detail) {
        var attempted = new Attempted(ask.step(), ask.revision(), reason, detail, ask.at());
        return new DispatchStep.Refused(reason, detail, records.refused(tx, id, attempted, ask.causes()));
    }

    private RecordId move(Tx tx, DispatchInstruction next, List<RecordId> causes) {
        RecordId record = records.moved(tx, next, causes);
        Instructions.move(tx, next, record);
        tell(tx, next, record);
        return record;
    }

    private void tell(Tx tx, DispatchInstruction instruction, RecordId record) {
        watchers.forEach(watcher -> watcher.changed(tx, instruction, record));
        tx.notifyOnCommit(NEWS);
        if (instruction instanceof Failed failed) {
            LOG.error(
                    "ALARM dispatch failed: dispatchId={} siteId={} orderId={} why=\"{}\"",
                    failed.id(),
                    failed.instruction().site(),
                    failed.instruction().order(),
                    failed.why().replaceAll("\\p{Cntrl}", " "));
        }
    }

    private static String required(String why) {
        if (why.isBlank()) {
            throw new IllegalArgumentException("why an instruction is stopped must be said");
        }
        return why;
    }

    /** As PostgreSQL keeps it, so that what is answered at once and what is read later are equal. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
