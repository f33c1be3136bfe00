package dev.flexgate;

import dev.flexgate.api.NewsApi;
import dev.flexgate.api.StreamLimits;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.LogReader;
import dev.flexgate.console.hook.HookRooms;
import dev.flexgate.identity.KeyFolder;
import dev.flexgate.identity.SecretBox;
import dev.flexgate.identity.access.Bindings;
import dev.flexgate.news.CloudEvents;
import dev.flexgate.news.NewsLimits;
import dev.flexgate.news.Newsroom;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Interventions;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.webhook.WebhookLimits;
import dev.flexgate.webhook.Webhooks;
import dev.flexgate.wire.OutboundHttp;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Wires how those outside learn what happens: the log followed, webhooks, live views, and their pages. */
final class NewsDoor implements AutoCloseable {

    private final Newsroom newsroom;
    private final Webhooks webhooks;
    private final NewsApi api;
    private final HookRooms pages;

    /** What it stands on. */
    record Rooms(
            Vertx vertx,
            Database database,
            AuditLog audit,
            LogReader log,
            Outbox outbox,
            OutboundHttp outbound,
            Bindings bindings,
            KeyFolder keys,
            Ids ids,
            SecureRandom random,
            InstantSource clock) {}

    private NewsDoor(Newsroom newsroom, Webhooks webhooks, NewsApi api, HookRooms pages) {
        this.newsroom = newsroom;
        this.webhooks = webhooks;
        this.api = api;
        this.pages = pages;
    }

    static NewsDoor open(Config config, Rooms on, MeterRegistry meters) {
        String subscriberId = config.network().subscriberId();
        var newsroom = new Newsroom(on.database(), on.log(), NewsLimits.DEFAULT);
        newsroom.start();
        var webhooks = new Webhooks(
                subscriberId,
                new Webhooks.Neighbours(
                        on.database(),
                        on.audit(),
                        on.log(),
                        on.outbox(),
                        on.outbound(),
                        new SecretBox(on.keys().loadOrCreate("secrets"), on.random()),
                        tenant -> NewsApi.viewer(on.bindings(), tenant),
                        on.ids(),
                        on.random(),
                        on.clock(),
                        meters),
                WebhookLimits.DEFAULT
                        .withPerTenant(config.callbacks().webhooksPerTenant())
                        .withPatience(config.callbacks().webhookPatience()));
        webhooks.start();
        var interventions = new Interventions(on.outbox(), on.audit(), new Actor(subscriberId, "operator"), on.clock());
        var api = new NewsApi(
                on.vertx(),
                new NewsApi.Rooms(
                        on.database(),
                        on.log(),
                        newsroom,
                        new CloudEvents(subscriberId),
                        on.outbox(),
                        interventions,
                        webhooks,
                        on.clock()),
                StreamLimits.DEFAULT,
                meters);
        var pages = new HookRooms(webhooks, on.outbox(), interventions, on.database(), on.ids(), on.clock());
        return new NewsDoor(newsroom, webhooks, api, pages);
    }

    Courier courier() {
        return webhooks.courier();
    }

    OutcomeWatcher outcomes() {
        return webhooks.watcher();
    }

    /** What the console shows of it. */
    HookRooms pages() {
        return pages;
    }

    void addTo(Router router, Vertx vertx) {
        api.addTo(router, vertx);
    }

    @Override
    public void close() {
        api.close();
        webhooks.close();
        newsroom.close();
    }
}
