package dev.flexgate.wire;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proxies in front of us, and what they say about where a request comes from. Anybody can write the header, so it
 * counts only on a connection from one of them, and is read from the end, as far as their own addresses go: the first
 * that is none of theirs is the source (RFC 7239, section 8.1). One header of two is read: a proxy that writes the one
 * may pass the other on as a stranger wrote it.
 *
 * @param ranges their addresses; empty when nobody is believed
 * @param header the header that they write
 */
public record Proxies(List<Cidr> ranges, Header header) {

    /** Nobody stands in front of us. */
    public static final Proxies NONE = new Proxies(List.of(), Header.X_FORWARDED_FOR);

    /** Longer chains are nobody's. */
    private static final int HOPS_MAX = 32;

    /** {@code for=} of one element, quoted or not. */
    private static final Pattern FOR =
            Pattern.compile("(?:^|;)\\s*for\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]*))", Pattern.CASE_INSENSITIVE);

    /** An IPv6 address with its brackets, or an IPv4 address, each with or without a port. */
    private static final Pattern NODE = Pattern.compile("\\[([^\\]]*)\\](?::\\d{1,5})?|([0-9.]+)(?::\\d{1,5})?");

    /** A header that proxies write. */
    public enum Header {
        X_FORWARDED_FOR,
        /** That of RFC 7239. */
        FORWARDED;

        /** Its name, lower-case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The header of this name, in any case. */
        public static Optional<Header> of(String word) {
            return Stream.of(values())
                    .filter(each -> each.word().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }

    public Proxies {
        ranges = List.copyOf(ranges);
    }

    /** Whether a connection from {@code address} is from one of them. */
    boolean isProxy(String address) {
        return !ranges.isEmpty() && address(address).filter(this::isOurs).isPresent();
    }

    private boolean isOurs(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** Where a request on a connection from {@code remote} comes from, as far as anybody believable says. */
    String source(String remote, MultiMap headers) {
        if (!isProxy(remote)) {
            return remote;
        }
        String nearest = remote;
        for (String hop : hops(headers).reversed()) {
            Optional<InetAddress> address = address(hop);
            if (address.isEmpty()) {
                return nearest; // what it says is no address; what stands before it is anybody's word
            }
            nearest = address.get().getHostAddress();
            if (!isOurs(address.get())) {
                return nearest;
            }
        }
        return nearest;
    }

    private List<String> hops(MultiMap headers) {
        List<String> elements = headers.getAll(header.word()).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
        List<String> last = elements.subList(Math.max(0, elements.size() - HOPS_MAX), elements.size());
        return header == Header.X_FORWARDED_FOR
                ? last
                : new ArrayList<>(last.stream().map(Proxies::named).toList());
    }

    private static String named(String element) {
        Matcher matcher = FOR.matcher(element);
        if (!matcher.find()) {
            return "";
        }
        String quoted = matcher.group(1);
        return quoted == null ? matcher.group(2) : quoted;
    }

    private static Optional<InetAddress> address(String text) {
        Matcher node = NODE.matcher(text);
        String bare = text;
        if (node.matches()) {
            bare = node.group(1) == null ? node.group(2) : node.group(1);
        }
        try {
            return Optional.of(Cidr.literal(bare));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
