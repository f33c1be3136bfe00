package dev.flexgate.wire;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/** Where a request comes from, as far as it counts for limits. */
public final class Source {

    private static final int NETWORK_GROUPS = 4;

    private Source() {}

    /** One host of IPv4; a network of IPv6, where a host has as many addresses as it likes. */
    public static String of(HttpServerRequest request) {
        String address = request.remoteAddress().hostAddress();
        if (address == null || !address.contains(":")) {
            return String.valueOf(address);
        }
        String[] groups = address.split(":", -1);
        return String.join(":", Arrays.copyOf(groups, Math.min(NETWORK_GROUPS, groups.length)));
    }
}
