package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.flexgate.beckn.discovery.FilterCondition.Comparison;
import dev.flexgate.beckn.discovery.FilterCondition.Operand;
import dev.flexgate.beckn.discovery.FilterCondition.Operator;
import java.util.ArrayList;
import java.util.List;

/** Whether an element passes a test. */
final class FilterTests {

    /** A list that is longer than this is compared as if it ended here; no catalogue of ours has such lists. */
    private static final int VALUES_MAX = 10_000;

    private final FilterWalk walk;
    private final Budget budget;

    FilterTests(FilterWalk walk, Budget budget) {
        this.walk = walk;
        this.budget = budget;
    }

    Truth test(FilterCondition condition, Spot spot) {
        budget.spend(1);
        return switch (condition) {
            case FilterCondition.Any(List<FilterCondition> several) -> any(several, spot);
            case FilterCondition.All(List<FilterCondition> several) -> all(several, spot);
            case FilterCondition.Not(FilterCondition inner) -> test(inner, spot).not();
            case FilterCondition.Unknown(FilterCondition inner) -> Truth.of(test(inner, spot) == Truth.UNKNOWN);
            case FilterCondition.Exists(FilterPath path) -> Truth.of(!follow(path, spot, _ -> false));
            case FilterCondition.Fits fits -> fits(fits, spot);
            case FilterCondition.StartsWith(FilterPath path, String prefix) -> startsWith(path, prefix, spot);
            case FilterCondition.SubsetOf(FilterPath path, List<JsonNode> values) ->
                Truth.of(isSubset(values(path, spot, true), values));
            case FilterCondition.Contains(FilterPath path, JsonNode value) ->
                Truth.of(values(path, spot, false).stream().anyMatch(each -> FilterValues.contains(each, value)));
            case FilterCondition.Empty(FilterPath path, boolean empty) ->
                Truth.of(values(path, spot, false).stream().anyMatch(each -> FilterValues.isEmpty(each) == empty));
            case Comparison comparison ->
                comparison.form() == FilterForm.SQL ? inSql(comparison, spot) : inJsonPath(comparison, spot);
        };
    }

    private Truth any(List<FilterCondition> several, Spot spot) {
        Truth truth = Truth.NO;
        for (FilterCondition each : several) {
            Truth one = test(each, spot);
            if (one == Truth.YES) {
                return Truth.YES;
            }
            truth = one == Truth.UNKNOWN ? Truth.UNKNOWN : truth;
        }
        return truth;
    }

    private Truth all(List<FilterCondition> several, Spot spot) {
        Truth truth = Truth.YES;
        for (FilterCondition each : several) {
            Truth one = test(each, spot);
            if (one == Truth.NO) {
                return Truth.NO;
            }
            truth = one == Truth.UNKNOWN ? Truth.UNKNOWN : truth;
        }
        return truth;
    }

    private Truth fits(FilterCondition.Fits fits, Spot spot) {
        Truth truth = Truth.NO;
        for (JsonNode value : values(fits.path(), spot, fits.elements())) {
            if (!value.isTextual()) {
                truth = Truth.UNKNOWN;
                continue;
            }
            String text = value.textValue();
            budget.spend(1 + (long) text.length() * fits.pattern().pattern().length() / 64);
            boolean fit = fits.whole()
                    ? fits.pattern().matches(text)
                    : fits.pattern().matcher(text).find();
            if (fit) {
                return Truth.YES;
            }
        }
        return fits.elements() && !fits.whole() ? truth : Truth.NO;
    }

    private Truth startsWith(FilterPath path, String prefix, Spot spot) {
        Truth truth = Truth.NO;
        for (JsonNode value : values(path, spot, true)) {
            if (value.isTextual() && value.textValue().startsWith(prefix)) {
                return Truth.YES;
            }
            truth = value.isTextual() ? truth : Truth.UNKNOWN;
        }
        return truth;
    }

    private boolean isSubset(List<JsonNode> found, List<JsonNode> values) {
        return !found.isEmpty()
                && found.stream().allMatch(each -> values.stream().anyMatch(value -> FilterValues.equal(each, value)));
    }

    /** PostgreSQL: true if any pair is; else unknown if any is; nothing compares with nothing. */
    private Truth inSql(Comparison comparison, Spot spot) {
        Truth truth = Truth.NO;
        List<JsonNode> right = values(comparison.right(), spot, true);
        for (JsonNode one : values(comparison.left(), spot, true)) {
            for (JsonNode other : right) {
                budget.spend(1);
                Truth pair = FilterValues.inSql(one, comparison.operator(), other);
                if (pair == Truth.YES) {
                    return Truth.YES;
                }
                truth = pair == Truth.UNKNOWN ? Truth.UNKNOWN : truth;
            }
        }
        return truth;
    }

    /** RFC 9535, 2.3.5.2.2; of several values, which only Jayway compares, any. */
    private Truth inJsonPath(Comparison comparison, Spot spot) {
        List<JsonNode> left = values(comparison.left(), spot, false);
        List<JsonNode> right = values(comparison.right(), spot, false);
        Operator operator = comparison.operator();
        if (left.isEmpty() || right.isEmpty()) {
            return Truth.of(left.isEmpty() && right.isEmpty() && operator.admitsEquality());
        }
        for (JsonNode one : left) {
            for (JsonNode other : right) {
                budget.spend(1);
                if (FilterValues.inJsonPath(one, operator, other)) {
                    return Truth.YES;
                }
            }
        }
        return Truth.NO;
    }

    private List<JsonNode> values(Operand operand, Spot spot, boolean elements) {
        return switch (operand) {
            case Operand.Literal(JsonNode value) -> List.of(value);
            case Operand.Found(FilterPath path) -> values(path, spot, elements);
            case Operand.Length(Operand of) ->
                values(of, spot, false).stream()
                        .limit(1)
                        .flatMap(value -> FilterValues.length(value).stream())
                        .toList();
            case Operand.Count(FilterPath path) ->
                List.of(IntNode.valueOf(values(path, spot, false).size()));
            case Operand.OnlyValue(FilterPath path) -> {
                List<JsonNode> found = values(path, spot, false);
                yield found.size() == 1 ? found : List.of();
            }
        };
    }

    private List<JsonNode> values(FilterPath path, Spot spot, boolean elements) {
        var values = new ArrayList<JsonNode>(1);
        follow(path, spot, found -> {
            JsonNode value = FilterWalk.json(found);
            if (elements && value.isArray()) {
                for (JsonNode element : value) {
                    budget.spend(1);
                    values.add(element);
                }
            } else {
                values.add(value);
            }
            return values.size() < VALUES_MAX;
        });
        return values;
    }

    private boolean follow(FilterPath path, Spot spot, FilterWalk.Listener listener) {
        return walk.follow(path.steps(), path.fromRoot() ? walk.root() : spot, listener);
    }
}
