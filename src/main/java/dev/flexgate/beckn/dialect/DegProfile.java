package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.message.Action;
import java.util.List;
import java.util.Locale;

/**
 * Of which domain a message of 2.0.0-rc1 is, told by what is in it. The domain of its envelope counts only where its
 * content is silent: clients of compute energy were seen to confirm under the domain of demand flexibility.
 */
enum DegProfile {
    /** A grid operator calls for less load. */
    FLEXIBILITY("demand-flexibility", List.of("DemandFlexibility", "requestedReduction")),
    /** Somebody buys compute windows. */
    COMPUTE("compute-energy", List.of("ComputeEnergy", "gridParameters", "computeLoad"));

    private final String domain;

    @SuppressWarnings("ImmutableEnumChecker") // an immutable list
    private final List<String> words;

    DegProfile(String domain, List<String> words) {
        this.domain = domain;
        this.words = words;
    }

    static DegProfile of(Action action, JsonNode json) {
        return switch (action) {
            case DISCOVER, CONFIRM, STATUS -> told(json);
            default -> COMPUTE;
        };
    }

    private static DegProfile told(JsonNode json) {
        boolean compute = COMPUTE.isIn(json.path("message"));
        boolean flexibility = FLEXIBILITY.isIn(json.path("message"));
        if (compute != flexibility) {
            return compute ? COMPUTE : FLEXIBILITY;
        }
        String named = json.path("context").path("domain").asText().toLowerCase(Locale.ROOT);
        return named.contains(FLEXIBILITY.domain) ? FLEXIBILITY : COMPUTE;
    }

    /** Whether a name, a type or a filter speaks of this domain. */
    private boolean isIn(JsonNode json) {
        if (json.isTextual()) {
            return words.stream().anyMatch(json.textValue()::contains);
        }
        return json.properties().stream()
                        .anyMatch(member -> words.stream().anyMatch(member.getKey()::contains)
                                || (!member.getKey().equals("@context") && isIn(member.getValue())))
                || (json.isArray() && json.valueStream().anyMatch(this::isIn));
    }
}
