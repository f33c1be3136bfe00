package dev.flexgate.study;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.negotiation.Assignment;
import dev.flexgate.negotiation.Cap;
import dev.flexgate.negotiation.Deferral;
import dev.flexgate.negotiation.Prices;
import dev.flexgate.negotiation.Run;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** A solution for people and programs. */
public final class SolutionJson {

    private static final int SCALE = 6;
    private static final double PERCENT = 100;

    private SolutionJson() {}

    public static ObjectNode of(Solution solution, boolean schedule) {
        var certificate = solution.agreement().certificate();
        ObjectNode json = Json.object().put("cap", solution.cap().name());
        boolean capped = solution.cap().carbonKg() < Double.POSITIVE_INFINITY;
        json.set(
                "carbon_cap_kg",
                capped ? number(solution.cap().carbonKg()) : Json.object().nullNode());
        json.put("status", solution.agreement().deferrals().isEmpty() ? "solved" : "deferred");
        json.set("objective_gbp", number(solution.objective()));
        json.set("lost_value_gbp", number(certificate.lostValue()));
        json.set("bound_gbp", number(certificate.lowerBound()));
        json.set("gap_pct", number(Math.min(certificate.gap(), 1e9) * PERCENT));
        json.set("carbon_kg", number(solution.carbonKg()));
        json.set("carbon_shadow_price_gbp_per_kg", number(solution.shadowPricePerKg()));
        if (!solution.problem().policy().caps().isEmpty()) {
            json.set("limits", limits(solution));
        }
        json.set("deferred_mwh", number(solution.deferredMwh()));
        json.put("wall_ms", solution.wall().toMillis());
        json.put("rounds", solution.agreement().transcript().rounds().size());
        solution.cap().reference().ifPresent(reference -> {
            json.set("reference_gbp", number(reference));
            json.set("above_reference_pct", number((solution.objective() / reference - 1) * PERCENT));
        });
        json.set("deferred", deferred(solution));
        if (schedule) {
            json.set("schedule", schedule(solution));
        }
        return json;
    }

    /** Each limit with what it would save if it had one more of its unit. */
    private static ArrayNode limits(Solution solution) {
        ArrayNode limits = Json.array();
        for (int index = 0; index < solution.problem().policy().caps().size(); index++) {
            Cap cap = solution.problem().policy().caps().get(index);
            Prices.Limit limit = solution.agreement().prices().limits().get(index);
            ObjectNode json = limits.addObject()
                    .put("name", cap.id())
                    .put("of", cap.scope().name())
                    .put("measure", cap.measure().name());
            json.set("most", number(cap.most()));
            json.set("used", number(limit.used()));
            json.set("shadow_price_gbp", number(limit.shadowPrice()));
        }
        return limits;
    }

    private static ArrayNode deferred(Solution solution) {
        ArrayNode deferred = Json.array();
        for (Deferral each : solution.agreement().deferrals()) {
            deferred.addObject()
                    .put("job", each.jobId())
                    .put("reason", each.reason().name())
                    .set("mwh", number(each.energyMwh()));
            if (!each.binding().limit().isEmpty()) {
                Deferral.Binding binding = each.binding();
                ObjectNode json = ((ObjectNode) deferred.get(deferred.size() - 1)).putObject("limit");
                json.put("name", binding.limit());
                json.set("most", number(binding.most()));
                json.set("used_by_others", number(binding.used()));
                json.set("needs_at_least", number(binding.least()));
            }
        }
        return deferred;
    }

    /** Rows of job, site, slot and IT energy in MWh. */
    private static ArrayNode schedule(Solution solution) {
        ArrayNode rows = Json.array();
        for (Assignment assignment : solution.agreement().assignments()) {
            for (Run run : assignment.runs()) {
                for (int slot = run.from(); slot < run.until(); slot++) {
                    rows.addArray()
                            .add(assignment.jobId())
                            .add(solution.problem().sites().get(run.site()).id())
                            .add(slot)
                            .add(number(run.powerMw() * solution.problem().periodHours()));
                }
            }
        }
        return rows;
    }

    private static com.fasterxml.jackson.databind.node.DecimalNode number(double value) {
        return com.fasterxml.jackson.databind.node.DecimalNode.valueOf(
                BigDecimal.valueOf(value).setScale(SCALE, RoundingMode.HALF_EVEN));
    }
}
