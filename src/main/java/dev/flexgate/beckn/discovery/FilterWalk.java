package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.discovery.FilterPath.Step;
import dev.flexgate.beckn.discovery.Spot.Inside;
import dev.flexgate.beckn.discovery.Spot.Owner;
import dev.flexgate.beckn.discovery.Stock.Choice;
import dev.flexgate.beckn.discovery.Stock.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Walks along a path, one spot after the other, until whoever listens has enough: nothing is collected, so what a
 * filter costs is its steps, and those are counted.
 */
final class FilterWalk {

    /** Hears of what is found; says whether it wants more. */
    interface Listener {
        boolean hears(Spot spot);
    }

    /** Of the first-level items of a stock, all are wanted. */
    static final Choice EVERYTHING = (_, _, _) -> true;

    private final Stock stock;
    private final Spot root;
    private final Choice choice;
    private final Budget budget;
    private final FilterTests tests;

    private FilterWalk(Stock stock, Spot root, Choice choice, Budget budget, Optional<FilterWalk> inTests) {
        this.stock = stock;
        this.root = root;
        this.choice = choice;
        this.budget = budget;
        this.tests = new FilterTests(inTests.orElse(this), budget);
    }

    /** A walk that may come everywhere; {@code $} stands for {@code root}. */
    static FilterWalk everywhere(Stock stock, Spot root, Budget budget) {
        return new FilterWalk(stock, root, EVERYTHING, budget, Optional.empty());
    }

    /** A walk to some items only: the others are not even written, but in a test they count. */
    static FilterWalk choosing(Stock stock, Choice choice, Budget budget) {
        var root = new Spot.Root();
        return new FilterWalk(stock, root, choice, budget, Optional.of(everywhere(stock, root, budget)));
    }

    Spot root() {
        return root;
    }

    /** False when the listener had enough. */
    boolean follow(List<Step> steps, Spot start, Listener listener) {
        return follow(steps, 0, start, listener);
    }

    private boolean follow(List<Step> steps, int k, Spot spot, Listener listener) {
        budget.spend(1);
        if (k == steps.size()) {
            return listener.hears(spot);
        }
        Step step = steps.get(k);
        if (step instanceof Step.Every && spot instanceof Spot.Shelf && isFollowedByTest(steps, k)) {
            return follow(steps, k + 1, spot, listener); // the test looks at each of them, and knows which to skip
        }
        return take(step, spot, next -> follow(steps, k + 1, next, listener));
    }

    private static boolean isFollowedByTest(List<Step> steps, int k) {
        return k + 1 < steps.size()
                && steps.get(k + 1) instanceof Step.Where(FilterCondition _, FilterForm form)
                && form == FilterForm.SQL;
    }

    private boolean take(Step step, Spot spot, Listener next) {
        return switch (step) {
            case Step.Member member -> member(member, spot, next);
            case Step.Element(int index, FilterForm form) -> element(index, form, spot, next);
            case Step.Slice slice -> slice(slice, spot, next);
            case Step.Range(int from, int to) -> range(from, to, spot, next);
            case Step.Every(FilterForm form) ->
                (form == FilterForm.SQL || !(spot instanceof Inside))
                        ? elements(spot, Sieve.OPEN, next)
                        : children(spot, Sieve.OPEN, next);
            case Step.Values(FilterForm form) -> values(form, spot, next);
            case Step.Descend() -> descend(spot, next);
            case Step.Either(List<Step> several) -> several.stream().allMatch(each -> take(each, spot, next));
            case Step.Where(FilterCondition test, FilterForm form) -> where(test, form, spot, next);
            case Step.Call(FilterPath.Method method) ->
                FilterValues.call(method, json(spot), size(spot))
                        .map(value -> next.hears(Spot.nowhere(value)))
                        .orElse(true);
        };
    }

    private boolean member(Step.Member step, Spot spot, Listener next) {
        String name = step.name();
        return switch (spot) {
            case Spot.Root() -> !name.equals("catalogs") || next.hears(new Spot.Catalogs());
            case Spot.Whole(int catalog) ->
                switch (name) {
                    case "resources" -> next.hears(new Spot.Shelf(catalog, Kind.RESOURCE));
                    case "offers" -> next.hears(new Spot.Shelf(catalog, Kind.OFFER));
                    default -> ofHead(catalog, name, next);
                };
            case Spot.Catalogs _, Spot.Shelf _ -> elements(spot, Sieve.OPEN, each -> member(step, each, next));
            case Inside inside -> memberOf(step, inside, next);
        };
    }

    private boolean memberOf(Step.Member step, Inside inside, Listener next) {
        if (inside.node().isArray() && step.form() == FilterForm.SQL) {
            for (JsonNode element : inside.node()) {
                budget.spend(1);
                JsonNode child = element.get(step.name());
                if (element.isObject() && child != null && !next.hears(inside.at(child))) {
                    return false;
                }
            }
            return true;
        }
        JsonNode child = inside.node().get(step.name());
        return child == null || next.hears(inside.at(child));
    }

    private boolean ofHead(int catalog, String name, Listener next) {
        JsonNode child = stock.head(catalog).get(name);
        return child == null || next.hears(new Inside(child, Owner.CATALOG, catalog, -1));
    }

