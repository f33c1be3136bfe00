package dev.flexgate.beckn.discovery;

import dev.flexgate.beckn.message.Intent;
import java.util.List;

/** Answers what of a catalogue a consumer asked for. */
public final class Discovery {

    private Discovery() {}

    /**
     * The parts of {@code stock} that words, filter and places all find, in the order of the catalogue.
     *
     * @param stock in the dialect in which the filter was written
     */
    public static List<Selection.Part> find(Stock stock, Search search, DiscoveryLimits limits) {
        Intent intent = search.intent();
        var budget = new Budget(limits.stepsMax(), limits.timeMax());
        TextSearch text = TextSearch.of(intent.textSearch());
        SpatialSearch spatial = SpatialSearch.of(intent.spatial(), search.path(), budget);
        Stock.Choice words = text.isEmpty() ? FilterWalk.EVERYTHING : stock.words(text);
        Stock.Choice places = spatial.isEverywhere() ? FilterWalk.EVERYTHING : stock.places(spatial);
        Stock.Choice choice =
                text.isEmpty() && spatial.isEverywhere() ? FilterWalk.EVERYTHING : new Stock.Both(words, places);
        var selection = new Selection(stock, choice, places, search.viewer(), limits.resourcesMax(), budget);
        if (intent.filter().isEmpty()) {
            selection.hears(new Spot.Root());
        } else {
            Filter.parse(intent.filter()).select(stock, selection, choice, budget);
        }
        return selection.parts();
    }
}
