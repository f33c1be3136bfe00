package dev.flexgate.console.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.console.Amount;
import dev.flexgate.console.Times;
import dev.flexgate.planning.Candidate;
import dev.flexgate.planning.Grounds;
import dev.flexgate.planning.Plan;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.SiteId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The negotiation of a plan as one job lived it, from the stored transcript: its request, the offers, the rounds of
 * prices, vetoes, its own last bid and what was agreed.
 *
 * @param turns in their order
 * @param rounds every price round
 */
public record TranscriptTurns(List<Turn> turns, List<Round> rounds) {

    private static final int VETOES_MAX = 20;
    private static final String NOTHING = "–";
    private static final String VETO = "∞";

    /**
     * One move.
     *
     * @param agent who
     * @param move its kind, in capitals
     * @param content what it said
     * @param why the rule or input behind it
     * @param delta what it did to the objective, in the plan's currency: {@code –} for nothing, {@code ∞} for a veto
     */
    public record Turn(String agent, String move, String content, String why, String delta) {}

    /** One round of prices: 1e0 currency units, MW. */
    public record Round(
            int number, String by, String carbonPerTonne, String excess, String bound, String plan, String change) {}

    static Optional<TranscriptTurns> of(
            byte[] transcript, Plan plan, Job job, Grounds grounds, Map<SiteId, String> sites, Times times) {
        JsonNode json;
        try {
            json = Json.mapper().readTree(transcript);
        } catch (IOException broken) {
            throw new UncheckedIOException("a stored transcript is broken", broken);
        }
        List<Round> rounds = rounds(json.path("rounds"));
        List<Turn> turns = new ArrayList<>();
        turns.add(request(job, times));
        grounds.basis().forecasts().stream()
                .filter(each -> each.signal().equals("ENERGY_PRICE"))
                .forEach(each -> turns.add(new Turn(
                        "energy agents",
                        "OFFER",
                        "prices and room of zone " + each.zone(),
                        "forecast " + each.id() + " of " + times.utc(each.issuedAt()) + " UTC",
                        NOTHING)));
        if (!rounds.isEmpty()) {
            Round last = rounds.getLast();
            turns.add(new Turn(
                    "coordinator",
                    "PRICES",
                    rounds.size() + " rounds; at the end " + last.excess() + " MW too much was wanted, best plan "
                            + last.plan() + " " + currency(plan) + ", no plan below " + last.bound() + " "
                            + currency(plan),
                    "stopped: " + plan.certificate().stopped(),
                    gained(json.path("rounds"))));
        }
        vetoes(json, job, turns);
        finalBid(json, plan, job, sites, times, grounds).ifPresent(turns::add);
        absences(json, turns);
        turns.add(agreed(plan, job, times, grounds));
        return Optional.of(new TranscriptTurns(turns, rounds));
    }

    private static Turn request(Job job, Times times) {
        return new Turn(
                "job agent",
                "REQUEST",
                job.demand().work() + " at " + job.demand().itPower() + ", between "
                        + times.utc(job.window().start()) + " and "
                        + times.utc(job.window().end()) + " UTC, " + Words.shape(job.shape()),
                "job " + job.id() + ", priority " + job.priority(),
                NOTHING);
    }

    private static List<Round> rounds(JsonNode array) {
        List<Round> rounds = new ArrayList<>();
        double before = Double.NaN;
        for (JsonNode each : array) {
            double plan = Double.parseDouble(each.path("best_plan").asText("NaN"));
            rounds.add(new Round(
                    each.path("number").asInt(),
                    each.path("by").asText(),
                    digits(Double.parseDouble(each.path("carbon_price_per_kg").asText("0")) * 1_000, 2),
                    digits(Double.parseDouble(each.path("excess_mw").asText("0")), 3),
                    digits(Double.parseDouble(each.path("best_bound").asText("NaN")), 2),
                    digits(plan, 2),
                    Double.isFinite(plan - before) && plan != before ? digits(plan - before, 2) : "–"));
            before = plan;
        }
        return rounds;
    }

    private static String digits(double value, int decimals) {
        return Double.isFinite(value) ? Amount.digits(BigDecimal.valueOf(value), decimals) : "–";
    }

    private static void vetoes(JsonNode json, Job job, List<Turn> turns) {
        int told = 0;
        for (JsonNode veto : json.path("vetoes")) {
            if (veto.path("job").asText().equals(job.id().toString()) && told++ < VETOES_MAX) {
                turns.add(new Turn(
                        "policy agent",
                        "VETO",
                        veto.path("why").asText(),
                        veto.path("rule").asText(),
                        VETO));
            }
        }
    }

