package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.flexgate.beckn.discovery.FilterCondition.Comparison;
import dev.flexgate.beckn.discovery.FilterCondition.Operand;
import dev.flexgate.beckn.discovery.FilterPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Walks a document along a path, within a budget of steps: a hostile filter is refused instead of stalling us. */
final class FilterWalk {

    private final JsonNode document;
    private long stepsLeft;

    FilterWalk(JsonNode document, long stepsMax) {
        this.document = document;
        this.stepsLeft = stepsMax;
    }

    List<Place> follow(FilterPath path, Place start) {
        List<Place> places = List.of(start);
        for (Step step : path.steps()) {
            var next = new ArrayList<Place>();
            for (Place place : places) {
                take(step, place, next);
            }
            places = next;
        }
        return places;
    }

    private void take(Step step, Place place, List<Place> next) {
        spend();
        switch (step) {
            case Step.Member(String name, int _) -> member(name, place, next);
            case Step.Element(int index) -> {
                int position = index < 0 ? place.node().size() + index : index;
                JsonNode element = place.node().get(position);
                if (place.node().isArray() && element != null) {
                    next.add(place.element(position, element));
                }
            }
            case Step.Every() -> unwrapped(place, next);
            case Step.Values() -> {
                if (place.node().isObject()) {
                    for (Map.Entry<String, JsonNode> member : place.node().properties()) {
                        next.add(place.member(member.getKey(), member.getValue()));
                    }
                }
            }
            case Step.Where(FilterCondition condition) -> {
                var candidates = new ArrayList<Place>();
                unwrapped(place, candidates);
                candidates.stream()
                        .filter(candidate -> holds(condition, candidate.node()))
                        .forEach(next::add);
            }
        }
    }

    private void member(String name, Place place, List<Place> next) {
        if (place.node().isArray()) {
            var elements = new ArrayList<Place>();
            unwrapped(place, elements);
            elements.stream()
                    .filter(element -> element.node().isObject())
                    .forEach(element -> member(name, element, next));
        } else {
            JsonNode child = place.node().get(name);
            if (child != null) {
                next.add(place.member(name, child));
            }
        }
    }

    private void unwrapped(Place place, List<Place> elements) {
        if (!place.node().isArray()) {
            elements.add(place);
            return;
        }
        for (int k = 0; k < place.node().size(); k++) {
            spend();
            elements.add(place.element(k, place.node().get(k)));
        }
    }

    private boolean holds(FilterCondition condition, JsonNode node) {
        spend();
        return switch (condition) {
            case FilterCondition.Any(List<FilterCondition> some) ->
                some.stream().anyMatch(each -> holds(each, node));
            case FilterCondition.All(List<FilterCondition> all) -> all.stream().allMatch(each -> holds(each, node));
            case FilterCondition.Not(FilterCondition inner) -> !holds(inner, node);
            case FilterCondition.Exists(FilterPath path) -> !found(path, node).isEmpty();
            case FilterCondition.Fits(FilterPath path, Pattern pattern) -> fits(path, pattern, node);
            case Comparison comparison -> holds(comparison, node);
        };
    }

    /** Linear in the length of the text, whatever the pattern: no filter can stall us. */
    private boolean fits(FilterPath path, Pattern pattern, JsonNode node) {
        for (JsonNode value : elements(found(path, node))) {
            spend();
            if (value.isTextual() && pattern.matches(value.textValue())) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(Comparison comparison, JsonNode node) {
        List<JsonNode> left = values(comparison.left(), node, comparison.rfc9535());
        List<JsonNode> right = values(comparison.right(), node, comparison.rfc9535());
        if (left.isEmpty() && right.isEmpty()) {
            return comparison.rfc9535() && comparison.operator().admitsEquality();
        }
        for (JsonNode one : left) {
            for (JsonNode other : right) {
                spend();
                if (FilterValues.holds(one, comparison.operator(), other)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<JsonNode> values(Operand operand, JsonNode node, boolean rfc9535) {
        return switch (operand) {
            case Operand.Literal(JsonNode value) -> List.of(value);
            case Operand.Found(FilterPath path) -> rfc9535 ? found(path, node) : elements(found(path, node));
        };
    }

    private List<JsonNode> elements(List<JsonNode> nodes) {
        var elements = new ArrayList<Place>();
        nodes.forEach(node -> unwrapped(Place.nowhere(node), elements));
        return elements.stream().map(Place::node).toList();
    }

    private List<JsonNode> found(FilterPath path, JsonNode node) {
        Place start = Place.nowhere(path.fromRoot() ? document : node);
        return follow(path, start).stream().map(Place::node).toList();
    }

    private void spend() {
        if (--stepsLeft < 0) {
            throw FilterFault.tooCostly();
        }
    }
}
