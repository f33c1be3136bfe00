package dev.flexgate.beckn.discovery;

import java.util.List;
import java.util.Optional;

/**
 * A path through the catalogue.
 *
 * @param fromRoot begins at {@code $}; otherwise at {@code @}, the element under test
 * @param steps in order
 */
record FilterPath(boolean fromRoot, List<Step> steps) {

    FilterPath {
        steps = List.copyOf(steps);
    }

    /** The names of a path that goes from member to member of the element under test; empty for any other. */
    List<String> names() {
        boolean plain = !fromRoot && steps.stream().allMatch(Step.Member.class::isInstance);
        return plain
                ? steps.stream()
                        .map(Step.Member.class::cast)
                        .map(Step.Member::name)
                        .toList()
                : List.of();
    }

    /** Indexes count from the end when they are negative; {@code last} is -1. */
    sealed interface Step {
        record Member(String name, int position, FilterForm form) implements Step {}

        record Element(int index, FilterForm form) implements Step {}

        /** RFC 9535 {@code [from:to:by]}: what is unsaid is the beginning, the end, 1. */
        record Slice(Optional<Integer> from, Optional<Integer> to, int by) implements Step {}

        /** SQL {@code [from to to]}, both ends included. */
        record Range(int from, int to) implements Step {}

        /** Every element; in RFC 9535 every member value of an object too. */
        record Every(FilterForm form) implements Step {}

        /** Every member value of an object; in SQL of each element of an array. */
        record Values(FilterForm form) implements Step {}

        /** The element itself and all that is in it, at any depth. */
        record Descend() implements Step {}

        /** What any of them selects, in their order. */
        record Either(List<Step> steps) implements Step {
            public Either {
                steps = List.copyOf(steps);
            }
        }

        /** Keeps what passes the test: of the elements (SQL), of the children (RFC 9535). */
        record Where(FilterCondition test, FilterForm form) implements Step {}

        record Call(Method method) implements Step {}
    }

    /** SQL/JSON methods of an item. */
    enum Method {
        SIZE,
        TYPE,
        DOUBLE,
        ABS,
        CEILING,
        FLOOR,
        /** Nothing to do: times compare as moments anyway. */
        DATETIME
    }
}
