package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.flexgate.beckn.discovery.FilterCondition.Comparison;
import dev.flexgate.beckn.discovery.FilterCondition.Operand;
import dev.flexgate.beckn.discovery.FilterCondition.Operator;
import dev.flexgate.beckn.discovery.Stock.Facts;
import dev.flexgate.beckn.discovery.Stock.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What of a test can be told by the facts of an item alone. It lets everything pass that may satisfy the test, and
 * some that does not: what passes is tested as a whole.
 */
public final class Sieve {

    /**
     * A fact that must compare so with a value.
     *
     * @param value {@code BigDecimal}, {@code Instant} or {@code String}
     */
    public record Bound(int fact, Relation relation, Object value) {}

    /** How a fact is bounded. */
    public enum Relation {
        EQUAL,
        AT_LEAST,
        AT_MOST
    }

    private sealed interface Test {
        record Open() implements Test {}

        record Any(List<Test> tests) implements Test {}

        record All(List<Test> tests) implements Test {}

        record Not(Test test) implements Test {}

        record Compare(int fact, Operator operator, Object value) implements Test {}

        /**
         * A text that must fit.
         *
         * @param known what was found of texts that came before: many slots have the same
         */
        record Fits(int fact, Pattern pattern, boolean whole, Map<String, Boolean> known) implements Test {
            private static final int KNOWN_MAX = 10_000;

            boolean fits(String text) {
                if (known.size() > KNOWN_MAX) {
                    known.clear();
                }
                return known.computeIfAbsent(
                        text,
                        each -> whole
                                ? pattern.matches(each)
                                : pattern.matcher(each).find());
            }
        }
    }

    /** Lets everything pass. */
    public static final Sieve OPEN = new Sieve(new Test.Open());

    private final Test test;

    private Sieve(Test test) {
        this.test = test;
    }

    static Sieve of(FilterCondition condition, Stock stock, Kind kind) {
        Test test = test(condition, stock, kind);
        return test instanceof Test.Open ? OPEN : new Sieve(test);
    }

    private static Test test(FilterCondition condition, Stock stock, Kind kind) {
        return switch (condition) {
            case FilterCondition.Any(List<FilterCondition> several) -> new Test.Any(tests(several, stock, kind));
            case FilterCondition.All(List<FilterCondition> several) -> new Test.All(tests(several, stock, kind));
            case FilterCondition.Not(FilterCondition inner) -> new Test.Not(test(inner, stock, kind));
            case FilterCondition.Fits fits -> {
                OptionalInt fact = fact(fits.path(), stock, kind);
                yield fact.isPresent()
                        ? new Test.Fits(fact.getAsInt(), fits.pattern(), fits.whole(), new HashMap<>())
                        : new Test.Open();
            }
            case Comparison comparison -> compare(comparison, stock, kind);
            case FilterCondition.Unknown _,
                    FilterCondition.Exists _,
                    FilterCondition.StartsWith _,
                    FilterCondition.SubsetOf _,
                    FilterCondition.Contains _,
                    FilterCondition.Empty _ -> new Test.Open();
        };
    }

    private static List<Test> tests(List<FilterCondition> several, Stock stock, Kind kind) {
        return several.stream().map(each -> test(each, stock, kind)).toList();
    }

    private static Test compare(Comparison comparison, Stock stock, Kind kind) {
        if (comparison.left() instanceof Operand.Found(FilterPath path)
                && comparison.right() instanceof Operand.Literal(JsonNode literal)) {
            return compare(path, comparison.operator(), literal, stock, kind);
        }
        if (comparison.right() instanceof Operand.Found(FilterPath path)
                && comparison.left() instanceof Operand.Literal(JsonNode literal)) {
            return compare(path, comparison.operator().turned(), literal, stock, kind);
        }
        return new Test.Open();
    }

