package dev.flexgate.execution;

import dev.flexgate.audit.Actor;
import dev.flexgate.flexibility.dispatch.DispatchWatcher;
import dev.flexgate.identity.Signer;
import dev.flexgate.identity.WebhookKey;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.OutcomeWatcher;
import java.net.URI;
import java.time.InstantSource;

/** The edge towards the sites: what it promises, carries and records. */
public final class Execution {

    private final DispatchPost post;
    private final ExecutorCourier courier;
    private final ExecutorRecords records;

    /**
     * Builds the edge; {@link #watcher} then has to watch dispatch, and the dispatcher of the outbox needs
     * {@link #courier} and {@link #outcomes}.
     *
     * @param key signs every message
     */
    public Execution(ExecutionRooms rooms, Executors executors, Actor actor, Signer key, InstantSource clock) {
        var events = new DispatchEvents(URI.create("urn:flexgate:" + actor.party()));
        this.post = new DispatchPost(executors, rooms.outbox(), events, rooms.ids());
        this.courier = new ExecutorCourier(executors, rooms, new WebhookKey.OfSigner(key), clock);
        this.records = new ExecutorRecords(rooms.audit(), actor);
    }

    /** Promises messages when instructions change. */
    public DispatchWatcher watcher() {
        return post;
    }

    public Courier courier() {
        return courier;
    }

    public OutcomeWatcher outcomes() {
        return records;
    }
}
