package dev.flexgate.planning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.negotiation.Announcement;
import dev.flexgate.negotiation.FinalBid;
import dev.flexgate.negotiation.Run;
import dev.flexgate.negotiation.Transcript;
import dev.flexgate.negotiation.Veto;
import dev.flexgate.wire.Json;
import java.util.List;

/**
 * What was said, as stored and shown: rounds, prices, vetoes, final bids, and who had to be stood in for. Bounded:
 * of many final bids the first are kept and all are counted.
 */
final class TranscriptJson {

    static final int FINAL_BIDS_MAX = 5_000;
    static final int VETOES_MAX = 1_000;

    private TranscriptJson() {}

    static ObjectNode write(PlanCase aCase, Agreed agreed) {
        Transcript transcript = agreed.agreement().transcript();
        ObjectNode json = Json.object();
        ArrayNode sites = json.putArray("sites");
        aCase.inputs().sites().forEach(site -> sites.add(site.site().value()));
        json.put("grid_start", aCase.grid().start().toString());
        json.put("grid_half_hours", aCase.grid().count());
        ArrayNode rounds = json.putArray("rounds");
        transcript.rounds().forEach(round -> rounds.add(round(round)));
        ArrayNode announcements = json.putArray("announcements");
        transcript.announcements().forEach(each -> announcements.add(announcement(each)));
        ArrayNode vetoes = json.putArray("vetoes");
        first(transcript.vetoes(), VETOES_MAX).forEach(each -> vetoes.add(veto(each)));
        json.put("final_bids_in_all", transcript.finalBids().size());
        ArrayNode bids = json.putArray("final_bids");
        first(transcript.finalBids(), FINAL_BIDS_MAX).forEach(each -> bids.add(finalBid(each)));
        if (!agreed.agreement().prices().limits().isEmpty()) { // absent under policies without limits
            ArrayNode limits = json.putArray("limits");
            agreed.agreement()
                    .prices()
                    .limits()
                    .forEach(each -> limits.addObject()
                            .put("name", each.id())
                            .put("used", text(each.used()))
                            .put("shadow_price", text(each.shadowPrice())));
        }
        ArrayNode absences = json.putArray("absences");
        agreed.absences()
                .forEach(each -> absences.addObject()
                        .put("agent", each.agent())
                        .put("round", each.round())
                        .put("why", each.why()));
        ArrayNode warnings = json.putArray("warnings");
        agreed.agreement().warnings().forEach(warnings::add);
        return json;
    }

    private static <T> List<T> first(List<T> all, int most) {
        return all.subList(0, Math.min(most, all.size()));
    }

    private static ObjectNode round(Transcript.Round round) {
        return Json.object()
                .put("number", round.number())
                .put("by", round.by().name())
                .put("carbon_price_per_kg", text(round.carbonPricePerKg()))
                .put("prices_fingerprint", Long.toHexString(round.pricesFingerprint()))
                .put("dual_micro", round.dualMicro())
                .put("dual_value", text(round.dualValue()))
                .put("excess_mw", text(round.excessMw()))
                .put("demand_fingerprint", Long.toHexString(round.demandFingerprint()))
                .put("best_bound", text(round.bestBound()))
                .put("best_plan", text(round.bestPlan()));
    }

    private static ObjectNode announcement(Announcement announcement) {
        ObjectNode json = Json.object();
        json.put("round", announcement.round());
        json.put("carbon_nano_per_kg", announcement.carbonNanoPerKg());
        ArrayNode scarcity = json.putArray("scarcity_micro_per_mwh");
        for (long price : announcement.scarcityMicroPerMwh().toArray()) {
            scarcity.add(price);
        }
        if (announcement.limitNano().size() > 0) { // absent under a policy without limits
            ArrayNode limits = json.putArray("limit_nano");
            for (long price : announcement.limitNano().toArray()) {
                limits.add(price);
            }
        }
        return json;
    }

    private static ObjectNode veto(Veto veto) {
        return Json.object()
                .put("job", veto.jobId())
                .put("rule", veto.rule().name())
                .put("why", veto.detail());
    }

    private static ObjectNode finalBid(FinalBid bid) {
        ObjectNode json = Json.object();
        json.put("job", bid.jobId())
                .put("deferred_mwh", text(bid.deferredMwh()))
                .put("value", text(bid.value()));
        ArrayNode runs = json.putArray("runs");
        for (Run run : bid.runs()) {
            runs.addArray().add(run.site()).add(run.from()).add(run.until()).add(run.watts());
        }
        return json;
    }

    /** Doubles as the shortest text that reads back to the same bits; JSON has no infinity. */
    private static String text(double value) {
        return Double.toString(value);
    }
}
