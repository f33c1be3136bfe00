package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Ended;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Issued;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Nacked;
import dev.flexgate.flexibility.dispatch.Instruction;
import dev.flexgate.flexibility.dispatch.Passage;
import dev.flexgate.flexibility.dispatch.Progress;
import dev.flexgate.flexibility.dispatch.SiteReport;
import dev.flexgate.flexibility.dispatch.Target;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import java.util.List;

/** Instructions as JSON over REST. */
final class DispatchJson {

    private DispatchJson() {}

    static ObjectNode summary(DispatchInstruction dispatch) {
        Instruction instruction = dispatch.instruction();
        ObjectNode json = Json.object()
                .put("dispatchId", dispatch.id().toString())
                .put("orderId", instruction.order().toString())
                .put("siteId", instruction.site().value())
                .put("direction", instruction.direction().name())
                .put("state", dispatch.state().name())
                .put("revision", dispatch.revision())
                .put("since", dispatch.head().since().toString());
        json.putObject("window")
                .put("start", instruction.window().start().toString())
                .put("end", instruction.window().end().toString());
        json.put("notBefore", instruction.notBefore().toString())
                .put("deadline", instruction.deadline().toString())
                .put("releaseAt", instruction.releaseAt().toString());
        switch (dispatch) {
            case Issued issued -> json.put("answerBy", issued.ackBy().toString());
            case Nacked nacked ->
                json.put("why", nacked.why()).put("againAt", nacked.againAt().toString());
            case Ended ended -> json.put("why", ended.why());
            case DispatchInstruction.Planned _,
                    DispatchInstruction.Acked _,
                    DispatchInstruction.AckTimeout _,
                    DispatchInstruction.InProgress _ -> {}
        }
        return json;
    }

    static ObjectNode whole(
            DispatchInstruction dispatch, List<Passage> history, List<SiteReport> reports, Progress progress) {
        ObjectNode json = summary(dispatch);
        ArrayNode supersedes = json.putArray("supersedes");
        dispatch.head().supersedes().forEach(earlier -> supersedes.add(earlier.toString()));
        ArrayNode targets = json.putArray("halfHours");
        progress.steps().forEach(step -> targets.add(json(step)));
        progress.ratio().ifPresent(ratio -> json.put("deliveredRatio", ratio.toPlainString()));
        json.put("deliveredMethod", "frozen plan less meter readings; an indication, not what is settled");
        ArrayNode states = json.putArray("states");
        history.forEach(passage -> states.add(json(passage)));
        ArrayNode said = json.putArray("reports");
        reports.forEach(report -> said.addObject()
                .put("revision", report.revision())
                .put("receivedAt", report.receivedAt().toString())
                .put("measuredAt", report.measuredAt().toString())
                .put("facilityPowerW", report.facilityPower().watts()));
        return json;
    }

    private static ObjectNode json(Progress.Step step) {
        Target target = step.target();
        ObjectNode json = Json.object()
                .put("start", target.period().start().toString())
                .put("end", target.period().end().toString())
                .put("plannedPowerW", target.planned().watts())
                .put("itPowerW", target.itPower().watts())
                .put("facilityPowerW", target.facilityPower().watts())
                .put("instructedReductionW", target.reduction().watts());
        if (step.metering() instanceof Progress.Metering.Metered(Energy energy, Quality quality)) {
            json.put("meteredKwh", energy.kilowattHours().toPlainString()).put("quality", quality.name());
        }
        step.delivered().ifPresent(delivered -> json.put("deliveredReductionW", delivered.watts()));
        return json;
    }

    private static ObjectNode json(Passage passage) {
        return Json.object()
                .put("version", passage.version())
                .put("revision", passage.revision())
                .put("state", passage.state().name())
                .put("at", passage.at().toString())
                .put("why", passage.why())
                .put("recordId", passage.record().toString());
    }
}
