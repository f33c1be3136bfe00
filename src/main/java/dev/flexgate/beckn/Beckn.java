package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.beckn.activation.FlexDesk;
import dev.flexgate.beckn.dialect.DegDialect;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.share.Share;
import dev.flexgate.beckn.share.ShareLimits;
import dev.flexgate.flexibility.FlexWatcher;
import dev.flexgate.market.OrderWatcher;
import dev.flexgate.market.SubscriptionList;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.outbox.RetryClass;
import dev.flexgate.purchase.PartnerFiles;
import dev.flexgate.settlement.SettlementWatcher;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.StrictJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The provider side of the Beckn network: takes messages, has them answered by the market, and gives the outbox a
 * courier for the answers.
 */
public final class Beckn implements AutoCloseable {

    /** Below which its paths are. */
    public static final String AT = "/beckn/";

    private final RefusalLog refusals;
    private final BecknEdge edge;
    private final ConversationAgent agent;
    private final InboxKeeper keeper;
    private final BecknCourier courier;
    private final CatalogCourier catalogCourier;
    private final MarketDesk desk;
    private final Dialect newest;
    private final CallbackRecords callbackRecords;
    private final FlexNews flexNews;
    private final OrderNews orderNews;
    private final LivePage live;
    private final BrowserSearch browserSearch;
    private final Share share;
    private final CatalogDoor catalogs;
    private final PartnerFiles partners;
    private final Outbox outbox;
    private final Ids ids;
    private volatile boolean openToAll;

    public Beckn(
            BecknNode self,
            Registry registry,
            Neighbours neighbours,
            BecknLimits limits,
            Ids ids,
            InstantSource clock,
            MeterRegistry meters) {
        var dialects = Dialects.all();
        var database = neighbours.database();
        var actor = new Actor(self.subscriberId(), "beckn");
        this.refusals = new RefusalLog(database, neighbours.audit(), actor, clock, meters);
        this.callbackRecords = new CallbackRecords(neighbours.audit(), actor);
        this.keeper = new InboxKeeper(database, registry, limits.inbox(), clock, meters);
        var admission = new Admission(self, registry, dialects, limits, clock);
        var flexibility =
                new FlexDesk(neighbours.flexibility(), self.subscriberId(), dialects, limits.discovery(), ids, clock);
        var kept = new KeptOrders(dialects);
        var orders = new OrderDesk(self, neighbours.market(), neighbours.aftercare(), kept);
        this.newest = dialects.newest();
        Function<String, Set<String>> memberships = id -> networks(registry, id, clock);
        var wares = new CatalogWares(neighbours.market()::catalogue, memberships, self.subscriberId());
        this.share = Share.open(
                self, database, neighbours.audit(), wares, this::promise, limits.sharing(), ids, clock, meters);
        this.outbox = neighbours.outbox();
        this.ids = ids;
        this.desk = new MarketDesk(
                neighbours.market(), orders, flexibility, limits.discovery(), kept, share.pulls(), memberships, clock);
        this.browserSearch = new BrowserSearch(desk::shown, dialects.named(DegDialect.NAME), self, ids, clock);
        this.live =
                new LivePage(neighbours.aftercare(), neighbours.flexibility().meters(), clock);
        this.orderNews = new OrderNews(
                self,
                dialects,
                new Paperwork(neighbours.market(), kept),
                kept,
                neighbours.outbox(),
                limits.callbackLife(),
                ids,
                clock);
        this.flexNews =
                new FlexNews(self, dialects, flexibility, neighbours.outbox(), limits.callbackLife(), ids, clock);
        var conversation = new Conversation(
                self, dialects, desk, neighbours.audit(), neighbours.outbox(), limits.callbackLife(), clock);
        this.agent = new ConversationAgent(database, conversation, limits.inbox(), clock, meters);
        this.partners = new PartnerFile(database, registry, neighbours.digests(), clock);
        var batch = new InboxBatch(database, limits.inbox(), agent::wake, meters);
        this.edge = new BecknEdge(
                self,
                admission,
                neighbours.digests(),
                batch,
                new Owing(database.pool()),
                keeper,
                refusals,
                limits,
                ids,
                clock,
                meters);
        var empty = new EmptyCalls(database, limits.sharing().emptyCallLife());
        this.catalogs = new CatalogDoor(edge, admission, share, empty, limits.bodyBytes(), limits.sharing(), clock);
        var post = new PeerPost(
                self.sender(), registry, neighbours.digests(), neighbours.outbound(), limits.post(), clock);
        this.courier = new BecknCourier(post, meters);
        this.catalogCourier = new CatalogCourier(post, courier);
    }

