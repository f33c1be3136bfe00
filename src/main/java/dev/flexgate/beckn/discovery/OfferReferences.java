package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which offers of a catalogue refer to which of its resources, both ways, by index. */
final class OfferReferences {

    private final Map<Integer, List<Integer>> resourcesByOffer = new HashMap<>();
    private final Map<Integer, List<Integer>> offersByResource = new HashMap<>();

    OfferReferences(JsonNode catalog) {
        var indexes = new HashMap<String, Integer>();
        JsonNode resources = catalog.path("resources");
        for (int k = 0; k < resources.size(); k++) {
            indexes.put(resources.get(k).path("id").asText(), k);
        }
        JsonNode offers = catalog.path("offers");
        for (int k = 0; k < offers.size(); k++) {
            for (JsonNode id : offers.get(k).path("resourceIds")) {
                Integer resource = indexes.get(id.asText());
                if (resource != null) {
                    resourcesByOffer.computeIfAbsent(k, _ -> new ArrayList<>()).add(resource);
                    offersByResource
                            .computeIfAbsent(resource, _ -> new ArrayList<>())
                            .add(k);
                }
            }
        }
    }

    List<Integer> resourcesOf(int offer) {
        return resourcesByOffer.getOrDefault(offer, List.of());
    }

    List<Integer> offersOf(int resource) {
        return offersByResource.getOrDefault(resource, List.of());
    }
}
