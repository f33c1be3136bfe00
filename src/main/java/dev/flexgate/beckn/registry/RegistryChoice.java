package dev.flexgate.beckn.registry;

import java.net.URI;

/** Whom to ask about participants that the registry file does not know. */
public sealed interface RegistryChoice {

    /** Nobody: the network is who stands in the file. */
    record FileOnly() implements RegistryChoice {}

    /** A registry of the first generation. */
    record Lookups(URI base) implements RegistryChoice {}

    /** A decentralised directory. */
    record Dedi(URI base) implements RegistryChoice {}

    /**
     * Reads {@code file}, {@code lookup:URL} or {@code dedi:URL}.
     *
     * @throws IllegalArgumentException with what to write instead
     */
    static RegistryChoice parse(String text) {
        if (text.equals("file")) {
            return new FileOnly();
        }
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        URI base = RegistryFile.url(colon < 0 ? "" : text.substring(colon + 1));
        return switch (kind) {
            case "lookup" -> new Lookups(base);
            case "dedi" -> new Dedi(base);
            default -> throw new IllegalArgumentException("must be file, lookup:URL or dedi:URL");
        };
    }
}
