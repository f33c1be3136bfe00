package dev.flexgate.beckn.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.LearnedDigests;
import dev.flexgate.beckn.PeerPost;
import dev.flexgate.beckn.RefusalLog;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.dialect.LtsPublications;
import dev.flexgate.beckn.dialect.LtsPublications.Publication;
import dev.flexgate.beckn.dialect.LtsPublications.Published;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.Offer.Seller;
import dev.flexgate.beckn.publish.Publications.Last;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.market.Market;
import dev.flexgate.market.PublicationList;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.outbox.RetryClass;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.StoreException;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.OutboundHttp;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a catalogue service what we sell: all of it at first, and then each part that has changed. A part is a site's
 * day, a catalogue of its own id, so that a sale sends one part again and not all. What is gone is published as inactive.
 */
public final class Publisher implements AutoCloseable {

    /** Where the catalogue service answers. */
    public static final String ANSWERED_AT = "/beckn/catalog/on_publish";

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);
    private static final String UNDELIVERED = "UNDELIVERED";

    private final BecknNode self;
    private final String service;
    private final String network;
    private final Supplier<List<Catalog>> parts;
    private final Database database;
    private final AuditLog audit;
    private final Outbox outbox;
    private final Publications publications;
    private final PublishCourier courier;
    private final RefusalLog refusals;
    private final PublishDoor door;
    private final PublishLimits limits;
    private final Ids ids;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Semaphore bell = new Semaphore(0);

    /** Given when it is to end: waiting for it is the pause between two publications. */
    private final Semaphore end = new Semaphore(0);

    private final Thread worker = Thread.ofVirtual().name("beckn-publisher").unstarted(this::run);

    private volatile boolean closed;

    /**
     * The rooms that it stands on.
     *
     * @param parts what is for sale now, in parts with ids of their own
     */
    public record Ground(
            Database database,
            Registry registry,
            AuditLog audit,
            Outbox outbox,
            OutboundHttp outbound,
            LearnedDigests digests,
            Supplier<List<Catalog>> parts,
            Ids ids) {}

    /** A part with its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // compared by their hash
    private record Part(Published published, ObjectNode json, byte[] bytes) {

        static Part of(Published published) {
            ObjectNode json = LtsPublications.write(published);
            return new Part(published, json, Json.bytes(json));
        }

        String id() {
            return published.catalog().id();
        }

        int items() {
            return published.active() ? published.catalog().items().size() : 0;
        }
    }

    /**
     * A publisher.
     *
     * @param self who publishes
     * @param service subscriber id of the catalogue service
     * @param network in which; empty for none in particular
     */
    public Publisher(
            BecknNode self,
            String service,
            String network,
            Ground ground,
            PublishLimits limits,
            InstantSource clock,
            MeterRegistry meters) {
        this.self = self;
        this.service = service;
        this.network = network;
        this.parts = ground.parts();
        this.database = ground.database();
        this.audit = ground.audit();
        this.outbox = ground.outbox();
        this.publications = new Publications(ground.database());
        var post = new PeerPost(
                self.sender(), ground.registry(), ground.digests(), ground.outbound(), limits.post(), clock);
        this.courier = new PublishCourier(post, publications);
        this.refusals = new RefusalLog(database, audit, new Actor(self.subscriberId(), "publisher"), clock, meters);
        this.door = new PublishDoor(
                self, service, ground.registry(), database, publications, audit, refusals, limits, clock, meters);
        this.limits = limits;
        this.ids = ground.ids();
        this.clock = clock;
        this.meters = meters;
    }

    /** Carries publications; the outbox's dispatcher must know it. */
    public Courier courier() {
        return courier;
    }

    /** Notes how they arrived; the outbox's dispatcher must know it. */
    public OutcomeWatcher outcomes() {
        return courier;
    }

    /** What was published, and what came of it. */
    public PublicationList list() {
        return publications::page;
    }

    /** How long an answer at {@link #ANSWERED_AT} may be. */
    public int answerBytes() {
        return limits.answerBytes();
    }

    /** Routes {@code POST /catalog/on_publish}, to be mounted at our address. */
    public Router router(Vertx vertx) {
        return door.router(vertx);
    }

    /** Begins to publish what has changed, now and whenever the market tells news. */
    public void start() {
        refusals.start();
        worker.start();
        database.listen(Market.NEWS, _ -> {
            if (bell.availablePermits() == 0) {
                bell.release();
            }
        });
    }

    private void run() {
        while (!closed) {
            try {
                int published = step();
                if (published > 0) {
                    LOG.info("published to {}: parts={}", service, published);
                }
            } catch (StoreException away) {
                LOG.warn("the catalogue could not be published", away);
            } catch (RuntimeException broken) {
                LOG.error("publishing failed", broken);
            }
            rest();
        }
    }

    /** News comes in flurries, and a service is no place for each of them: at most one publication a tick. */
    private void rest() {
        try {
            if (end.tryAcquire(limits.tick().toMillis() / 2, TimeUnit.MILLISECONDS)) {
                return;
            }
            var _ = bell.tryAcquire(limits.tick().toMillis() / 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** Publishes what has changed since; says how many parts. */
    int step() {
        List<Part> current = parts.get().stream()
                .map(catalog -> Part.of(new Published(catalog, true)))
                .toList();
        return database.inTransaction(tx -> publications.alone(tx) ? publish(tx, current) : 0);
    }

    private int publish(Tx tx, List<Part> current) {
        Instant now = clock.instant();
        Map<String, Last> known = publications.known(tx);
        List<Part> changed = new ArrayList<>();
        Set<String> here = new HashSet<>();
        for (Part part : current) {
            here.add(part.id());
            if (isDue(known.get(part.id()), part, now)) {
                changed.add(part);
            }
        }
        known.forEach((id, last) -> {
            if (!here.contains(id)) {
                Part gone = Part.of(new Published(gone(id), false));
                if (isDue(last, gone, now)) {
                    changed.add(gone);
                }
            }
        });
        List<Part> due = changed.subList(0, Math.min(changed.size(), limits.partsMax()));
        gathered(due).forEach(message -> promise(tx, message, now));
        publications.forget(tx, now.minus(limits.memory()));
        meters.counter("flexgate.beckn.published").increment(due.size());
        return due.size();
    }

    private boolean isDue(@Nullable Last last, Part part, Instant now) {
        if (last == null) {
            return true;
        }
        if (!last.sha().equals(Buffer.buffer(Digests.sha256(part.bytes())))) {
            return true;
        }
        return last.state().equals(UNDELIVERED) && now.isAfter(last.at().plus(limits.pause()));
    }

    private Catalog gone(String id) {
        return new Catalog(
                id, "Nothing is for sale here any more", new Seller(self.subscriberId(), "", ""), List.of(), List.of());
    }

    private List<List<Part>> gathered(List<Part> changed) {
        List<List<Part>> messages = new ArrayList<>();
        int bytes = Integer.MAX_VALUE;
        for (Part part : changed) {
            if (bytes > limits.messageBytes() - part.bytes().length) {
                messages.add(new ArrayList<>());
                bytes = 0;
            }
            messages.getLast().add(part);
            bytes += part.bytes().length;
        }
        return messages;
    }

    private void promise(Tx tx, List<Part> message, Instant now) {
        String messageId = ids.next().toString();
        var context = new Context(
                Endpoint.NOBODY,
                self.endpoint(),
                ids.next().toString(),
                messageId,
                network,
                "",
                now.truncatedTo(ChronoUnit.MILLIS),
                limits.life(),
                List.of(LtsFields.VOCABULARY));
        var publication =
                new Publication(context, message.stream().map(Part::published).toList());
        byte[] body = Json.bytes(LtsPublications.write(publication));
        publications.message(tx, messageId, Digests.sha256(body), Signatures.digest(body), now);
        message.forEach(
                part -> publications.sent(tx, part.id(), Digests.sha256(part.bytes()), messageId, part.items(), now));
        outbox.promise(
                tx,
                new OutgoingMessage(
                        ids.next(),
                        PublishCourier.NAME,
                        service,
                        RetryClass.CONTROL,
                        body,
                        "application/json",
                        Json.object().put("service", service).put("messageId", messageId),
                        now.plus(limits.life())));
        record(tx, messageId, message, body, now);
    }

    private void record(Tx tx, String messageId, List<Part> message, byte[] body, Instant now) {
        ObjectNode content = Json.object();
        content.putObject("protocol")
                .put("network", "beckn")
                .put("dialect", "2.0.0-lts")
                .put("action", "publish")
                .put("receiver", service)
                .put("messageId", messageId)
                .put("requestSha256", Digests.sha256Hex(body));
        content.putObject("decision")
                .put("outcome", "PUBLISHED")
                .put("catalogues", message.size())
                .put("slots", message.stream().mapToInt(Part::items).sum());
        audit.append(
                tx,
                new Decision(
                        RecordType.CATALOG_PUBLISHED,
                        now,
                        new Actor(self.subscriberId(), "publisher"),
                        new Subject("publication", messageId, 1),
                        List.of(),
                        content,
                        List.of()));
    }

    @Override
    public void close() {
        closed = true;
        end.release();
        bell.release();
        try {
            if (!worker.join(LONGEST_CLOSE)) {
                worker.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        door.close();
        refusals.close();
    }
}
