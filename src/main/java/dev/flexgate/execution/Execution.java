package dev.flexgate.execution;

import dev.flexgate.audit.Actor;
import dev.flexgate.flexibility.dispatch.DispatchWatcher;
import dev.flexgate.identity.Signer;
import dev.flexgate.identity.WebhookKey;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.planning.Migrations;
import dev.flexgate.workload.Jobs;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The edge towards the sites: what it promises, carries and records. */
public final class Execution {

    private final ExecutionRooms rooms;
    private final Executors executors;
    private final InstantSource clock;
    private final URI source;
    private final DispatchPost post;
    private final ExecutorPost carrier;
    private final ExecutorRecords records;
    private final List<Courier> couriers = new ArrayList<>();

    /**
     * Builds the edge; {@link #watcher} then has to watch dispatch, and the dispatcher of the outbox needs
     * {@link #couriers} and {@link #outcomes}.
     *
     * @param key signs every message
     */
    public Execution(ExecutionRooms rooms, Executors executors, Actor actor, Signer key, InstantSource clock) {
        this.rooms = rooms;
        this.executors = executors;
        this.clock = clock;
        this.source = URI.create("urn:flexgate:" + actor.party());
        this.post = new DispatchPost(executors, rooms.outbox(), new DispatchEvents(source), rooms.ids());
        this.carrier = new ExecutorPost(executors, rooms, new WebhookKey.OfSigner(key), clock);
        this.records = new ExecutorRecords(rooms.audit(), actor);
        this.couriers.add(new ExecutorCourier(carrier, rooms));
    }

    /** Tells the sites of jobs that plans move, from now on; before {@link #couriers} is asked. */
    public void move(Migrations migrations, Jobs jobs) {
        couriers.add(new MigrationCourier(carrier, rooms, migrations, clock));
        migrations.watch(new MigrationPost(executors, rooms, jobs, source));
    }

    /** Promises messages when instructions change. */
    public DispatchWatcher watcher() {
        return post;
    }

    public List<Courier> couriers() {
        return List.copyOf(couriers);
    }

    public OutcomeWatcher outcomes() {
        return records;
    }
}
