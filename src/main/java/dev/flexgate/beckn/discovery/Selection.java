package dev.flexgate.beckn.discovery;

import dev.flexgate.beckn.discovery.Stock.Choice;
import dev.flexgate.beckn.discovery.Stock.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a stock was found. As the reference discovery service has it: a found catalogue comes whole, a found resource
 * brings the offers that refer to it, a found offer brings its resources. What is not wanted, or is not for the eyes of
 * who looks, comes in no way.
 */
public final class Selection implements FilterWalk.Listener {

    /**
     * A part of one catalogue, in the order of the catalogue.
     *
     * @param catalog index of the catalogue
     * @param resources indexes of its resources
     * @param offers indexes of its offers
     */
    public record Part(int catalog, List<Integer> resources, List<Integer> offers) {}

    private record Found(TreeSet<Integer> resources, TreeSet<Integer> offers, TreeSet<Integer> brought) {}

    private final Stock stock;
    private final Choice choice;
    private final Choice places;
    private final Viewer viewer;
    private final int resourcesMax;
    private final Budget budget;
    private final SortedMap<Integer, Found> found = new TreeMap<>();
    private int resources;

    /**
     * An empty selection.
     *
     * @param choice what is wanted of what is found
     * @param places what is wanted of what an offer brings: whatever it is called, but not wherever it stands
     */
    Selection(Stock stock, Choice choice, Choice places, Viewer viewer, int resourcesMax, Budget budget) {
        this.stock = stock;
        this.choice = choice;
        this.places = places;
        this.viewer = viewer;
        this.resourcesMax = resourcesMax;
        this.budget = budget;
    }

    /** Takes it in; wants more until as many resources are found as fit. */
    @Override
    public boolean hears(Spot spot) {
        return switch (spot) {
            case Spot.Root _, Spot.Catalogs _ -> {
                for (int k = 0; k < stock.catalogs(); k++) {
                    if (!hears(new Spot.Whole(k))) {
                        yield false;
                    }
                }
                yield true;
            }
            case Spot.Whole(int catalog) ->
                hears(new Spot.Shelf(catalog, Kind.RESOURCE))
                        && (stock.isPaired() || hears(new Spot.Shelf(catalog, Kind.OFFER)));
            case Spot.Shelf(int catalog, Kind kind) ->
                stock.each(
                        catalog,
                        kind,
                        Sieve.OPEN,
                        choice,
                        budget,
                        index -> !choice.wants(catalog, kind, index) || add(catalog, kind, index));
            case Spot.Inside inside ->
                switch (inside.owner()) {
                    case CATALOG -> hears(new Spot.Whole(inside.catalog()));
                    case RESOURCE -> add(inside.catalog(), Kind.RESOURCE, inside.index());
                    case OFFER -> add(inside.catalog(), Kind.OFFER, inside.index());
                    case NOWHERE -> true;
                };
        };
    }

    private boolean add(int catalog, Kind kind, int index) {
        Found inside =
                found.computeIfAbsent(catalog, _ -> new Found(new TreeSet<>(), new TreeSet<>(), new TreeSet<>()));
        switch (kind) {
            case RESOURCE -> {
                if (isVisible(catalog, index)
                        && inside.resources().add(index)
                        && !inside.brought().contains(index)) {
                    resources++;
                }
            }
            case OFFER -> offer(catalog, index, inside);
        }
        return resources < resourcesMax;
    }

    /** An offer is found with all of its resources that are wanted. */
    private void offer(int catalog, int index, Found inside) {
        if (!sees(catalog, index)) {
            return;
        }
        List<Integer> wanted = stock.partners(catalog, Kind.OFFER, index).stream()
                .filter(resource -> places.wants(catalog, Kind.RESOURCE, resource))
                .toList();
        long more = wanted.stream()
                .filter(resource -> !inside.brought().contains(resource)
                        && !inside.resources().contains(resource))
                .count();
        boolean fits = resources + more <= resourcesMax;
        if (fits && inside.offers().add(index)) {
            inside.brought().addAll(wanted);
            resources += (int) more;
        }
    }

    /** A resource that is sold only by offers which are for others is for others too. */
    private boolean isVisible(int catalog, int resource) {
        List<Integer> offers = stock.partners(catalog, Kind.RESOURCE, resource);
        return offers.isEmpty() || offers.stream().anyMatch(offer -> sees(catalog, offer));
    }

    private boolean sees(int catalog, int offer) {
        return stock.isFor(viewer, catalog, offer);
    }

    /** The parts to answer with. */
    List<Part> parts() {
        var parts = new ArrayList<Part>();
        found.forEach((catalog, inside) -> {
            var kept = new TreeSet<>(inside.resources());
            kept.addAll(inside.brought());
            var offers = new TreeSet<>(inside.offers());
            for (int resource : inside.resources()) {
                stock.partners(catalog, Kind.RESOURCE, resource).stream()
                        .filter(offer -> sees(catalog, offer))
                        .forEach(offers::add);
            }
            if (!kept.isEmpty() || !offers.isEmpty()) {
                parts.add(new Part(catalog, List.copyOf(kept), List.copyOf(offers)));
            }
        });
        return parts;
    }
}
