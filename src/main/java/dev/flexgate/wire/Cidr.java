package dev.flexgate.wire;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * A range of addresses, such as {@code 10.0.0.0/8} or {@code fc00::/7}. An IPv4 range holds no IPv6 address and
 * the other way round; an IPv4-mapped IPv6 address is the IPv4 address that it maps.
 *
 * @param network its first address; bits beyond the prefix are ignored
 * @param prefix how many leading bits are fixed
 */
public record Cidr(InetAddress network, int prefix) {

    private static final Pattern QUAD =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");

    public Cidr {
        if (prefix < 0 || prefix > bits(network)) {
            throw new IllegalArgumentException("no prefix of " + network.getHostAddress() + ": " + prefix);
        }
    }

    /** Reads {@code address/prefix}; a lone address is a range of one. Names are not resolved. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = literal(slash < 0 ? text : text.substring(0, slash));
        return new Cidr(network, slash < 0 ? bits(network) : Integer.parseInt(text.substring(slash + 1)));
    }

    public boolean contains(InetAddress address) {
        if (bits(address) != bits(network)) {
            return false;
        }
        int shift = bits(network) - prefix;
        return number(address).shiftRight(shift).equals(number(network).shiftRight(shift));
    }

    /**
     * The address that a literal spells, without asking any resolver. IPv4 only as four plain decimals: Java
     * also reads {@code 127.1} and {@code 2130706433}, which others read otherwise or not at all.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static InetAddress literal(String text) {
        if (QUAD.matcher(text).matches()) {
            return Inet4Address.ofLiteral(text);
        }
        if (text.indexOf(':') < 0 || text.indexOf('%') >= 0) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        return Inet6Address.ofLiteral(text); // an IPv4-mapped one comes back as IPv4
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * 8;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