    /** Three lines, to the registered address: nobody asked. */
    private void promise(
            Tx tx,
            String subscriber,
            String word,
            String messageId,
            String subscription,
            String policy,
            byte[] body,
            Instant expiresAt) {
        ObjectNode routing =
                new Routing(subscriber, word, messageId, "", List.of()).write().put("subscription", subscription);
        if (!policy.isEmpty()) {
            routing.set(CatalogCourier.POLICY, StrictJson.parse(policy.getBytes(StandardCharsets.UTF_8)));
        }
        outbox.promise(
                tx,
                new OutgoingMessage(
                        ids.next(),
                        CatalogCourier.NAME,
                        subscriber,
                        RetryClass.CONTROL,
                        body,
                        "application/json",
                        routing,
                        expiresAt));
    }

    private static Set<String> networks(Registry registry, String subscriberId, InstantSource clock) {
        return registry.reach(subscriberId, clock.instant())
                .map(Participant::networks)
                .orElse(Set.of());
    }

    /** What a partner receives who discovers this slot, in the newest dialect; empty when it is not for sale. */
    public Optional<ObjectNode> published(String slot) {
        return desk.published(newest, slot);
    }

    /** What is known of those whom we trade with. */
    public PartnerFiles partners() {
        return partners;
    }

    /** Who is told of changes of our catalogue. */
    public SubscriptionList subscriptions() {
        return share.desk()::newest;
    }

    /** What anybody may buy now, in parts with ids that stay theirs; empty where offers are for some alone. */
    public List<Catalog> parts() {
        return desk.parts();
    }

    /** Carries our callbacks; the outbox's dispatcher must know it. */
    public Courier courier() {
        return courier;
    }

    /**
     * Carries changes of the catalogue to subscribers, each attempt as long as the subscriber wants it to take, up to
     * {@link ShareLimits.Subscribing#attemptMax()}: a dispatcher of their own should know it.
     */
    public Courier catalogCourier() {
        return catalogCourier;
    }

    /** Records what became of our callbacks; the outbox's dispatcher must know it. */
    public OutcomeWatcher callbackRecords() {
        return (tx, message, outcome) -> {
            callbackRecords.settled(tx, message, outcome);
            // Other couriers' messages have routings of their own, in which the same word may mean something else.
            // Before the catalogue had a courier of its own it went by the one of callbacks.
            if (message.courier().equals(CatalogCourier.NAME)
                    || message.courier().equals(BecknCourier.NAME)) {
                share.syndicator().settled(tx, message, outcome);
            }
        };
    }

    /** Tells buyers unasked what becomes of their orders; the market must know it. */
    public OrderWatcher orderNews() {
        return orderNews;
    }

    /** Tells grid operators what became of what they activated; the room that sells flexibility must know it. */
    public FlexWatcher flexNews() {
        return flexNews;
    }

    /** Tells grid operators what is settled; settlement must know it. */
    public SettlementWatcher settlementNews() {
        return flexNews;
    }

    /**
     * Routes {@code POST /{action}}, {@code /catalog/...} and {@code GET /live/{token}}, to be mounted at {@link #AT} behind the ingress guard. Every event loop
     * needs a router of its own, made on it or before it runs.
     */
    public Router router(Vertx vertx) {
        Router router = edge.router(vertx);
        catalogs.addTo(router);
        live.addTo(router);
        if (openToAll) {
            browserSearch.addTo(router);
        }
        return router;
    }

    /** Refuses a message that was not read, in the words of its sender as far as they are known; else as a problem. */
    public void refuse(RoutingContext routing, Problem why) {
        Optional<String> word = EnvelopeRules.word(routing, AT);
        if (!word.map(each -> edge.refuseUnread(routing, each, why)).orElse(false)) {
            why.writeTo(routing);
        }
    }

    /** Lets everybody look for what is offered to everybody, unsigned; to be called before {@link #router}. */
    public void openToAll() {
        openToAll = true;
    }

    /** Begins to answer what was acknowledged, now or in an earlier life. */
    public void start() {
        refusals.start();
        keeper.start();
        agent.start();
        share.syndicator().start();
    }

    /** Lets what is in work end; close the HTTP server first. */
    @Override
    public void close() {
        share.syndicator().close();
        catalogs.close();
        agent.close();
        keeper.close();
        refusals.close();
    }
}
