package dev.flexgate.beckn.share;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.dialect.LtsSharing;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.share.Subscription.Status;
import dev.flexgate.outbox.Outcome;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.StoreException;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers what has changed, one message to each at a time: what changes while one is on its way comes with the
 * next, once, as it is then. While nobody subscribes nothing is done.
 */
public final class Syndicator implements OutcomeWatcher, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Syndicator.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final int AT_ONCE = 50;

    /** What a message may wait before its first attempt. */
    private static final Duration DISPATCH = Duration.ofMinutes(1);

    private static final String SUBSCRIPTION = "subscription";

    private final BecknNode self;
    private final Database database;
    private final Wares wares;
    private final Journal journal;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Sharing records;
    private final Post post;
    private final ShareMeters meters;
    private final ShareLimits limits;
    private final Ids ids;
    private final InstantSource clock;
    private final Semaphore bell = new Semaphore(0);
    private final Thread worker = Thread.ofVirtual().name("beckn-syndicator").unstarted(this::run);

    /** What was written down last; of this thread alone. */
    private @Nullable Object noted;

    private volatile boolean closed;

    /** Promises a message that answers none. */
    @FunctionalInterface
    public interface Post {

        /**
         * Promises it.
         *
         * @param word of the path below the registered address
         * @param subscription to be found again in the routing as {@code subscription}
         * @param policy by which it is delivered, as the subscriber sent it; empty when it did not
         */
        void promise(
                Tx tx,
                String subscriber,
                String word,
                String messageId,
                String subscription,
                String policy,
                byte[] body,
                Instant expiresAt);
    }

    Syndicator(
            BecknNode self,
            Database database,
            Wares wares,
            Journal journal,
            Sharing records,
            Post post,
            ShareMeters meters,
            ShareLimits limits,
            Ids ids,
            InstantSource clock) {
        this.self = self;
        this.database = database;
        this.wares = wares;
        this.journal = journal;
        this.records = records;
        this.post = post;
        this.meters = meters;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    public void start() {
        worker.start();
    }

    /** Somebody wants to be told, or can be told more. Never waits. */
    public void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    private void run() {
        while (!closed) {
            try {
                step();
            } catch (StoreException away) {
                LOG.warn("subscribers could not be told", away);
            } catch (RuntimeException broken) {
                LOG.error("telling subscribers failed", broken);
            }
            try {
                var _ = bell.tryAcquire(limits.tick().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Promises what is owed; says how many messages. */
    int step() {
        if (database.inTransaction(tx -> subscriptions.active(tx)) == 0) {
            return 0;
        }
        Object state = wares.state();
        List<Part> current = state.equals(noted)
                ? List.of()
                : wares.parts().stream().map(Part::of).toList();
        boolean changed = !state.equals(noted);
        int told = database.inTransaction(tx -> {
            Instant now = clock.instant();
            if (changed) {
                journal.note(tx, current, wares.seller(), now);
            }
            subscriptions
                    .lapsed(tx, now)
                    .forEach(each -> suspend(tx, each, "LAPSED", "it was not asked for again", now));
            subscriptions.forget(tx, now.minus(REMEMBERED));
            reconsider(tx, now);
            meters.standing(subscriptions.standing(tx));
            long last = journal.last(tx);
            List<Subscription> due = subscriptions.due(tx, last, AT_ONCE);
            due.forEach(each -> tell(tx, each, last, now));
            return due.size();
        });
        noted = state;
        return told;
    }

    /**
     * Who may no longer buy is told that what it keeps is gone; who may again is told of everything anew. Both are
     * recorded when they are decided: what is told of it may take many messages, and not all may arrive.
     */
    private void reconsider(Tx tx, Instant now) {
        for (Subscription each : subscriptions.idle(tx, limits.subscriptions().max())) {
            boolean welcome = wares.isFor(each.subscriber());
            if (welcome && each.shutOut()) {
                subscriptions.readmit(tx, each.id());
                records.subscription(tx, each, each.revision() + 1, "READMITTED", "", now);
            } else if (!welcome && !each.shut()) {
                retract(tx, each.shutOut() ? each : shutOut(tx, each, now), now);
            }
        }
    }

    private Subscription shutOut(Tx tx, Subscription each, Instant now) {
        Subscription decided = subscriptions.shutOut(tx, each.id());
        records.subscription(tx, decided, decided.revision(), "SHUT_OUT", "the offer is for others", now);
        return decided;
    }

    private void retract(Tx tx, Subscription from, Instant now) {
        List<String> kept = from.told()
                ? journal.kept(
                        tx,
                        from.toldSeq(),
                        from.retractedTo(),
                        limits.subscriptions().partsMax())
                : List.of();
        if (kept.isEmpty()) {
            subscriptions.shut(tx, from.id());
            return;
        }
        Parcel parcel = new Parcel(from, context(from, now));
        String last = "";
        for (String id : kept) {
            if (parcel.add(Part.gone(id, wares.seller()).json()) != Parcel.Fit.ADDED) {
                break;
            }
            last = id;
        }
        if (last.isEmpty()) {
            suspend(tx, from, "SUSPENDED", "not even what is gone fits into maxPayloadBytes", now);
            return;
        }
        meters.retracted();
        subscriptions.retracting(tx, from.id(), last, promise(tx, from, parcel, now));
    }

    private void tell(Tx tx, Subscription to, long last, Instant now) {
        if (!wares.isFor(to.subscriber())) {
            return; // what it may not buy it is not told of; the next round takes back what it was told
        }
        List<Journal.Version> newest =
                journal.newest(tx, to.toldSeq(), limits.subscriptions().partsMax());
        Parcel parcel = new Parcel(to, context(to, now));
        long seq = to.toldSeq();
        for (Journal.Version version : newest) {
            boolean news = version.active() || to.told(); // who knows nothing needs not forget anything
            Parcel.Fit fit = news ? parcel.add(version.json()) : Parcel.Fit.ADDED;
            if (fit == Parcel.Fit.NEVER) {
                suspend(tx, to, "SUSPENDED", version.catalogId() + " is larger than maxPayloadBytes", now);
                return;
            }
            if (fit == Parcel.Fit.LATER) {
                break;
            }
            seq = version.seq();
        }
        if (parcel.isEmpty()) {
            subscriptions.skipped(tx, to.id(), newest.isEmpty() ? last : seq);
        } else {
            meters.pushed();
            subscriptions.promised(tx, to.id(), seq, promise(tx, to, parcel, now));
        }
    }

    /** What goes into one message, in bytes as they will travel. */
    private final class Parcel {

        /** Whether something went in. */
        enum Fit {
            ADDED,
            /** Into the next one. */
            LATER,
            /** Into none that its subscriber takes. */
            NEVER
        }

        private final Context context;
        private final long hardest;
        private final List<JsonNode> catalogs = new ArrayList<>();
        private long bytes;

        Parcel(Subscription to, Context context) {
            this.context = context;
            JsonNode policy = to.policy().isEmpty()
                    ? Json.object()
                    : StrictJson.parse(to.policy().getBytes(StandardCharsets.UTF_8));
            this.hardest = LtsSharing.policy(policy).payloadBytes().orElse(Long.MAX_VALUE);
            this.bytes = Json.bytes(LtsSharing.push(context, List.of())).length;
        }

        Fit add(byte[] json) {
            long all = bytes + json.length + (catalogs.isEmpty() ? 0 : 1);
            boolean tooMuch = all > hardest || all > limits.subscriptions().pushBytes();
            if (tooMuch && !catalogs.isEmpty()) {
                return Fit.LATER;
            }
            if (all > hardest) {
                return Fit.NEVER;
            }
            catalogs.add(StrictJson.parse(json));
            bytes = all;
            return Fit.ADDED;
        }

        boolean isEmpty() {
            return catalogs.isEmpty();
        }

        byte[] body() {
            return Json.bytes(LtsSharing.push(context, catalogs));
        }
    }

    private Context context(Subscription to, Instant now) {
        return new Context(
                new Endpoint(to.subscriber(), to.callbackUrl()),
                self.endpoint(),
                to.transactionId(),
                ids.next().toString(),
                to.networks().size() == 1 ? to.networks().getFirst() : "",
                "",
                now.truncatedTo(ChronoUnit.MILLIS),
                to.patience(),
                List.of(LtsFields.VOCABULARY));
    }

    /** Says under which message id. */
    private String promise(Tx tx, Subscription to, Parcel parcel, Instant now) {
        String messageId = parcel.context.messageId();
        post.promise(
                tx,
                to.subscriber(),
                (to.callbackPath().isEmpty() ? "" : to.callbackPath() + "/") + "on_discover",
                messageId,
                to.id().toString(),
                to.policy(),
                parcel.body(),
                now.plus(to.patience()).plus(DISPATCH));
        return messageId;
    }

    private void suspend(Tx tx, Subscription to, String outcome, String why, Instant now) {
        if (subscriptions.end(tx, to.id(), Status.INACTIVE, why, now)) {
            records.subscription(tx, to, to.revision() + 1, outcome, why, now);
        }
    }

    /** A subscriber that cannot be reached is not told any more until it asks again, and then of everything. */
    @Override
    public void settled(Tx tx, OutgoingMessage message, Outcome outcome) {
        String id = message.routing().path(SUBSCRIPTION).asText();
        if (id.isEmpty()) {
            return;
        }
        UUID subscription = UUID.fromString(id);
        if (!subscriptions.settled(
                tx, subscription, message.routing().path("messageId").asText())) {
            return;
        }
        if (outcome instanceof Outcome.Died) {
            subscriptions
                    .find(tx, subscription)
                    .filter(each -> each.status() == Status.ACTIVE)
                    .ifPresent(each -> suspend(tx, each, "SUSPENDED", outcome.note(), outcome.at()));
        }
        wake();
    }

    @Override
    public void close() {
        closed = true;
        bell.release();
        try {
            if (worker.isAlive() && !worker.join(LONGEST_CLOSE)) {
                worker.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
