package dev.flexgate.execution;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.execution.simulated.SimulatedSite;
import dev.flexgate.flexibility.dispatch.DispatchClock;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.State;
import dev.flexgate.flexibility.dispatch.DispatchLimits;
import dev.flexgate.flexibility.dispatch.DispatchRecords;
import dev.flexgate.flexibility.dispatch.DispatchStep;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.flexibility.dispatch.Instruction;
import dev.flexgate.flexibility.dispatch.Passage;
import dev.flexgate.flexibility.dispatch.Target;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.identity.WebhookKey;
import dev.flexgate.outbox.Chance;
import dev.flexgate.outbox.Dispatcher;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutboxLimits;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import dev.flexgate.workload.SiteId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * A gateway's dispatch and a simulated site, over real HTTP and a real database. The clock is the world's, moved so
 * that the next half-hour is as far away as the test wants.
 */
final class ExecutionFixture implements AutoCloseable {

    static final SiteId SITE = new SiteId("south-wales");
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final Instant WINDOW_START = Instant.parse("2026-03-10T16:00:00Z");
    private static final DispatchLimits LIMITS =
            DispatchLimits.DEFAULT.withTimes(Duration.ofMillis(600), Duration.ofMillis(200), Duration.ofMillis(20));
    private static final OutboxLimits OUTBOX = OutboxLimits.DEFAULT
            .withTick(Duration.ofMillis(20))
            .withAttemptTimeout(Duration.ofSeconds(10), Duration.ofSeconds(20));

    final InstantSource clock;
    final SigningKey key = SigningKey.ofSeed(new byte[SigningKey.SEED_LENGTH]);
    final Vertx vertx = Vertx.vertx();
    final Database database;
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Dispatches dispatches;
    final Outbox outbox;
    private final Execution execution;
    private final Ids ids;
    private Dispatcher dispatcher;
    private DispatchClock time;

    /** A site of its own kind. */
    static SimulatedSite site(ExecutionFixture fixture) {
        return SimulatedSite.open(fixture.vertx, fixture.clock, fixture.believed());
    }

    List<WebhookKey.Checks> believed() {
        return List.of(new WebhookKey.OfPublicKey(key.publicKey()), WebhookKey.Secret.parse(SECRET));
    }

    /** Opens the site before the gateway, which has to know its address. */
    record Pair(ExecutionFixture gateway, SimulatedSite site) implements AutoCloseable {

        static Pair open(Duration untilWindow) {
            InstantSource clock = clock(untilWindow);
            SigningKey key = SigningKey.ofSeed(new byte[SigningKey.SEED_LENGTH]);
            SimulatedSite site = SimulatedSite.open(
                    TestDatabase.vertx(), clock, List.of(new WebhookKey.OfPublicKey(key.publicKey())));
            return new Pair(new ExecutionFixture(clock, TestDatabase.fresh(), site.url()), site);
        }

        @Override
        public void close() {
            gateway.close();
            site.close();
        }
    }

    static InstantSource clock(Duration untilWindow) {
        Duration ahead = Duration.between(Instant.now(), WINDOW_START.minus(untilWindow));
        return () -> Instant.now().plus(ahead);
    }

    ExecutionFixture(InstantSource clock, Database database, URI executor) {
        this.clock = clock;
        this.database = database;
        this.ids = new Ids(clock, new Random());
        this.outbox = new Outbox(database, OUTBOX, clock);
        var audit = new AuditLog(ids);
        var actor = new Actor("bpp.example.com", "dispatch");
        this.dispatches = new Dispatches(
                database,
                new DispatchRecords(audit, actor),
                (_, _, _, _) -> {},
                (_, _) -> Map.of(),
                ids,
                clock,
                LIMITS);
        var outbound = new OutboundHttp(vertx, AddressPolicy.loopback(), OutboundLimits.DEFAULT, meters);
        var rooms = new ExecutionRooms(database, dispatches, outbox, audit, outbound, ids, meters);
        Executors executors =
                Executors.of(List.of(new Executor(SITE, executor, List.of(WebhookKey.Secret.parse(SECRET)))));
        this.execution = new Execution(rooms, executors, actor, key, clock);
        dispatches.watch(execution.watcher());
        this.time = new DispatchClock(dispatches, LIMITS, meters);
        this.dispatcher = dispatcher();
    }

    private Dispatcher dispatcher() {
        return new Dispatcher(
                database,
                OUTBOX,
                execution.couriers(),
                List.of(execution.outcomes()),
                new Chance(clock, new Random(1)),
                meters);
    }

    ExecutionFixture started() {
        startClock();
        dispatcher.start();
        return this;
    }

    void startClock() {
        time.start(database);
    }

    /** Half a gateway: what was promised is not carried until {@link #started}. */
    void stop() {
        dispatcher.close();
        time.close();
        dispatcher = dispatcher();
        time = new DispatchClock(dispatches, LIMITS, new SimpleMeterRegistry());
    }

    DispatchInstruction instruct() {
        return instruct(1_800);
    }

    DispatchInstruction instruct(long facilityKilowatts) {
        List<Target> targets = new HalfHours(WINDOW_START, 2)
                .stream()
                        .map(period -> new Target(
                                period,
                                Power.ofKilowatts(900),
                                Power.ofKilowatts(facilityKilowatts),
                                Power.ofKilowatts(600)))
                        .toList();
        var wanted = Instruction.ahead(new UUID(7, 1), SITE, Direction.DOWN, targets, Duration.ofHours(2));
        return database.inTransaction(tx -> dispatches.instruct(tx, wanted, List.of()));
    }

    DispatchStep abort(DispatchInstruction instruction) {
        return database.inTransaction(tx -> dispatches.abort(tx, instruction.id(), "fire alarm", List.of()));
    }

    DispatchStep cancel(DispatchInstruction instruction) {
        return database.inTransaction(tx -> dispatches.cancel(tx, instruction.id(), "called off", List.of()));
    }

    State state(DispatchInstruction instruction) {
        return dispatches.find(instruction.id()).orElseThrow().state();
    }

    int revision(DispatchInstruction instruction) {
        return dispatches.find(instruction.id()).orElseThrow().revision();
    }

    List<State> history(DispatchInstruction instruction) {
        return dispatches.history(instruction.id()).stream().map(Passage::state).toList();
    }

    /** What the audit log will say, decision by decision. */
    List<String> recorded() {
        return database
                .rows("select convert_from(decision, 'UTF8') as text from audit_pending order by position")
                .stream()
                .map(row -> row.getString("text"))
                .toList();
    }

    @Override
    public void close() {
        dispatcher.close();
        time.close();
        vertx.close().await();
        database.close();
    }
}