    private static Test compare(FilterPath path, Operator operator, JsonNode literal, Stock stock, Kind kind) {
        OptionalInt fact = fact(path, stock, kind);
        Optional<Object> value = value(literal);
        return fact.isPresent() && value.isPresent()
                ? new Test.Compare(fact.getAsInt(), operator, value.get())
                : new Test.Open();
    }

    private static OptionalInt fact(FilterPath path, Stock stock, Kind kind) {
        List<String> names = path.names();
        return names.isEmpty() ? OptionalInt.empty() : stock.fact(kind, names);
    }

    private static Optional<Object> value(JsonNode literal) {
        if (literal.isNumber()) {
            return Optional.of(literal.decimalValue());
        }
        if (literal.isTextual()) {
            Optional<Instant> moment = FilterValues.moment(literal.textValue());
            return moment.isPresent() ? Optional.of(moment.get()) : Optional.of(literal.textValue());
        }
        return Optional.empty();
    }

    /** Whether everything passes. */
    public boolean isOpen() {
        return test instanceof Test.Open;
    }

    /** Whether an item may satisfy the test. */
    public boolean passes(Facts facts) {
        return truth(test, facts) != Truth.NO;
    }

    private static Truth truth(Test test, Facts facts) {
        return switch (test) {
            case Test.Open() -> Truth.UNKNOWN;
            case Test.Not(Test inner) -> truth(inner, facts).not();
            case Test.Any(List<Test> tests) -> {
                Truth truth = Truth.NO;
                for (Test each : tests) {
                    truth = or(truth, truth(each, facts));
                }
                yield truth;
            }
            case Test.All(List<Test> tests) -> {
                Truth truth = Truth.YES;
                for (Test each : tests) {
                    truth = or(truth.not(), truth(each, facts).not()).not();
                    if (truth == Truth.NO) {
                        break;
                    }
                }
                yield truth;
            }
            case Test.Compare(int fact, Operator operator, Object value) -> {
                Object known = facts.value(fact);
                yield known == null ? Truth.UNKNOWN : compare(known, operator, value);
            }
            case Test.Fits fits ->
                facts.value(fits.fact()) instanceof String text ? Truth.of(fits.fits(text)) : Truth.UNKNOWN;
        };
    }

    private static Truth or(Truth one, Truth other) {
        if (one == Truth.YES || other == Truth.YES) {
            return Truth.YES;
        }
        return one == Truth.UNKNOWN ? one : other;
    }

    /** What is not told here is told by the whole test: values of different kinds above all. */
    private static Truth compare(Object known, Operator operator, Object value) {
        if (known instanceof BigDecimal one && value instanceof BigDecimal other) {
            return Truth.of(operator.holds(one.compareTo(other)));
        }
        if (known instanceof Instant one && value instanceof Instant other) {
            return Truth.of(operator.holds(one.compareTo(other)));
        }
        if (known instanceof String one && value instanceof String other) {
            return Truth.of(operator.holds(FilterValues.compare(one, other)));
        }
        return Truth.UNKNOWN;
    }

    /** Facts that must hold whatever else: by them an index can tell where to look. */
    public List<Bound> bounds() {
        var bounds = new ArrayList<Bound>();
        collect(test, bounds);
        return List.copyOf(bounds);
    }

    private static void collect(Test test, List<Bound> bounds) {
        switch (test) {
            case Test.All(List<Test> tests) -> tests.forEach(each -> collect(each, bounds));
            case Test.Compare(int fact, Operator operator, Object value) -> {
                switch (operator) {
                    case EQUAL -> bounds.add(new Bound(fact, Relation.EQUAL, value));
                    case LESS, LESS_OR_EQUAL -> bounds.add(new Bound(fact, Relation.AT_MOST, value));
                    case GREATER, GREATER_OR_EQUAL -> bounds.add(new Bound(fact, Relation.AT_LEAST, value));
                    case UNEQUAL -> {}
                }
            }
            case Test.Open _, Test.Any _, Test.Not _, Test.Fits _ -> {}
        }
    }
}
