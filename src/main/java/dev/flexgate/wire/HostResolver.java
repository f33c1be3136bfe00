package dev.flexgate.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Asks which addresses a name has. Called once for each outbound call; what it says is checked and connected to. */
@FunctionalInterface
public interface HostResolver {

    Future<List<InetAddress>> resolve(String host);

    /** Vert.x's own non-blocking resolver, which reads the hosts file and the name servers of this machine. */
    static HostResolver of(Vertx vertx) {
        var resolver = ((VertxInternal) vertx).nameResolver();
        return host -> {
            Promise<List<InetSocketAddress>> answer = Promise.promise();
            resolver.resolveAll(host, answer::handle);
            return answer.future()
                    .map(found ->
                            found.stream().map(InetSocketAddress::getAddress).toList());
        };
    }
}
