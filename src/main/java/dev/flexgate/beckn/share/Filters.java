package dev.flexgate.beckn.share;

import dev.flexgate.beckn.dialect.LtsSharing;
import java.util.Collection;
import java.util.List;

/** Whether what somebody asks for, by network and type, is what we have. */
final class Filters {

    private Filters() {}

    /** Networks of which nobody says anything are any. */
    static boolean inOneOf(Collection<String> wanted, Collection<String> ours) {
        return wanted.isEmpty() || ours.isEmpty() || wanted.stream().anyMatch(ours::contains);
    }

    static boolean isOfOneOf(List<String> schemaTypes) {
        return schemaTypes.isEmpty() || schemaTypes.stream().anyMatch(LtsSharing::isOurs);
    }

    static boolean meets(List<String> networks, List<String> schemaTypes, Wares wares) {
        return inOneOf(networks, wares.networks()) && isOfOneOf(schemaTypes);
    }
}
