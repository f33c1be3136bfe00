package dev.flexgate.wire;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the gateway accepts before it looks at a request's meaning.
 *
 * @param hosts that the {@code Host} header may name, without port, lower-case; empty for any
 * @param mediaTypes that a body may have, lower-case, without parameters; a body without a type is taken for JSON
 * @param bodyBytes longest body
 * @param longer longest body below a path, where it is another
 * @param headerLines most header lines of one request
 * @param deadlines how long anything may take
 * @param connections how many may be open
 * @param proxies whose word on where a request comes from is taken
 */
public record IngressLimits(
        Set<String> hosts,
        Set<String> mediaTypes,
        int bodyBytes,
        Map<String, Integer> longer,
        int headerLines,
        Deadlines deadlines,
        Connections connections,
        Proxies proxies) {

    /** Longest request line in bytes; longer ones are answered 414. */
    public static final int REQUEST_LINE_BYTES = 4096;

    /** All header lines together in bytes; more are answered 431. */
    public static final int HEADER_BYTES = 8192;

    public static final IngressLimits DEFAULT = new IngressLimits(
            Set.of(),
            Set.of("application/json"),
            256 * 1024,
            Map.of(),
            64,
            Deadlines.DEFAULT,
            Connections.DEFAULT,
            Proxies.NONE);

    /**
     * Every wait for a peer has an end.
     *
     * @param head from the first byte of a request to the end of its header lines
     * @param body from there to its last byte
     * @param bodyBytesPerSecond slowest body after its first two seconds
     * @param write until the peer has taken what was written
     * @param idle of a connection on which nothing moves
     * @param answer after which whoever waits is answered 503; shorter than {@code idle}, which ends a connection
     *     without a word
     */
    public record Deadlines(
            Duration head, Duration body, int bodyBytesPerSecond, Duration write, Duration idle, Duration answer) {

        public static final Deadlines DEFAULT = new Deadlines(
                Duration.ofSeconds(5), Duration.ofSeconds(10), 1024, Duration.ofSeconds(10), Duration.ofSeconds(30));

        /** Whoever waits is answered when five sixths of {@code idle} have passed. */
        public Deadlines(Duration head, Duration body, int bodyBytesPerSecond, Duration write, Duration idle) {
            this(
                    head,
                    body,
                    bodyBytesPerSecond,
                    write,
                    idle,
                    idle.multipliedBy(5).dividedBy(6));
        }

        public Deadlines {
            if (answer.compareTo(idle) >= 0) {
                throw new IllegalArgumentException("an answer is due before the connection is given up");
            }
        }
    }

    /**
     * Bounds on open connections.
     *
     * @param total open at once
     * @param perSource open at once from one address; proxies whose word is taken are not bound by it
     */
    public record Connections(int total, int perSource) {

        public static final Connections DEFAULT = new Connections(4096, 1024);
    }

    public IngressLimits {
        hosts = lowerCase(hosts);
        mediaTypes = lowerCase(mediaTypes);
        longer = Map.copyOf(longer);
    }

    public IngressLimits withHosts(Set<String> others) {
        return new IngressLimits(others, mediaTypes, bodyBytes, longer, headerLines, deadlines, connections, proxies);
    }

    public IngressLimits withMediaTypes(Set<String> others) {
        return new IngressLimits(hosts, others, bodyBytes, longer, headerLines, deadlines, connections, proxies);
    }

    public IngressLimits withBodyBytes(int other) {
        return new IngressLimits(hosts, mediaTypes, other, longer, headerLines, deadlines, connections, proxies);
    }

    /** Longer bodies at and below {@code path}. */
    public IngressLimits withLonger(String path, int bytes) {
        Map<String, Integer> more = new HashMap<>(longer);
        more.put(path, bytes);
        return new IngressLimits(hosts, mediaTypes, bodyBytes, more, headerLines, deadlines, connections, proxies);
    }

    /** The longest body that may come to a path. */
    int bodyBytes(String path) {
        return longer.entrySet().stream()
                .filter(each -> path.startsWith(each.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(bodyBytes);
    }

    public IngressLimits withDeadlines(Deadlines others) {
        return new IngressLimits(hosts, mediaTypes, bodyBytes, longer, headerLines, others, connections, proxies);
    }

    public IngressLimits withConnections(Connections others) {
        return new IngressLimits(hosts, mediaTypes, bodyBytes, longer, headerLines, deadlines, others, proxies);
    }

    public IngressLimits withProxies(Proxies others) {
        return new IngressLimits(hosts, mediaTypes, bodyBytes, longer, headerLines, deadlines, connections, others);
    }

    private static Set<String> lowerCase(Set<String> texts) {
        return texts.stream().map(each -> each.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
