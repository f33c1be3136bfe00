package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Takes an earlier plan as opening bids: each job's bid as a whole, where the policy and its own shape still allow. */
final class StandingRules {

    private final Problem problem;
    private final Offers offers;
    private final Needs needs;
    private final List<Veto> vetoes;
    private final Map<String, Integer> sites = new HashMap<>();

    /** @param vetoes receives what the policy agent refuses */
    StandingRules(Problem problem, Offers offers, Needs needs, List<Veto> vetoes) {
        this.problem = problem;
        this.offers = offers;
        this.needs = needs;
        this.vetoes = vetoes;
        for (int site = 0; site < problem.sites().size(); site++) {
            sites.put(problem.sites().get(site).id(), site);
        }
    }

    /** The draft of all bids that hold, in the order of the jobs; the cap ends it where it would be broken. */
    Draft draft(List<StandingBid> bids) {
        Map<String, List<StandingBid>> byJob = new HashMap<>();
        bids.forEach(bid ->
                byJob.computeIfAbsent(bid.jobId(), _ -> new ArrayList<>()).add(bid));
        var draft = new Draft(offers, needs);
        double carbonKg = 0;
        for (int job = 0; job < needs.count; job++) {
            JobNeed need = problem.jobs().get(job);
            List<StandingBid> bid = byJob.get(need.id());
            if (bid != null && place(draft, job, need, bid)) {
                carbonKg += draft.carbonKg(job);
                var veto = PolicyRules.vetoOverCap(problem.policy(), need.id(), carbonKg);
                if (veto.isPresent()) {
                    vetoes.add(veto.get());
                    carbonKg -= draft.carbonKg(job);
                    draft.remove(job);
                }
            }
        }
        return draft;
    }

    private boolean place(Draft draft, int job, JobNeed need, List<StandingBid> bids) {
        List<Run> runs = new ArrayList<>();
        for (StandingBid bid : bids) {
            Integer site = sites.get(bid.siteId());
            if (site == null || bid.from() < needs.from[job] || bid.until() > needs.until[job]) {
                return false;
            }
            runs.add(new Run(site, bid.from(), bid.until(), bid.watts()));
        }
        var veto = PolicyRules.veto(problem.policy(), need, runs);
        if (veto.isPresent()) {
            vetoes.add(veto.get());
            return false;
        }
        int[] cells = runs.stream()
                .flatMapToInt(run ->
                        IntStream.range(run.from(), run.until()).map(period -> run.site() * offers.periods + period))
                .toArray();
        long[] watts = runs.stream()
                .flatMapToLong(run -> LongStream.generate(run::watts).limit(run.periods()))
                .toArray();
        if (needs.isDivisible(job)) {
            return placePart(draft, job, cells, watts);
        }
        if (!fits(draft, cells, watts) || !needs.keepsShape(job, cells, watts, offers)) {
            return false;
        }
        draft.place(job, cells, watts);
        return true;
    }

    /** Of work that divides, what still fits stands. */
    private boolean placePart(Draft draft, int job, int[] cells, long[] watts) {
        for (int index = 0; index < cells.length; index++) {
            watts[index] = Math.min(watts[index], draft.roomWatts[cells[index]]);
        }
        int[] kept = IntStream.range(0, cells.length)
                .filter(index -> watts[index] > 0)
                .toArray();
        int[] where = IntStream.of(kept).map(index -> cells[index]).toArray();
        long[] power = IntStream.of(kept).mapToLong(index -> watts[index]).toArray();
        if (where.length == 0 || !fits(draft, where, power) || !needs.keepsShape(job, where, power, offers)) {
            return false;
        }
        draft.place(job, where, power);
        return true;
    }

    /** Where each job stood, whether or not it still can. */
    Needs.Stood[] stood(List<StandingBid> bids) {
        Map<String, TreeMap<Integer, Long>> byJob = new HashMap<>();
        for (StandingBid bid : bids) {
            Integer site = sites.get(bid.siteId());
            int until = site == null ? 0 : Math.min(offers.periods, bid.until());
            for (int period = Math.max(0, bid.from()); site != null && period < until; period++) {
                byJob.computeIfAbsent(bid.jobId(), _ -> new TreeMap<>())
                        .merge(site * offers.periods + period, bid.watts(), Long::sum);
            }
        }
        return problem.jobs().stream()
                .map(job -> byJob.getOrDefault(job.id(), new TreeMap<>()))
                .map(cells -> new Needs.Stood(
                        cells.keySet().stream().mapToInt(Integer::intValue).toArray(),
                        cells.values().stream().mapToLong(Long::longValue).toArray()))
                .toArray(Needs.Stood[]::new);
    }

    private static boolean fits(Draft draft, int[] cells, long[] watts) {
        var seen = new HashSet<Integer>();
        for (int index = 0; index < cells.length; index++) {
            if (!seen.add(cells[index]) || draft.roomWatts[cells[index]] < watts[index]) {
                return false;
            }
        }
        return true;
    }
}
