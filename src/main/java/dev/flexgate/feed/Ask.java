package dev.flexgate.feed;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * One question to a provider.
 *
 * @param address where; may hold a key in its query, so it is never logged or told
 * @param headers beside {@code user-agent}; may hold a key
 */
record Ask(URI address, Map<String, String> headers) {

    static final String JSON = "application/json";
    static final String XML = "application/xml";
    static final String ANY = "*/*";

    Ask {
        headers = Map.copyOf(headers);
    }

    static Ask json(URI address) {
        return of(address, JSON);
    }

    static Ask of(URI address, String accept) {
        return new Ask(address, Map.of("accept", accept, "user-agent", "FlexGate"));
    }

    Ask with(String header, String value) {
        var more = new TreeMap<>(headers);
        more.put(header, value);
        return new Ask(address, more);
    }

    /** The host alone: the rest may hold secrets. */
    @Override
    public String toString() {
        return "Ask[" + address.getHost() + "]";
    }
}
