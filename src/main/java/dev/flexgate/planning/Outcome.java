package dev.flexgate.planning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import java.util.List;

/**
 * What was decided, apart from who, when and why: the part of a plan that a replay must yield again.
 *
 * @param allocations by job, then time, then site
 * @param deferred by job
 * @param certificate cost, carbon, bound and gap
 * @param scarcity by site, then time
 */
record Outcome(
        List<Allocation> allocations, List<Deferred> deferred, Certificate certificate, List<ScarcityPrice> scarcity) {

    Outcome {
        allocations = List.copyOf(allocations);
        deferred = List.copyOf(deferred);
        scarcity = List.copyOf(scarcity);
    }

    static Outcome of(Plan plan) {
        return new Outcome(plan.allocations(), plan.deferred(), plan.certificate(), plan.scarcity());
    }

    /** One text for one outcome: fields in fixed order, quantities as whole units or decimal strings. */
    byte[] bytes() {
        ObjectNode json = Json.object();
        ArrayNode runs = json.putArray("allocations");
        for (Allocation run : allocations) {
            runs.addObject()
                    .put("job", run.job().toString())
                    .put("site", run.site().value())
                    .put("from", run.interval().start().toString())
                    .put("until", run.interval().end().toString())
                    .put("it_w", run.itPower().watts());
        }
        ArrayNode undone = json.putArray("deferred");
        for (Deferred each : deferred) {
            undone.addObject()
                    .put("job", each.job().toString())
                    .put("undone_j", each.undone().joules())
                    .put("reason", each.reason());
        }
        json.set("certificate", certificateJson());
        ArrayNode prices = json.putArray("scarcity");
        for (ScarcityPrice price : scarcity) {
            prices.addObject()
                    .put("site", price.site().value())
                    .put("from", price.period().start().toString())
                    .put("per_it_kwh", price.perItKwh().perKilowattHour().toPlainString());
        }
        return Json.bytes(json);
    }

    String sha256() {
        return Digests.sha256Hex(bytes());
    }

    private ObjectNode certificateJson() {
        return Json.object()
                .put("cost", certificate.cost().amount().toPlainString())
                .put("carbon_mg", certificate.carbon().milligrams())
                .put("objective", certificate.objective().amount().toPlainString())
                .put("bound", certificate.lowerBound().amount().toPlainString())
                .put("gap", certificate.gap().toPlainString())
                .put("carbon_per_tonne", certificate.carbonPerTonne().amount().toPlainString())
                .put("rounds", certificate.rounds())
                .put("stopped", certificate.stopped());
    }
}
