package dev.flexgate.wire;

import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;

/** Where a request comes from, as far as it counts for limits. */
public final class Source {

    private static final String KEY = "flexgate.source";

    private static final int NETWORK_GROUPS = 4;

    private Source() {}

    /** Finds out once where the request comes from; done by the guard, before anybody asks. */
    static void remember(RoutingContext context, Proxies proxies) {
        String remote = String.valueOf(context.request().remoteAddress().hostAddress());
        context.put(KEY, counted(proxies.source(remote, context.request().headers())));
    }

    /**
     * One host of IPv4; a network of IPv6, where a host has as many addresses as it likes. Behind a proxy whose word
     * is taken the one that it names.
     */
    public static String of(RoutingContext context) {
        String known = context.get(KEY);
        return known == null
                ? counted(String.valueOf(context.request().remoteAddress().hostAddress()))
                : known;
    }

    private static String counted(String address) {
        if (!address.contains(":")) {
            return address;
        }
        String[] groups = address.split(":", -1);
        return String.join(":", Arrays.copyOf(groups, Math.min(NETWORK_GROUPS, groups.length)));
    }
}
