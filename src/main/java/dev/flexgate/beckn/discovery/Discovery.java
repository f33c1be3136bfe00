package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Answers what of a catalogue a consumer asked for. */
public final class Discovery {

    private Discovery() {}

    /**
     * The parts of {@code document} that text and filter both find, in catalogue order.
     *
     * @param document {@code {"catalogs": [...]}} in the dialect in which the filter was written
     * @param textSearch words; empty finds everything
     * @param filter a path expression; empty finds everything
     */
    public static List<Selection.Part> find(
            JsonNode document, String textSearch, String filter, DiscoveryLimits limits) {
        Selection filtered = filter.isEmpty()
                ? Selection.everything(document)
                : Filter.parse(filter).select(document, limits.stepsMax());
        return filtered.keeping(TextSearch.of(textSearch)).parts(limits.resourcesMax());
    }
}
