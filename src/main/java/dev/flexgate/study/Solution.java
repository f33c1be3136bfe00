package dev.flexgate.study;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.negotiation.Deferral;
import dev.flexgate.negotiation.Problem;
import java.time.Duration;

/**
 * What was agreed under one cap.
 *
 * @param problem with the cap
 * @param wall time it took
 */
public record Solution(Instance.Cap cap, Problem problem, Agreement agreement, Duration wall) {

    /** Objective as instances state it: cost of the work that is done. Work left undone is counted apart. */
    public double objective() {
        return agreement.certificate().bill().objective();
    }

    public double carbonKg() {
        return agreement.certificate().bill().carbonKg();
    }

    /** Currency per kg: what one kg more of the cap would save. */
    public double shadowPricePerKg() {
        return agreement.prices().carbonPricePerKg();
    }

    public double deferredMwh() {
        return agreement.deferrals().stream().mapToDouble(Deferral::energyMwh).sum();
    }
}