    private boolean element(int index, FilterForm form, Spot spot, Listener next) {
        int size = size(spot);
        if (size < 0) {
            return form == FilterForm.JSONPATH || (index != 0 && index != -1) || next.hears(spot);
        }
        int position = index < 0 ? size + index : index;
        return position < 0 || position >= size || at(position, spot, next);
    }

    private boolean slice(Step.Slice slice, Spot spot, Listener next) {
        int size = size(spot);
        int by = slice.by();
        if (size < 0 || by == 0) {
            return true;
        }
        int from = bound(slice.from().orElse(by > 0 ? 0 : size - 1), size, by);
        int to = slice.to().map(end -> bound(end, size, by)).orElse(by > 0 ? size : -1);
        for (long k = from; by > 0 ? k < to : k > to; k += by) {
            if (!at((int) k, spot, next)) {
                return false;
            }
        }
        return true;
    }

    /** RFC 9535, 2.3.4.2.2. */
    private static int bound(int index, int size, int by) {
        int normal = index < 0 ? size + index : index;
        return by > 0 ? Math.clamp(normal, 0, size) : Math.clamp(normal, -1, size - 1);
    }

    private boolean range(int from, int to, Spot spot, Listener next) {
        int size = size(spot);
        if (size < 0) {
            return from > 0 || next.hears(spot);
        }
        int last = Math.min(to < 0 ? size + to : to, size - 1);
        for (int k = Math.max(0, from < 0 ? size + from : from); k <= last; k++) {
            if (!at(k, spot, next)) {
                return false;
            }
        }
        return true;
    }

    private boolean at(int position, Spot spot, Listener next) {
        budget.spend(1);
        return switch (spot) {
            case Spot.Catalogs _ -> next.hears(new Spot.Whole(position));
            case Spot.Shelf(int catalog, Kind kind) -> item(catalog, kind, position, next);
            case Inside inside -> next.hears(inside.at(inside.node().get(position)));
            case Spot.Root _, Spot.Whole _ -> true;
        };
    }

    private boolean item(int catalog, Kind kind, int index, Listener next) {
        if (!choice.wants(catalog, kind, index)) {
            return true;
        }
        budget.spend(Budget.STEPS_OF_AN_ITEM);
        return next.hears(new Inside(stock.item(catalog, kind, index), Owner.of(kind), catalog, index));
    }

    private boolean values(FilterForm form, Spot spot, Listener next) {
        boolean list = size(spot) >= 0;
        return (list && form == FilterForm.SQL)
                ? elements(spot, Sieve.OPEN, each -> children(each, Sieve.OPEN, next))
                : children(spot, Sieve.OPEN, next);
    }

    /** A list stands for its elements, anything else for itself. */
    private boolean elements(Spot spot, Sieve sieve, Listener next) {
        return size(spot) < 0 ? next.hears(spot) : children(spot, sieve, next);
    }

    private boolean children(Spot spot, Sieve sieve, Listener next) {
        return switch (spot) {
            case Spot.Root() -> next.hears(new Spot.Catalogs());
            case Spot.Catalogs() -> {
                for (int k = 0; k < stock.catalogs(); k++) {
                    if (!next.hears(new Spot.Whole(k))) {
                        yield false;
                    }
                }
                yield true;
            }
            case Spot.Whole(int catalog) -> {
                var head = new Inside(stock.head(catalog), Owner.CATALOG, catalog, -1);
                yield children(head, sieve, next)
                        && next.hears(new Spot.Shelf(catalog, Kind.RESOURCE))
                        && next.hears(new Spot.Shelf(catalog, Kind.OFFER));
            }
            case Spot.Shelf(int catalog, Kind kind) ->
                stock.each(catalog, kind, sieve, choice, budget, index -> item(catalog, kind, index, next));
            case Inside inside -> {
                for (JsonNode child : inside.node()) {
                    budget.spend(1);
                    if (!next.hears(inside.at(child))) {
                        yield false;
                    }
                }
                yield true;
            }
        };
    }

    private boolean descend(Spot spot, Listener next) {
        budget.spend(1);
        return next.hears(spot) && children(spot, Sieve.OPEN, child -> descend(child, next));
    }

    private boolean where(FilterCondition test, FilterForm form, Spot spot, Listener next) {
        Listener tested = each -> tests.test(test, each) != Truth.YES || next.hears(each);
        Sieve sieve = spot instanceof Spot.Shelf(int _, Kind kind) ? Sieve.of(test, stock, kind) : Sieve.OPEN;
        return form == FilterForm.SQL ? elements(spot, sieve, tested) : children(spot, sieve, tested);
    }

    /** How many elements a list has; negative when the spot is none. */
    private int size(Spot spot) {
        return switch (spot) {
            case Spot.Root _, Spot.Whole _ -> -1;
            case Spot.Catalogs _ -> stock.catalogs();
            case Spot.Shelf(int catalog, Kind kind) -> stock.size(catalog, kind);
            case Inside(JsonNode node, Owner _, int _, int _) -> node.isArray() ? node.size() : -1;
        };
    }

    /** The value at a spot; lists and objects that are not written yet are empty ones. */
    static JsonNode json(Spot spot) {
        return switch (spot) {
            case Spot.Root _, Spot.Whole _ -> FilterValues.OBJECT;
            case Spot.Catalogs _, Spot.Shelf _ -> FilterValues.LIST;
            case Inside(JsonNode node, Owner _, int _, int _) -> node;
        };
    }
}
