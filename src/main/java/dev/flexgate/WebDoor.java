package dev.flexgate;

import dev.flexgate.api.Api;
import dev.flexgate.beckn.Beckn;
import dev.flexgate.console.Console;
import dev.flexgate.identity.access.AccessGate;
import dev.flexgate.wire.IngressLimits;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.InstantSource;

/** What stands behind the network listener, in the order in which it is asked. */
record WebDoor(AccessDoor access, Beckn beckn, Api api, Console console) {

    void addTo(Router router, Vertx vertx, AccessGate gate) {
        router.route().handler(gate);
        router.route("/beckn/*").subRouter(beckn.router(vertx));
        api.addTo(router, vertx);
        console.addTo(router);
    }

    IngressLimits limits() {
        return access.ingress();
    }

    /** Whether {@code clock} is anything but the machine's own. */
    static boolean isTestClock(InstantSource clock) {
        return !clock.equals(InstantSource.system()) && !clock.equals(Clock.systemUTC());
    }
}
