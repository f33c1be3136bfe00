package dev.flexgate.beckn.buyer;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.EnvelopeRules;
import dev.flexgate.beckn.LearnedDigests;
import dev.flexgate.beckn.PeerPost;
import dev.flexgate.beckn.RefusalLog;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.purchase.PurchaseDesk;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Retention;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The consumer side of the network: asks partners through the outbox, and takes their callbacks. */
public final class Buyer implements AutoCloseable {

    /** Below which its paths are. */
    public static final String AT = "/beckn/bap/";

    private final RefusalLog refusals;
    private final BuyerDesk desk;
    private final BuyerCourier courier;
    private final BuyerOutcomes outcomes;
    private final CallbackDoor door;
    private final int callbackBytes;

    /**
     * The rooms that it stands on.
     *
     * @param registry where partners and their keys are found
     */
    public record Ground(
            Database database,
            Registry registry,
            AuditLog audit,
            Outbox outbox,
            OutboundHttp outbound,
            LearnedDigests digests,
            Ids ids) {}

    /**
     * A consumer.
     *
     * @param self our name, key and address as a consumer
     * @param network in which to trade; empty for none in particular
     */
    public Buyer(
            BecknNode self,
            String network,
            Ground ground,
            BuyerLimits limits,
            InstantSource clock,
            MeterRegistry meters) {
        var dialects = Dialects.all();
        var actor = new Actor(self.subscriberId(), "buyer");
        var book = new PurchaseBook(ground.database());
        var questions = new Questions(ground.database());
        var partners = new Partners(ground.database(), ground.registry(), dialects, limits.registryWait(), clock);
        var wording = new Wording(self.endpoint(), network, limits.requestLife());
        var posting = new Posting(ground.outbox(), ground.ids());
        var records = new BuyerRecords(ground.audit(), actor);
        this.refusals = new RefusalLog(ground.database(), ground.audit(), actor, clock, meters);
        var drafting = new Drafting(dialects, wording, posting, records, limits.requestLife(), ground.ids(), clock);
        this.desk = new BuyerDesk(book, questions, partners, drafting, limits, ground.ids(), clock);
        var post = new PeerPost(
                self.sender(), ground.registry(), ground.digests(), ground.outbound(), limits.post(), clock);
        this.courier = new BuyerCourier(post, questions, limits.signaturesKept());
        this.outcomes = new BuyerOutcomes(book, questions, partners, dialects, drafting, records);
        var judge = new CallbackJudge(
                self.subscriberId(), ground.registry(), ground.digests(), dialects, questions, limits, clock);
        var keeper =
                new CallbackKeeper(ground.database(), book, questions, partners, records, limits, ground.ids(), clock);
        this.callbackBytes = limits.callbackBytes();
        this.door = new CallbackDoor(self, judge, keeper, refusals, dialects, limits, clock, meters);
    }

    /** Forgets purchases that nothing has happened to for so long. */
    public Retention.Kind retention(Duration keep) {
        return new Retention.Kind("purchase", keep, PurchaseRetention::forget);
    }

    /** Where purchases are asked for and read. */
    public PurchaseDesk desk() {
        return desk;
    }

    /** Carries our questions; the outbox's dispatcher must know it. */
    public Courier courier() {
        return courier;
    }

    /** Notes how they arrived; the outbox's dispatcher must know it. */
    public OutcomeWatcher outcomes() {
        return outcomes;
    }

    /** Routes {@code POST /{word}}, to be mounted at {@link #AT}. */
    public Router router(Vertx vertx) {
        return door.router(vertx);
    }

    /** How long a callback may be: a catalogue is long. */
    public int callbackBytes() {
        return callbackBytes;
    }

    /** Refuses a callback that was not read, in the words of its sender as far as they are known; else as a problem. */
    public void refuse(RoutingContext routing, Problem why) {
        Optional<String> word = EnvelopeRules.word(routing, AT);
        if (!word.map(each -> door.refuseUnread(routing, each, why)).orElse(false)) {
            why.writeTo(routing);
        }
    }

    public void start() {
        refusals.start();
    }

    /** Lets callbacks in work end; close the HTTP server first. */
    @Override
    public void close() {
        door.close();
        refusals.close();
    }
}
