package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.discovery.FilterPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A filter that was understood. It selects whole catalogues, resources or offers of a document
 * {@code {"catalogs": [...]}}; {@code $[?(...)]}, which clients write as if the items stood at the root, is
 * applied to the resources.
 */
public final class Filter {

    /** What a catalogue of the dialect may hold; a path along another name could never find anything. */
    private static final Set<String> CATALOG_MEMBERS =
            Set.of("id", "descriptor", "provider", "validity", "isActive", "resources", "offers");

    private final FilterPath path;

    private Filter(FilterPath path) {
        this.path = path;
    }

    /** Reads an expression; refuses with {@code SCH_INVALID_JSONPATH} and the position what is not understood. */
    public static Filter parse(String expression) {
        FilterPath path = FilterParser.parse(expression);
        if (path.steps().isEmpty()) {
            throw FilterFault.at(0, "the filter selects nothing in particular");
        }
        FilterPath whole = path.steps().getFirst() instanceof Step.Every ? amongResources(path) : inNewestWords(path);
        checkNames(whole.steps());
        return new Filter(whole);
    }

    private static FilterPath amongResources(FilterPath path) {
        var steps = new ArrayList<Step>(
                List.of(new Step.Member("catalogs", 0), new Step.Every(), new Step.Member("resources", 0)));
        steps.addAll(path.steps());
        return new FilterPath(true, steps);
    }

    /** What is called {@code beckn:items} in 2.0.0-rc1 is found under the name of today. */
    private static FilterPath inNewestWords(FilterPath path) {
        return new FilterPath(
                path.fromRoot(),
                path.steps().stream()
                        .map(step ->
                                step instanceof Step.Member(String name, int position) && name.equals("beckn:items")
                                        ? new Step.Member("resources", position)
                                        : step)
                        .toList());
    }

    private static void checkNames(List<Step> steps) {
        boolean insideCatalogs = false;
        for (Step step : steps) {
            if (step instanceof Step.Member(String name, int position)) {
                if (insideCatalogs) {
                    if (!CATALOG_MEMBERS.contains(name)) {
                        throw FilterFault.at(position, "a catalogue has resources and offers, not " + name);
                    }
                    return;
                }
                if (!name.equals("catalogs")) {
                    throw FilterFault.at(position, "the document has catalogs, not " + name);
                }
                insideCatalogs = true;
            } else if (!insideCatalogs) {
                throw FilterFault.at(1, "the path begins with $.catalogs or $[?(...)]");
            }
        }
    }

    /** What of {@code document} the filter finds; refuses when that takes more than {@code stepsMax} steps. */
    public Selection select(JsonNode document, long stepsMax) {
        var walk = new FilterWalk(document, stepsMax);
        var selection = new Selection(document);
        walk.follow(path, Place.document(document)).forEach(selection::add);
        return selection;
    }
}
