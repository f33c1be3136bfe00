package dev.flexgate.beckn.discovery;

import dev.flexgate.beckn.discovery.FilterPath.Step;
import dev.flexgate.beckn.discovery.Stock.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A filter that was understood. It selects whole catalogues, resources or offers of a document
 * {@code {"catalogs": [...]}}; {@code $[?(...)]}, which clients write as if the items stood at the root, is
 * applied to the resources.
 */
public final class Filter {

    private static final String PREFIX = "beckn:";

    /** What a catalogue may hold, in any generation; a path along another name could never find anything. */
    private static final Set<String> CATALOG_MEMBERS = Set.of(
            "@context",
            "@type",
            "bppId",
            "bppUri",
            "id",
            "descriptor",
            "provider",
            "providerId",
            "validity",
            "isActive",
            "resources",
            "offers");

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
        FilterPath whole = beginsWithTest(path) ? amongResources(path) : inNewestWords(path);
        checkNames(whole.steps());
        return new Filter(whole);
    }

    private static boolean beginsWithTest(FilterPath path) {
        return path.steps().getFirst() instanceof Step.Where(FilterCondition _, FilterForm form)
                && form == FilterForm.JSONPATH;
    }

    private static FilterPath amongResources(FilterPath path) {
        var steps = new ArrayList<Step>(List.of(
                new Step.Member("catalogs", 0, FilterForm.SQL),
                new Step.Every(FilterForm.SQL),
                new Step.Member("resources", 0, FilterForm.SQL)));
        steps.addAll(path.steps());
        return new FilterPath(true, steps);
    }

    /** What is called {@code beckn:items} in 2.0.0-rc1 is found under the name of today. */
    private static FilterPath inNewestWords(FilterPath path) {
        return new FilterPath(
                path.fromRoot(),
                path.steps().stream().map(Filter::inNewestWords).toList());
    }

    private static Step inNewestWords(Step step) {
        return switch (step) {
            case Step.Member(String name, int position, FilterForm form)
            when name.equals("beckn:items") -> new Step.Member("resources", position, form);
            case Step.Member(String name, int position, FilterForm form)
            when name.equals("beckn:offers") -> new Step.Member("offers", position, form);
            default -> step;
        };
    }

    private static void checkNames(List<Step> steps) {
        boolean insideCatalogs = false;
        for (Step step : steps) {
            if (step instanceof Step.Descend) {
                return;
            }
            if (step instanceof Step.Member(String name, int position, FilterForm _)) {
                if (insideCatalogs) {
                    String plain = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
                    if (!CATALOG_MEMBERS.contains(plain)) {
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

    /** Tells {@code selection} what of {@code stock} the filter finds; refuses when that takes more than the budget. */
    void select(Stock stock, Selection selection, Choice choice, Budget budget) {
        FilterWalk walk = FilterWalk.choosing(stock, choice, budget);
        walk.follow(path.steps(), walk.root(), selection);
    }
}
