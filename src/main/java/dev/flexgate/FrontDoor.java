package dev.flexgate;

import dev.flexgate.wire.Ingress;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.util.function.Consumer;

/** One listener on one event loop; several share a port, so that every core accepts. */
final class FrontDoor extends VerticleBase {

    private final Ingress ingress;
    private final Config.Listener at;
    private final Consumer<Router> doors;

    FrontDoor(Ingress ingress, Config.Listener at, Consumer<Router> doors) {
        this.ingress = ingress;
        this.at = at;
        this.doors = doors;
    }

    @Override
    public Future<?> start() {
        Router router = ingress.router();
        doors.accept(router);
        return ingress.server().requestHandler(router).listen(at.port(), at.host());
    }
}
