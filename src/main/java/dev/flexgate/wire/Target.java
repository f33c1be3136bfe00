package dev.flexgate.wire;

import dev.flexgate.wire.OutboundException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URL that the policy allows as far as it can be judged without resolving its name.
 *
 * @param host lower-case name, or a literal address without brackets
 * @param path with the query, as sent
 */
record Target(boolean tls, String host, int port, String path) {

    static final int LENGTH_MAX = 2048;

    /** RFC 1123 labels, the last of which is not a number: {@code 0x7f000001} and {@code 127.1} are no names. */
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!\\d+$|0x)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    static Target of(String url, AddressPolicy policy) {
        try {
            return of(new URI(url), policy);
        } catch (URISyntaxException _) {
            throw refused("it is not a URL");
        }
    }

    static Target of(URI url, AddressPolicy policy) {
        String text = url.toString();
        require(text.length() <= LENGTH_MAX, "it is longer than " + LENGTH_MAX);
        require(text.chars().allMatch(each -> each > ' ' && each < 0x7F), "it is not plain ASCII");
        require(!url.isOpaque() && url.getScheme() != null, "it is not an absolute http URL");
        boolean tls = url.getScheme().equalsIgnoreCase("https");
        boolean plain = url.getScheme().equalsIgnoreCase("http") && policy.plainHttpAllowed();
        require(tls || plain, "its scheme is not https");
        require(url.getRawUserInfo() == null && url.getRawFragment() == null, "it has user information or a fragment");
        require(url.getHost() != null, "it has no plain host");
        String host = host(url.getHost().toLowerCase(Locale.ROOT), policy);
        return new Target(tls, host, port(url, tls, policy), path(url));
    }

    /** The address itself when the URL names it by number. */
    Optional<InetAddress> literal() {
        return NAME.matcher(host).matches() ? Optional.empty() : Optional.of(Cidr.literal(host));
    }

    private static String host(String host, AddressPolicy policy) {
        String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        require(policy.hosts().isEmpty() || policy.hosts().contains(plain), "its host is not on the list");
        if (NAME.matcher(host).matches()) {
            require(host.length() <= 253, "its name is too long");
            boolean local = host.equals("localhost") || host.endsWith(".localhost");
            require(!local || policy.lists(InetAddress.getLoopbackAddress()), "it names this machine");
            return host;
        }
        try {
            require(policy.lists(Cidr.literal(plain)), "it names an address by number");
        } catch (IllegalArgumentException _) {
            throw refused("its host is neither a name nor an address");
        }
        return plain;
    }

    private static int port(URI url, boolean tls, AddressPolicy policy) {
        int standard = tls ? 443 : 80;
        int port = url.getPort() < 0 ? standard : url.getPort();
        require(port >= 1 && port <= 65_535, "its port is out of range");
        require(policy.ports().isEmpty() || policy.ports().contains(port), "its port is not on the list");
        return port;
    }

    private static String path(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw refused(otherwise);
        }
    }

    private static OutboundException refused(String why) {
        return new OutboundException(Reason.ADDRESS_REFUSED, "URL refused: " + why);
    }

    /** Host and port: what may be logged. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