    private static Optional<Turn> finalBid(
            JsonNode json, Plan plan, Job job, Map<SiteId, String> names, Times times, Grounds grounds) {
        Instant start = Instant.parse(json.path("grid_start").asText());
        for (JsonNode bid : json.path("final_bids")) {
            if (bid.path("job").asText().equals(job.id().toString())) {
                List<String> runs = new ArrayList<>();
                for (JsonNode run : bid.path("runs")) {
                    String site = json.path("sites").path(run.path(0).asInt()).asText();
                    var grid = new HalfHours(
                            start, Math.max(1, json.path("grid_half_hours").asInt(1)));
                    runs.add(times.utc(grid.startOf(run.path(1).asInt())) + " to "
                            + times.utcTime(grid.startOf(run.path(2).asInt())) + " at "
                            + names.getOrDefault(new SiteId(site), site));
                }
                String value = digits(Double.parseDouble(bid.path("value").asText("NaN")), 2);
                String where = runs.isEmpty() ? "nothing at these prices" : first(runs);
                return Optional.of(new Turn(
                        "job agent",
                        "BID",
                        "best response at the closing prices: " + where,
                        "costs it " + value + " " + currency(plan) + " with scarcity and carbon price",
                        givenUp(grounds)));
            }
        }
        return Optional.empty();
    }

    private static String currency(Plan plan) {
        return plan.certificate().cost().currency().getCurrencyCode();
    }

    private static String first(List<String> runs) {
        return runs.getFirst() + (runs.size() > 1 ? " and " + (runs.size() - 1) + " more" : "");
    }

    private static void absences(JsonNode json, List<Turn> turns) {
        for (JsonNode absence : json.path("absences")) {
            turns.add(new Turn(
                    "coordinator",
                    "STOOD IN",
                    "for " + absence.path("agent").asText() + " from round "
                            + absence.path("round").asInt(),
                    absence.path("why").asText(),
                    NOTHING));
        }
    }

    /** What the rounds of prices took off the first plan that was found. */
    private static String gained(JsonNode rounds) {
        double first = Double.NaN;
        double last = Double.NaN;
        for (JsonNode each : rounds) {
            double plan = Double.parseDouble(each.path("best_plan").asText("NaN"));
            first = Double.isFinite(first) ? first : plan;
            last = plan;
        }
        return Double.isFinite(last - first) ? signed(BigDecimal.valueOf(last - first)) : NOTHING;
    }

    /** What the job gives up against the cheapest window of its own, everybody else aside. */
    private static String givenUp(Grounds grounds) {
        return chosen(grounds)
                .flatMap(taken -> grounds.candidates().stream()
                        .filter(each -> !(each.verdict() instanceof Candidate.Verdict.Residency)
                                && !(each.verdict() instanceof Candidate.Verdict.TooLate))
                        .map(each -> taken.total().minus(each.total()).amount())
                        .max(Comparator.naturalOrder()))
                .map(TranscriptTurns::signed)
                .orElse(NOTHING);
    }

    /** By how much the next best that was free is dearer. */
    private static String margin(Grounds grounds) {
        return chosen(grounds)
                .flatMap(taken -> grounds.candidates().stream()
                        .filter(each -> each.kind() != Candidate.Kind.CHOSEN
                                && each.verdict().isFeasible())
                        .map(each -> each.total().minus(taken.total()).amount())
                        .min(Comparator.naturalOrder()))
                .map(amount -> "margin " + signed(amount))
                .orElse(NOTHING);
    }

    private static Optional<Candidate> chosen(Grounds grounds) {
        return grounds.candidates().stream()
                .filter(each -> each.kind() == Candidate.Kind.CHOSEN)
                .findFirst();
    }

    private static String signed(BigDecimal amount) {
        return amount.signum() == 0 ? "0.00" : PlanPages.signed(Amount.digits(amount, 2), amount);
    }

    private static Turn agreed(Plan plan, Job job, Times times, Grounds grounds) {
        String what =
                plan.allocations(job.id()).isEmpty() ? "the job waits" : Words.runs(plan.allocations(job.id()), times);
        return new Turn(
                "coordinator",
                "AGREED",
                what,
                "objective " + Amount.money(plan.certificate().objective()) + ", gap "
                        + PlanPages.gap(plan.certificate()),
                margin(grounds));
    }
}
