package dev.flexgate.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where {@link OutboundHttp} may connect. A peer chooses the URL that it wants to be called back at, so without
 * this it could make the gateway speak to the operator's own network.
 *
 * @param plainHttpAllowed whether {@code http} may be used beside {@code https}
 * @param ports that may be connected to; empty for any
 * @param hosts that may be named, lower-case; empty for any
 * @param ranges that may be connected to although they are not public, and whose addresses may be written
 *     literally in a URL
 */
public record AddressPolicy(boolean plainHttpAllowed, Set<Integer> ports, Set<String> hosts, List<Cidr> ranges) {

    /** IANA special-purpose IPv4: this network, private, shared, loopback, link-local, tests, multicast, reserved. */
    private static final List<Cidr> IPV4_REFUSED = cidrs(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Only global unicast is public: loopback, private, link-local, NAT64 and multicast all lie outside. */
    private static final Cidr IPV6_PUBLIC = Cidr.parse("2000::/3");

    /** Inside it: IETF protocols with Teredo, documentation, and 6to4, which wraps an IPv4 address. */
    private static final List<Cidr> IPV6_REFUSED = cidrs("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    public AddressPolicy {
        ports = Set.copyOf(ports);
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        ranges = List.copyOf(ranges);
    }

    /** Production: {@code https} to port 443 of any public address. */
    public static AddressPolicy publicOnly() {
        return new AddressPolicy(false, Set.of(443), Set.of(), List.of());
    }

    /** Development and tests: also this machine itself, by plain {@code http}, at any port. */
    public static AddressPolicy loopback() {
        return new AddressPolicy(true, Set.of(), Set.of(), cidrs("127.0.0.0/8", "::1/128"));
    }

    public AddressPolicy withRanges(List<Cidr> others) {
        return new AddressPolicy(plainHttpAllowed, ports, hosts, others);
    }

    public AddressPolicy withHosts(Set<String> others) {
        return new AddressPolicy(plainHttpAllowed, ports, others, ranges);
    }

    public AddressPolicy withPorts(Set<Integer> others) {
        return new AddressPolicy(plainHttpAllowed, others, hosts, ranges);
    }

    boolean allows(InetAddress address) {
        return lists(address) || isPublic(address);
    }

    boolean lists(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return IPV4_REFUSED.stream().noneMatch(range -> range.contains(address));
        }
        return IPV6_PUBLIC.contains(address) && IPV6_REFUSED.stream().noneMatch(range -> range.contains(address));
    }

    private static List<Cidr> cidrs(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }
}
