package dev.flexgate.console.work;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.console.work.ExplainPages.ExplainPage;
import dev.flexgate.planning.Allocation;
import dev.flexgate.planning.Band;
import dev.flexgate.planning.Candidate;
import dev.flexgate.planning.Candidate.Verdict;
import dev.flexgate.planning.Extra;
import dev.flexgate.planning.ForecastUsed;
import dev.flexgate.planning.Grounds;
import dev.flexgate.planning.Grounds.Constraint;
import dev.flexgate.planning.Grounds.Flip;
import dev.flexgate.planning.Obligations;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Money;
import dev.flexgate.rewrite.Rewriting;
import dev.flexgate.wire.Json;
import java.util.Locale;

/** The explanation of a decision for programs: the page's facts, every number with its unit in its name. */
final class ExplainJson {

    private ExplainJson() {}

    static ObjectNode of(ExplainPage page) {
        Grounds grounds = page.grounds();
        ObjectNode json = Json.object()
                .put("jobId", page.job().id().toString())
                .put("planVersion", page.plan().version())
                .put("planId", page.plan().id().toString())
                .put("stands", page.stands())
                .put("recordId", grounds.record().toString());
        quality(json.putObject("quality"), page);
        json.put("summary", grounds.explanation().sentence());
        page.rewritten().ifPresent(told -> rewritten(json.putObject("rewritten"), told));
        grounds.candidates().stream()
                .filter(each -> each.kind() == Candidate.Kind.CHOSEN)
                .findFirst()
                .ifPresent(chosen -> candidate(json.putObject("chosen"), chosen));
        ArrayNode candidates = json.putArray("candidates");
        grounds.candidates().forEach(each -> candidate(candidates.addObject(), each));
        page.turns().ifPresent(turns -> {
            ArrayNode transcript = json.putArray("transcript");
            turns.turns()
                    .forEach(turn -> transcript
                            .addObject()
                            .put("agent", turn.agent())
                            .put("move", turn.move())
                            .put("content", turn.content())
                            .put("why", turn.why())
                            .put("objectiveDelta", turn.delta()));
            ArrayNode rounds = json.putArray("priceRounds");
            turns.rounds()
                    .forEach(round -> rounds.addObject()
                            .put("number", round.number())
                            .put("by", round.by())
                            .put("carbonPerTonne", round.carbonPerTonne())
                            .put("excessMw", round.excess())
                            .put("bestBound", round.bound())
                            .put("bestPlan", round.plan())
                            .put("change", round.change()));
            json.put("transcriptUrl", "/api/v1/plans/" + page.plan().version() + "/transcript");
        });
        ArrayNode constraints = json.putArray("constraints");
        grounds.constraints().forEach(each -> constraint(constraints.addObject(), each));
        basis(json.putObject("inputs"), grounds.basis());
        ArrayNode flips = json.putArray("sensitivities");
        grounds.flips().forEach(each -> flip(flips.addObject(), each));
        grounds.hindsight().ifPresent(hindsight -> {
            ObjectNode outcome = json.putObject("outcome")
                    .put("quality", "measured")
                    .put("carbonKg", hindsight.carbon().kilograms());
            carbon(outcome.putObject("promisedCarbonKg"), hindsight.promised());
            outcome.put("inBand", hindsight.inBand())
                    .put("regretCarbonKg", hindsight.regret().kilograms());
            hindsight.money().ifPresent(paid -> paid(outcome.putObject("money"), paid));
        });
        replay(json.putObject("replay"), page);
        ObjectNode audit =
                json.putObject("audit").put("recordId", grounds.record().toString());
        page.leafHash().ifPresent(hash -> audit.put("leafHash", hash));
        audit.put("recordUrl", "/api/v1/audit/records/" + grounds.record())
                .put("proofUrl", "/api/v1/audit/records/" + grounds.record() + "/proof");
        return json;
    }

    private static void paid(ObjectNode json, Grounds.Paid paid) {
        json.put("currency", paid.cost().currency().getCurrencyCode())
                .put("cost", paid.cost().amount())
                .put("inBand", paid.inBand())
                .put("regret", paid.regret().amount());
        json.putObject("promised")
                .put("p10", paid.promised().p10().amount())
                .put("p50", paid.promised().p50().amount())
                .put("p90", paid.promised().p90().amount());
    }

    private static void obligations(ObjectNode json, Obligations obligations) {
        json.put("soldKw", obligations.sold().kilowatts());
        obligations.atMost().ifPresent(most -> json.put("jobsAtMostKw", most.kilowatts()));
        obligations.atLeast().ifPresent(least -> json.put("jobsAtLeastKw", least.kilowatts()));
    }

