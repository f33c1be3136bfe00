package dev.flexgate.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.wire.Proxies.Header;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a request comes from: the last address that is none of our proxies', on a connection from one of them. */
class ProxiesTest {

    private static final List<Cidr> OURS = List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8:1::/48"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the connection counts of strangers | 203.0.113.9 | 198.51.100.7 | 203.0.113.9",
                "a proxy is believed | 10.0.0.1 | 198.51.100.7 | 198.51.100.7",
                "a chain of our proxies is followed | 10.0.0.1 | 198.51.100.7, 10.0.0.3, 10.0.0.2 | 198.51.100.7",
                "what a stranger wrote before it is not | 10.0.0.1 | 192.0.2.1, 198.51.100.7 | 198.51.100.7",
                "a word is no address | 10.0.0.1 | 198.51.100.7, unknown | 10.0.0.1",
                "beyond a word nobody is believed | 10.0.0.1 | 198.51.100.7, _hidden, 10.0.0.2 | 10.0.0.2",
                "no header | 10.0.0.1 | '' | 10.0.0.1",
                "ports | 10.0.0.1 | 198.51.100.7:4711 | 198.51.100.7",
                "IPv6 | 2001:db8:1:0:0:0:0:5 | 2001:db8:2::7 | 2001:db8:2:0:0:0:0:7",
                "IPv6 in brackets | 10.0.0.1 | [2001:db8:2::7]:4711 | 2001:db8:2:0:0:0:0:7",
                "a scope is no address | 10.0.0.1 | fe80::1%eth0 | 10.0.0.1",
                "all are ours | 10.0.0.1 | 10.0.0.3, 10.0.0.2 | 10.0.0.3",
            })
    void by_x_forwarded_for(String what, String remote, String header, String source) {
        assertEquals(source, source(Header.X_FORWARDED_FOR, remote, "X-Forwarded-For", header), what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "plain | for=198.51.100.7 | 198.51.100.7",
                "among others | by=10.0.0.1;For=198.51.100.7;proto=https | 198.51.100.7",
                "IPv6 is quoted | for=\"[2001:db8:2::7]:4711\" | 2001:db8:2:0:0:0:0:7",
                "the last that is not ours | for=192.0.2.1, for=198.51.100.7, for=10.0.0.2 | 198.51.100.7",
                "hidden | for=198.51.100.7, for=_secret | 10.0.0.1",
                "nothing of it | proto=https | 10.0.0.1",
            })
    void by_the_header_of_rfc_7239(String what, String header, String source) {
        assertEquals(source, source(Header.FORWARDED, "10.0.0.1", "Forwarded", header), what);
    }

    @ParameterizedTest
    @CsvSource({"FORWARDED, X-Forwarded-For, 198.51.100.7", "X_FORWARDED_FOR, Forwarded, for=198.51.100.7"})
    void the_header_that_the_proxy_does_not_write_is_not_read(Header read, String name, String value) {
        assertEquals("10.0.0.1", source(read, "10.0.0.1", name, value));
    }

    private static String source(Header read, String remote, String name, String value) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (!value.isEmpty()) {
            headers.add(name, value);
        }
        return new Proxies(OURS, read).source(remote, headers);
    }
}
