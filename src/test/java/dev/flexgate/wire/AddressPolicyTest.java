package dev.flexgate.wire;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.wire.OutboundException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

    @Test
    void the_38_addresses_to_deny_are_denied_and_the_4_to_allow_are_allowed() {
        JsonNode lists = Shared.json("reference/audit/ssrf/addresses.json");
        assertEquals(38, lists.get("deny").size());
        assertEquals(4, lists.get("allow").size());
        for (JsonNode address : lists.get("deny")) {
            assertFalse(AddressPolicy.publicOnly().allows(address(address.textValue())), address.textValue());
        }
        for (JsonNode address : lists.get("allow")) {
            assertTrue(AddressPolicy.publicOnly().allows(address(address.textValue())), address.textValue());
        }
    }

    @Test
    void both_ends_of_every_range_to_deny_are_denied() {
        for (JsonNode each : Shared.json("reference/audit/ssrf/addresses.json").get("denyCidrs")) {
            String text = each.textValue();
            if (!text.contains("judge")) { // the IPv4-mapped range is judged by the IPv4 address inside
                Cidr range = Cidr.parse(text);
                assertFalse(AddressPolicy.publicOnly().allows(range.network()), text);
                assertFalse(AddressPolicy.publicOnly().allows(last(range)), text);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2000::",
                "2001:200::",
                "2003::",
                "3fff:1000::"
            })
    void the_neighbours_of_the_denied_ranges_are_public(String address) {
        assertTrue(AddressPolicy.publicOnly().allows(address(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::7f00:1", "2001::1", "2001:10::1", "fec0::1", "ff02::1", "4000::", "1fff:ffff::"})
    void other_addresses_that_are_not_global_unicast_are_denied(String address) {
        assertFalse(AddressPolicy.publicOnly().allows(address(address)));
    }

    /** The host is on no list here, and even plain http and every port are allowed. */
    @Test
    void each_of_the_48_url_forms_is_refused_before_its_name_is_resolved() {
        AddressPolicy policy = new AddressPolicy(true, Set.of(), Set.of("registered.example"), List.of());
        JsonNode urls = Shared.json("reference/audit/ssrf/addresses.json").at("/ownUrlForms/urls");
        assertEquals(48, urls.size());
        for (JsonNode url : urls) {
            OutboundException refused =
                    assertThrows(OutboundException.class, () -> Target.of(url.textValue(), policy), url.textValue());
            assertEquals(Reason.ADDRESS_REFUSED, refused.reason());
        }
    }

    /** With any host allowed, what is left is a proper name at a standard port: it is judged by its addresses. */
    @Test
    void of_the_48_url_forms_only_proper_names_reach_the_resolver() {
        AddressPolicy policy = new AddressPolicy(true, Set.of(80, 443), Set.of(), List.of());
        Set<String> names = Set.of("http://metadata.google.internal/", "https://example.com/?u=http://10.0.0.1");
        for (JsonNode url : Shared.json("reference/audit/ssrf/addresses.json").at("/ownUrlForms/urls")) {
            if (names.contains(url.textValue())) {
                assertDoesNotThrow(() -> Target.of(url.textValue(), policy));
            } else {
                assertThrows(OutboundException.class, () -> Target.of(url.textValue(), policy), url.textValue());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://bap.example/callbacks, true",
        "HTTPS://BAP.Example:443/, true",
        "http://bap.example/, false",
        "https://bap.example:8443/, false",
        "https://127.0.0.1/, false",
        "https://8.8.8.8/, false",
        "https://[2001:4860:4860::8888]/, false",
        "https://localhost/, false",
        "https://bap.example#x, false",
        "https://bap.example., false",
        "https://-bap.example/, false",
        "https://bap..example/, false",
        "https://1.2.3/, false",
        "https://bap.0x1/, false",
        "https:bap.example, false",
    })
    void in_production_a_target_is_https_at_443_of_a_name(String url, boolean allowed) {
        assertEquals(allowed, allows(AddressPolicy.publicOnly(), url));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/, true",
        "http://[::1]:8080/, true",
        "http://localhost:8080/, true",
        "http://a.localhost/, true",
        "http://10.0.0.1/, false",
        "http://127.1/, false",
        "http://bap.example:5/, true",
    })
    void in_development_this_machine_may_be_called_too(String url, boolean allowed) {
        assertEquals(allowed, allows(AddressPolicy.loopback(), url));
    }

    @Test
    void an_operator_can_open_a_private_range_and_no_more() {
        AddressPolicy policy = AddressPolicy.publicOnly().withRanges(List.of(Cidr.parse("10.7.0.0/16")));
        assertTrue(policy.allows(address("10.7.255.255")));
        assertFalse(policy.allows(address("10.8.0.0")));
        assertTrue(allows(policy, "https://10.7.0.1/"));
        assertFalse(allows(policy, "https://10.8.0.1/"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://bap.example/beckn, https://bap.example/beckn, true",
        "https://bap.example/beckn, https://bap.example/beckn/, true",
        "https://bap.example/beckn/, https://BAP.example:443/beckn/on_select, true",
        "https://bap.example, https://bap.example/anything, true",
        "https://bap.example/beckn, https://bap.example/becknx, false",
        "https://bap.example/beckn, https://bap.example/, false",
        "https://bap.example/beckn, https://bap.example/beckn/../admin, false",
        "https://bap.example/beckn, https://bap.example/beckn/%2e%2e/admin, false",
        "https://bap.example/beckn, http://bap.example/beckn, false",
        "https://bap.example/beckn, https://bap.example:8443/beckn, false",
        "https://bap.example/beckn, https://evil.example/beckn, false",
        "https://bap.example/beckn, https://bap.example@evil.example/beckn, false",
        "https://bap.example/beckn, https://x@bap.example/beckn, false",
    })
    void a_callback_lies_under_the_registered_url(URI registered, URI asked, boolean covered) {
        assertEquals(covered, RegisteredUri.covers(registered, asked));
    }

    private static boolean allows(AddressPolicy policy, String url) {
        try {
            Target.of(url, policy);
            return true;
        } catch (OutboundException _) {
            return false;
        }
    }

    private static InetAddress address(String text) {
        return Cidr.literal(text);
    }

    private static InetAddress last(Cidr range) {
        byte[] bytes = range.network().getAddress();
        for (int bit = range.prefix(); bit < bytes.length * 8; bit++) {
            bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