    /** With what it can be negotiated again, and what must come of it. */
    private static void replay(ObjectNode json, ExplainPage page) {
        Grounds.Basis basis = page.grounds().basis();
        json.put("algorithm", "negotiation by prices")
                .put("seed", basis.seed())
                .put("roundsMax", basis.roundsMax())
                .put("inputHash", basis.inputsSha256())
                .put("outputHash", basis.outcomeSha256())
                .put("transcriptUrl", "/api/v1/plans/" + page.plan().version() + "/transcript");
        page.replayed()
                .ifPresent(again -> json.put("replayedHash", again.replayed()).put("same", again.isSame()));
    }

    private static void rewritten(ObjectNode json, Rewriting.Told told) {
        json.put("label", told.label());
        switch (told) {
            case Rewriting.Told.Rewritten(String text, String model) ->
                json.put("model", model).put("text", text);
            case Rewriting.Told.Refused(String why, String model) ->
                json.put("model", model).put("refused", why);
            case Rewriting.Told.Away(String why) -> json.put("away", why);
        }
    }

    private static void quality(ObjectNode json, ExplainPage page) {
        json.put("kind", page.mark().kind().word())
                .put("source", page.mark().source())
                .put("method", page.mark().method());
        page.mark().asOf().ifPresent(at -> json.put("asOf", at.toString()));
    }

    private static void candidate(ObjectNode json, Candidate candidate) {
        json.put("kind", candidate.kind().name()).put("siteId", candidate.site().value());
        ArrayNode runs = json.putArray("runs");
        for (Allocation run : candidate.runs()) {
            runs.addObject()
                    .put("start", run.interval().start().toString())
                    .put("end", run.interval().end().toString())
                    .put("siteId", run.site().value())
                    .put("itPowerKw", run.itPower().kilowatts());
        }
        json.put("facilityEnergyKwh", candidate.energy().kilowattHours());
        ObjectNode cost = json.putObject("cost");
        cost.put("currency", candidate.total().currency().getCurrencyCode())
                .put("p10", candidate.money().p10().amount())
                .put("p50", candidate.money().p50().amount())
                .put("p90", candidate.money().p90().amount());
        carbon(json.putObject("carbonKg"), candidate.carbon());
        ObjectNode extra = json.putObject("extra");
        money(extra.putObject("latency"), candidate.extra().latency());
        money(extra.putObject("transfer"), candidate.extra().transfer());
        money(extra.putObject("checkpoints"), candidate.extra().pauses());
        money(extra.putObject("migration"), candidate.extra().migration());
        money(extra.putObject("delay"), candidate.extra().delay());
        money(json.putObject("total"), candidate.total());
        json.put("slackSeconds", candidate.slack().toSeconds())
                .put("headroomKw", candidate.headroom().kilowatts());
        obligations(json.putObject("obligations"), candidate.obligations());
        verdict(json.putObject("verdict"), candidate.verdict());
    }

    private static void verdict(ObjectNode json, Verdict verdict) {
        json.put("code", verdict.code()).put("feasible", verdict.isFeasible());
        switch (verdict) {
            case Verdict.Chosen _, Verdict.Free _ -> {}
            case Verdict.Dearer(Money by) -> money(json.putObject("dearerBy"), by);
            case Verdict.Unhandy(Money by, Extra.Part _, Money of) -> {
                money(json.putObject("dearerBy"), by);
                money(json.putObject("of"), of);
            }
            case Verdict.Closed closed ->
                json.put("siteId", closed.site().value())
                        .put("from", closed.at().start().toString());
            case Verdict.Full full -> {
                json.put("siteId", full.site().value())
                        .put("from", full.at().start().toString())
                        .put("missingKw", full.missing().kilowatts())
                        .put("soldKw", full.sold().kilowatts());
                price(json.putObject("roomIsWorth"), full.scarcity());
            }
            case Verdict.TooLate(var by) -> json.put("lateSeconds", by.toSeconds());
            case Verdict.Residency(var site) -> json.put("siteId", site.value());
            case Verdict.CarbonCap(CarbonMass more, Money perTonne) -> {
                json.put("moreCarbonKg", more.kilograms());
                money(json.putObject("perTonne"), perTonne);
            }
            case Verdict.PolicyLimit(String rule) -> json.put("rule", rule);
            case Verdict.WithinGap(Money by) -> money(json.putObject("cheaperBy"), by);
        }
    }

