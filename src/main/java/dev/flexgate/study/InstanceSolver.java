package dev.flexgate.study;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.negotiation.FeasibilityChecker;
import dev.flexgate.negotiation.Negotiation;
import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.Violation;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Solves an instance cap by cap with the engine that plans, and has every plan judged by the independent checker. */
public final class InstanceSolver {

    private final NegotiationLimits limits;
    private final LongSupplier nanos;

    /** @param nanos a clock that only goes forward, for how long it took */
    public InstanceSolver(NegotiationLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    public Solution solve(Instance instance, Instance.Cap cap) {
        Problem problem = instance.under(cap);
        long start = nanos.getAsLong();
        Agreement agreement = Negotiation.agree(problem, limits);
        Duration wall = Duration.ofNanos(nanos.getAsLong() - start);
        List<Violation> violations = FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals());
        if (!violations.isEmpty()) {
            throw new IllegalStateException(instance.id() + ", " + cap.name() + ": the plan breaks " + violations);
        }
        return new Solution(cap, problem, agreement, wall);
    }
}
