package dev.flexgate.study;

import dev.flexgate.negotiation.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A planning problem from a file, to be solved under each of its carbon caps.
 *
 * @param id name of the instance
 * @param problem without a carbon cap
 * @param caps in the order of the file, the one without a cap first
 * @param unknownFields paths of fields that mean nothing here
 */
public record Instance(String id, Problem problem, List<Cap> caps, List<String> unknownFields) {

    public Instance {
        caps = List.copyOf(caps);
        unknownFields = List.copyOf(unknownFields);
    }

    /**
     * One question put to the instance.
     *
     * @param name in the file
     * @param carbonKg most carbon of the whole plan; infinite for no cap
     * @param limits that hold besides those of the instance
     * @param reference the optimum that the file states, in its currency
     */
    public record Cap(
            String name, double carbonKg, List<dev.flexgate.negotiation.Cap> limits, OptionalDouble reference) {

        /** A cap of carbon alone. */
        public Cap(String name, double carbonKg, OptionalDouble reference) {
            this(name, carbonKg, List.of(), reference);
        }

        public Cap {
            limits = List.copyOf(limits);
            if (!(carbonKg >= 0)) {
                throw new IllegalArgumentException("a carbon cap is zero or more, not " + carbonKg);
            }
        }
    }

    Problem under(Cap cap) {
        List<dev.flexgate.negotiation.Cap> limits =
                new ArrayList<>(problem.policy().caps());
        limits.addAll(cap.limits());
        var policy = problem.policy().withCarbonCapKg(cap.carbonKg()).withCaps(limits);
        return new Problem(problem.periods(), problem.periodHours(), problem.sites(), problem.jobs(), policy);
    }
}
