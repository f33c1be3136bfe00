package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A catalogue document that is written as a whole; for catalogues of some tens of items. */
public final class DocumentStock implements Stock {

    static final DocumentStock EMPTY = new DocumentStock(Json.object());

    private record Shelf(
            JsonNode head,
            JsonNode resources,
            JsonNode offers,
            Map<Integer, List<Integer>> resourcesByOffer,
            Map<Integer, List<Integer>> offersByResource) {}

    private final List<Shelf> shelves = new ArrayList<>();

    /**
     * All of a document.
     *
     * @param document {@code {"catalogs": [...]}}; not to be changed any more
     */
    public DocumentStock(JsonNode document) {
        for (JsonNode catalog : document.path("catalogs")) {
            ObjectNode head = Json.object();
            catalog.properties().stream()
                    .filter(each ->
                            !each.getKey().equals("resources") && !each.getKey().equals("offers"))
                    .forEach(each -> head.set(each.getKey(), each.getValue()));
            var shelf = new Shelf(
                    head, catalog.path("resources"), catalog.path("offers"), new HashMap<>(), new HashMap<>());
            refer(shelf);
            shelves.add(shelf);
        }
    }

    private static void refer(Shelf shelf) {
        var indexes = new HashMap<String, Integer>();
        for (int k = 0; k < shelf.resources().size(); k++) {
            indexes.put(shelf.resources().get(k).path("id").asText(), k);
        }
        for (int k = 0; k < shelf.offers().size(); k++) {
            for (JsonNode id : shelf.offers().get(k).path("resourceIds")) {
                Integer resource = indexes.get(id.asText());
                if (resource != null) {
                    shelf.resourcesByOffer()
                            .computeIfAbsent(k, _ -> new ArrayList<>())
                            .add(resource);
                    shelf.offersByResource()
                            .computeIfAbsent(resource, _ -> new ArrayList<>())
                            .add(k);
                }
            }
        }
    }

    @Override
    public int catalogs() {
        return shelves.size();
    }

    @Override
    public JsonNode head(int catalog) {
        return shelves.get(catalog).head();
    }

    private JsonNode items(int catalog, Kind kind) {
        return switch (kind) {
            case RESOURCE -> shelves.get(catalog).resources();
            case OFFER -> shelves.get(catalog).offers();
        };
    }

    @Override
    public int size(int catalog, Kind kind) {
        return items(catalog, kind).size();
    }

    @Override
    public JsonNode item(int catalog, Kind kind, int index) {
        return items(catalog, kind).get(index);
    }

    @Override
    public List<Integer> partners(int catalog, Kind kind, int index) {
        Shelf shelf = shelves.get(catalog);
        return switch (kind) {
            case RESOURCE -> shelf.offersByResource().getOrDefault(index, List.of());
            case OFFER -> shelf.resourcesByOffer().getOrDefault(index, List.of());
        };
    }

    @Override
    public boolean isFor(Viewer viewer, int catalog, int offer) {
        return viewer.sees(item(catalog, Kind.OFFER, offer).path("availableTo"));
    }

    @Override
    public boolean isPaired() {
        return false;
    }

    @Override
    public OptionalInt fact(Kind kind, List<String> names) {
        return OptionalInt.empty();
    }

    @Override
    public boolean each(int catalog, Kind kind, Sieve sieve, Choice choice, Budget budget, Taker taker) {
        for (int k = 0; k < size(catalog, kind); k++) {
            budget.spend(1);
            if (!taker.take(k)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Choice words(TextSearch search) {
        return (catalog, kind, index) -> search.finds(head(catalog), item(catalog, kind, index));
    }

    @Override
    public Choice places(SpatialSearch search) {
        return (catalog, kind, index) -> switch (kind) {
            case RESOURCE -> search.finds(head(catalog), item(catalog, kind, index));
            case OFFER ->
                partners(catalog, kind, index).stream()
                        .anyMatch(resource -> search.finds(head(catalog), item(catalog, Kind.RESOURCE, resource)));
        };
    }
}
