package dev.flexgate.planning;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.negotiation.Negotiation;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of the last negotiations that were only asked for. A negotiation is a pure function of its inputs, so
 * whoever asks the same again, for example once before a transaction and once inside it, is answered at once.
 */
final class Negotiations {

    /** A curve is one dozen questions, or two for more load; some askers at a time. */
    private static final int MOST = 192;

    private final Map<String, Agreement> known = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Agreement> eldest) {
            return size() > MOST;
        }
    };

    /** What the jobs agree on; empty when runs that must not be broken stand above a ceiling. */
    Optional<Agreement> agree(PlanCase aCase) {
        return agree(aCase, new Lure(0, Floors.NONE));
    }

    /** The same with the energy of some half-hours announced cheaper than it is. */
    Optional<Agreement> agree(PlanCase aCase, Lure lure) {
        if (!aCase.fixedFits()) {
            return Optional.empty();
        }
        String inputs = Digests.sha256Hex(Json.bytes(InputsJson.write(aCase.inputs()))) + lure;
        Agreement before = find(inputs);
        if (before != null) {
            return Optional.of(before);
        }
        Agreement agreed = Negotiation.agree(
                lure.on(ProblemRules.problem(aCase), aCase.grid()),
                lure.limits(aCase.inputs().limits()),
                ProblemRules.standingBids(aCase));
        synchronized (known) {
            known.put(inputs, agreed);
        }
        return Optional.of(agreed);
    }

    private @Nullable Agreement find(String inputs) {
        synchronized (known) {
            return known.get(inputs);
        }
    }
}