    private static void constraint(ObjectNode json, Constraint constraint) {
        json.put("binding", constraint.isBinding());
        switch (constraint) {
            case Constraint.Room room -> {
                json.put("code", room.by().name())
                        .put("siteId", room.site().value())
                        .put("start", room.at().start().toString())
                        .put("end", room.at().end().toString())
                        .put("limitKw", room.limit().kilowatts())
                        .put("usedKw", room.used().kilowatts());
                price(json.putObject("oneMoreKwhOfItEnergy"), room.price());
            }
            case Constraint.Deadline deadline ->
                json.put("code", "DEADLINE")
                        .put("limit", deadline.limit().toString())
                        .put("end", deadline.end().toString())
                        .put("slackSeconds", deadline.slack().toSeconds());
            case Constraint.Carbon carbon -> {
                json.put("code", "CARBON_CAP")
                        .put("limitKg", carbon.limit().kilograms())
                        .put("usedKg", carbon.used().kilograms());
                money(json.putObject("oneMoreTonne"), carbon.perTonne());
            }
            case Constraint.Limit limit -> {
                json.put("code", "POLICY_LIMIT")
                        .put("name", limit.name())
                        .put("unit", Words.unit(limit))
                        .put("limit", limit.most())
                        .put("used", limit.used())
                        .put("left", limit.left());
                money(json.putObject("oneMore"), limit.oneMore());
            }
            case Constraint.Residency residency -> {
                json.put("code", "RESIDENCY");
                residency
                        .allowed()
                        .forEach(site -> json.withArray("allowedSites").add(site.value()));
                residency.closed().forEach(site -> json.withArray("closedSites").add(site.value()));
            }
        }
    }

    private static void flip(ObjectNode json, Flip flip) {
        switch (flip) {
            case Flip.Price(EnergyPrice rise, Candidate instead) -> {
                price(json.put("code", "PRICE").putObject("riseInChosenHalfHours"), rise);
                candidate(json.putObject("instead"), instead);
            }
            case Flip.Intensity(CarbonIntensity rise, Candidate instead) -> {
                json.put("code", "CARBON_INTENSITY").put("riseInChosenHalfHoursGramsPerKwh", rise.gramsPerKwh());
                candidate(json.putObject("instead"), instead);
            }
            case Flip.CarbonWorth(Money from, Money to, Candidate instead) -> {
                money(json.put("code", "CARBON_WORTH").putObject("perTonneFrom"), from);
                money(json.putObject("perTonneTo"), to);
                candidate(json.putObject("instead"), instead);
            }
            case Flip.Deadline(var earlier) -> json.put("code", "DEADLINE").put("earlierSeconds", earlier.toSeconds());
            case Flip.Room room -> {
                json.put("code", "SITE_CAPACITY")
                        .put("siteId", room.site().value())
                        .put("moreKw", room.more().kilowatts());
                money(json.putObject("saves"), room.saves());
                candidate(json.putObject("instead"), room.instead());
            }
        }
    }

    private static void basis(ObjectNode json, Grounds.Basis basis) {
        json.put("asOf", basis.asOf().toString())
                .put("jobs", basis.jobs())
                .put("standingPlanVersion", basis.standingVersion())
                .put("standingPlanSha256", basis.standingSha256())
                .put("seed", basis.seed())
                .put("roundsMax", basis.roundsMax())
                .put("inputsSha256", basis.inputsSha256())
                .put("outcomeSha256", basis.outcomeSha256());
        ArrayNode asked = json.putArray("asked");
        AskedWords.of(basis.adjustments()).forEach(asked::add);
        ArrayNode forecasts = json.putArray("forecasts");
        for (ForecastUsed each : basis.forecasts()) {
            forecasts
                    .addObject()
                    .put("forecastId", each.id().toString())
                    .put("zone", each.zone())
                    .put("signal", each.signal())
                    .put("issuedAt", each.issuedAt().toString())
                    .put("quality", each.quality().name().toLowerCase(Locale.ROOT))
                    .put("sha256", each.sha256());
        }
        ArrayNode sites = json.putArray("sites");
        basis.sites()
                .forEach(each ->
                        sites.addObject().put("siteId", each.site().value()).put("version", each.version()));
        ArrayNode policies = json.putArray("policies");
        basis.policies()
                .forEach(each -> policies.addObject()
                        .put("tenant", each.tenant().value())
                        .put("version", each.version()));
    }

    private static void carbon(ObjectNode json, Band<CarbonMass> band) {
        json.put("p10", band.p10().kilograms())
                .put("p50", band.p50().kilograms())
                .put("p90", band.p90().kilograms());
    }

    private static void money(ObjectNode json, Money money) {
        json.put("amount", money.amount()).put("currency", money.currency().getCurrencyCode());
    }

    private static void price(ObjectNode json, EnergyPrice price) {
        json.put("perKwh", price.perKilowattHour())
                .put("currency", price.currency().getCurrencyCode());
    }
}
