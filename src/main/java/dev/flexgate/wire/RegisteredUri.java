package dev.flexgate.wire;

import java.net.URI;
import java.util.Locale;

/**
 * Whether a URL that a message asks for lies under the one its sender is registered with: the first check of a
 * callback address, before any that is only about networks.
 */
public final class RegisteredUri {

    private RegisteredUri() {}

    /** Same scheme, host and port, and a path at or below the registered one. */
    public static boolean covers(URI registered, URI asked) {
        return plain(registered)
                && plain(asked)
                && registered.getScheme().equalsIgnoreCase(asked.getScheme())
                && registered.getHost().equalsIgnoreCase(asked.getHost())
                && port(registered) == port(asked)
                && below(path(registered), path(asked));
    }

    private static boolean plain(URI uri) {
        return uri.getScheme() != null && uri.getHost() != null && uri.getRawUserInfo() == null;
    }

    private static int port(URI uri) {
        int standard = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return uri.getPort() < 0 ? standard : uri.getPort();
    }

    private static String path(URI uri) {
        String path = uri.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Dots and slashes that are spelt in percent mean one path to us and may mean another to the receiver. */
    private static boolean below(String registered, String asked) {
        String spelt = asked.toLowerCase(Locale.ROOT);
        boolean climbs = spelt.contains("..") || spelt.contains("%2e") || spelt.contains("%2f");
        return !climbs && (asked.equals(registered) || asked.startsWith(registered + "/"));
    }
}
