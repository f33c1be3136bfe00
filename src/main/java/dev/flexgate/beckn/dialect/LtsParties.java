package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Party;
import java.util.ArrayList;
import java.util.List;

/** The participants of an LTS contract. */
final class LtsParties {

    private LtsParties() {}

    static List<Party> read(JsonNode contract) {
        var parties = new ArrayList<Party>();
        for (JsonNode participant : contract.path("participants")) {
            JsonNode descriptor = participant.path("descriptor");
            parties.add(new Party(
                    participant.path("id").asText(),
                    descriptor.path("code").asText(),
                    descriptor.path("name").asText()));
        }
        return parties;
    }

    static void write(List<Party> parties, ObjectNode contract) {
        if (parties.isEmpty()) {
            return;
        }
        ArrayNode participants = contract.putArray("participants");
        for (Party party : parties) {
            ObjectNode participant = participants.addObject();
            LtsFields.putUnlessEmpty(participant, "id", party.id());
            ObjectNode descriptor = participant.putObject("descriptor");
            LtsFields.putUnlessEmpty(descriptor, "code", party.role());
            LtsFields.putUnlessEmpty(descriptor, "name", party.name());
        }
    }
}
