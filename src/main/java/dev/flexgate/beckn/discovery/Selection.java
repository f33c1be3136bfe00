package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a catalogue document was found. As the reference discovery service has it: a found catalogue comes
 * whole, a found resource brings the offers that refer to it, a found offer brings its resources.
 */
public final class Selection {

    /**
     * A part of one catalogue, in the order of the catalogue.
     *
     * @param catalog index of the catalogue
     * @param resources indexes of its resources
     * @param offers indexes of its offers
     */
    public record Part(int catalog, List<Integer> resources, List<Integer> offers) {}

    private record Found(TreeSet<Integer> resources, TreeSet<Integer> offers) {}

    private final JsonNode document;
    private final SortedMap<Integer, Found> found = new TreeMap<>();

    Selection(JsonNode document) {
        this.document = document;
    }

    /** The whole document. */
    static Selection everything(JsonNode document) {
        var selection = new Selection(document);
        selection.add(new Place(document.path("catalogs"), Place.Owner.CATALOGS, -1, -1));
        return selection;
    }

    void add(Place place) {
        switch (place.owner()) {
            case CATALOGS -> {
                for (int k = 0; k < place.node().size(); k++) {
                    addCatalog(k);
                }
            }
            case CATALOG -> addCatalog(place.catalog());
            case RESOURCES ->
                addAll(in(place.catalog()).resources(), place.node().size());
            case OFFERS -> addAll(in(place.catalog()).offers(), place.node().size());
            case RESOURCE -> in(place.catalog()).resources().add(place.index());
            case OFFER -> in(place.catalog()).offers().add(place.index());
            case DOCUMENT, NOWHERE -> {}
        }
    }

    private void addCatalog(int index) {
        JsonNode catalog = document.path("catalogs").path(index);
        addAll(in(index).resources(), catalog.path("resources").size());
        addAll(in(index).offers(), catalog.path("offers").size());
    }

    private Found in(int catalog) {
        return found.computeIfAbsent(catalog, _ -> new Found(new TreeSet<>(), new TreeSet<>()));
    }

    private static void addAll(Set<Integer> indexes, int count) {
        for (int k = 0; k < count; k++) {
            indexes.add(k);
        }
    }

    /** Only what the text search finds too. */
    Selection keeping(TextSearch search) {
        var kept = new Selection(document);
        found.forEach((catalog, inside) -> {
            JsonNode node = document.path("catalogs").path(catalog);
            for (int k : inside.resources()) {
                if (search.finds(node, node.path("resources").path(k))) {
                    kept.in(catalog).resources().add(k);
                }
            }
            for (int k : inside.offers()) {
                if (search.finds(node, node.path("offers").path(k))) {
                    kept.in(catalog).offers().add(k);
                }
            }
        });
        return kept;
    }

    /** The parts to answer with, at most {@code resourcesMax} resources over all of them. */
    public List<Part> parts(int resourcesMax) {
        var parts = new ArrayList<Part>();
        int room = resourcesMax;
        for (var entry : found.entrySet()) {
            Part part = part(entry.getKey(), entry.getValue(), room);
            if (!part.resources().isEmpty() || !part.offers().isEmpty()) {
                parts.add(part);
                room -= part.resources().size();
            }
        }
        return parts;
    }

    private Part part(int catalog, Found inside, int room) {
        JsonNode node = document.path("catalogs").path(catalog);
        var references = new OfferReferences(node);
        var resources = new TreeSet<>(inside.resources());
        inside.offers().forEach(offer -> resources.addAll(references.resourcesOf(offer)));
        var kept = new TreeSet<>(resources.stream().limit(room).toList());
        var offers = new TreeSet<Integer>();
        inside.offers().stream()
                .filter(offer -> kept.containsAll(references.resourcesOf(offer)))
                .forEach(offers::add);
        kept.stream().filter(inside.resources()::contains).forEach(each -> offers.addAll(references.offersOf(each)));
        return new Part(catalog, List.copyOf(kept), List.copyOf(offers));
    }
}
