package dev.flexgate;

import dev.flexgate.api.Api;
import dev.flexgate.audit.Bundler;
import dev.flexgate.audit.LogSearch;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.beckn.Beckn;
import dev.flexgate.beckn.buyer.Buyer;
import dev.flexgate.budget.Budgets;
import dev.flexgate.console.Console;
import dev.flexgate.console.ConsolePapers;
import dev.flexgate.feed.Readings;
import dev.flexgate.forecast.ForecastAgent;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.identity.access.AccessGate;
import dev.flexgate.placement.PlacementDesk;
import dev.flexgate.rewrite.Rewriting;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.wire.IngressLimits;
import dev.flexgate.wire.Problem;
import dev.flexgate.workload.PolicyDesk;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;

/** What stands behind the network listener, in the order in which it is asked. */
record WebDoor(
        AccessDoor access,
        NetworkDoor network,
        Beckn beckn,
        Buyer buyer,
        PublicationDoor publications,
        Api api,
        NewsDoor news,
        Console console) {

    void addTo(Router router, Vertx vertx, AccessGate gate) {
        router.route().handler(gate);
        network.addTo(router, vertx);
        router.route(Buyer.AT + "*").subRouter(buyer.router(vertx));
        publications.addTo(router, vertx);
        router.route(Beckn.AT + "*").subRouter(beckn.router(vertx));
        api.addTo(router, vertx);
        news.addTo(router, vertx);
        console.addTo(router);
    }

    /** Who sends a Beckn message is refused in its words, also where the message could not be read. */
    void refuse(RoutingContext routing, Problem why) {
        if (routing.request().uri().startsWith(Buyer.AT)) {
            buyer.refuse(routing, why);
        } else {
            beckn.refuse(routing, why);
        }
    }

    IngressLimits limits() {
        return publications.widened(access.ingress().withLonger(Buyer.AT, buyer.callbackBytes()));
    }

    /** Whether {@code clock} is anything but the machine's own. */
    static boolean isTestClock(InstantSource clock) {
        return !clock.equals(InstantSource.system()) && !clock.equals(Clock.systemUTC());
    }

    /** What the console shows of what decisions rest on. */
    static ConsolePapers papers(
            Database database,
            PolicyDesk policies,
            Ids ids,
            NoteKey logKey,
            Bundler bundler,
            ForecastAgent forecasts,
            PlacementDesk placement,
            Budgets budgets,
            Optional<Rewriting> rewriting) {
        var readings = new Readings(database);
        return new ConsolePapers(
                policies,
                new Forecaster(database, readings, ids),
                forecasts,
                readings,
                new LogSearch(database),
                logKey,
                bundler.recordKeys(),
                placement,
                budgets,
                rewriting);
    }
}
