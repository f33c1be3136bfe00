package dev.flexgate.beckn.discovery;

import java.util.List;

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

    sealed interface Step {
        /** A member of an object; of an array, that member of each element, as PostgreSQL's lax mode has it. */
        record Member(String name, int position) implements Step {}

        record Element(int index) implements Step {}

        /** Every element of an array; what is no array stands for itself. */
        record Every() implements Step {}

        /** Every member value of an object. */
        record Values() implements Step {}

        /** Keeps what passes the test; of an array, its elements that pass. */
        record Where(FilterCondition test) implements Step {}
    }
}
