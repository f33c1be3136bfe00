package dev.flexgate.planning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.negotiation.Cap;
import dev.flexgate.planning.Grounds.Constraint;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The policies' limits that a job had to keep to: what the plan's inputs say of them, at the prices of its transcript. */
final class PlanLimits {

    private static final int SCALE = 3;

    private PlanLimits() {}

    /**
     * In the order in which the policies name them.
     *
     * @param transcript as stored with the plan
     */
    static List<Constraint> of(PlanCase aCase, JobId job, List<Allocation> runs, byte[] transcript) {
        Map<String, JsonNode> told = new HashMap<>();
        read(transcript)
                .path("limits")
                .forEach(each -> told.put(each.path("name").asText(), each));
        List<Constraint> limits = new ArrayList<>();
        for (Cap cap : ProblemRules.problem(aCase).policy().caps()) {
            JsonNode at = told.get(cap.id());
            boolean touches = runs.stream()
                    .anyMatch(run ->
                            run.interval().overlaps(ProblemRules.interval(aCase.grid(), cap.from(), cap.until())));
            if (at != null && cap.binds(job.toString()) && touches) {
                limits.add(limit(cap, number(at.path("used")), number(at.path("shadow_price"))));
            }
        }
        return limits;
    }

    private static Constraint limit(Cap cap, BigDecimal used, BigDecimal oneMore) {
        Constraint.Limit.Unit unit = switch (cap.measure()) {
            case CARBON_KG -> Constraint.Limit.Unit.KG;
            case MONEY -> Constraint.Limit.Unit.MONEY;
            case PEAK_MW -> Constraint.Limit.Unit.KW;
            case MOVED_MWH -> Constraint.Limit.Unit.KWH;
        };
        int thousands = unit == Constraint.Limit.Unit.KW || unit == Constraint.Limit.Unit.KWH ? 3 : 0;
        return new Constraint.Limit(
                cap.id(),
                unit,
                BigDecimal.valueOf(cap.most()).movePointRight(thousands).setScale(SCALE, RoundingMode.HALF_EVEN),
                used.movePointRight(thousands).setScale(SCALE, RoundingMode.HALF_EVEN),
                Money.rounded(oneMore.movePointLeft(thousands), PlanCase.CURRENCY));
    }

    private static JsonNode read(byte[] transcript) {
        try {
            return Json.mapper().readTree(transcript);
        } catch (IOException broken) {
            throw new UncheckedIOException("a stored transcript is no JSON", broken);
        }
    }

    private static BigDecimal number(JsonNode text) {
        return new BigDecimal(text.asText("0"));
    }
}
