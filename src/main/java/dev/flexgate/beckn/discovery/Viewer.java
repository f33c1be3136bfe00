package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Who looks: some offers are for some networks, participants or roles only ({@code availableTo} of Beckn 2.0.0 LTS).
 *
 * @param participant subscriber id
 * @param networks of which it is a member, the one of the message among them
 * @param role {@code BAP} or {@code BPP}
 */
public record Viewer(String participant, Set<String> networks, String role) {

    public Viewer {
        networks = Set.copyOf(networks);
    }

    /** Whether it may see what is available to these; to all when nobody is named. */
    public boolean sees(JsonNode availableTo) {
        if (!availableTo.isArray() || availableTo.isEmpty()) {
            return true;
        }
        for (JsonNode each : availableTo) {
            if (is(each.path("type").asText(), each.path("id").asText())) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is what an entry of {@code availableTo} names. */
    public boolean is(String type, String id) {
        return switch (type) {
            case "NETWORK" -> networks.contains(id);
            case "PARTICIPANT" -> participant.equals(id);
            case "ROLE" -> role.equalsIgnoreCase(id);
            default -> false;
        };
    }
}
