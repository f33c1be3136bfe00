package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the coordinator runs a negotiation: opens rounds, hears the bids added up, sets the next prices, recovers
 * plans, stops and closes. Deterministic; one negotiation an instance, not for use by two threads at once.
 */
public final class CoordinatorRules {

    private static final int ROUNDS_BETWEEN_PLANS = 10;

    private final Problem problem;
    private final NegotiationLimits limits;
    private final List<SiteOffer> siteOffers;
    private final Offers offers;
    private final Needs needs;
    private final Insertion insertion;
    private final int[] order;
    private final PriceSteps steps;
    private final double[] prices;

    private final List<Transcript.Round> rounds = new ArrayList<>();
    private final List<Announcement> kept = new ArrayList<>();
    private final List<Veto> vetoes = new ArrayList<>();
    private Announcement announced;
    private Announcement bestAnnounced;
    private double bestBound = Double.NEGATIVE_INFINITY;
    private Draft best;

    /** @param standing an earlier plan, offered as opening bids; what no longer fits is left out */
    public CoordinatorRules(Problem problem, NegotiationLimits limits, List<StandingBid> standing) {
        this.problem = problem;
        this.limits = limits;
        siteOffers = IntStream.range(0, problem.sites().size())
                .mapToObj(site -> EnergyRules.offer(site, problem.sites().get(site)))
                .toList();
        offers = new Offers(siteOffers, problem.periods(), problem.periodHours(), problem.policy());
        needs = new Needs(problem.jobs(), problem.periods(), problem.periodHours());
        insertion = new Insertion(offers, needs);
        order = insertion.leastChoiceFirst();
        prices = new double[offers.cells() + 1];
        steps = new PriceSteps(metric());
        best = new RunNow(offers, needs).draft(problem.policy().carbonCapKg());
        consider(new StandingRules(problem, offers, needs, vetoes).draft(standing));
        announced = announcement(1);
        bestAnnounced = announced;
    }

    public List<SiteOffer> offers() {
        return siteOffers;
    }

    public Announcement open() {
        return announced;
    }

    /** Hears the bids of all shards together and says what comes next. */
    public Step hear(Bids bids) {
        int round = announced.round();
        double dual = dual(bids);
        boolean improved = dual > bestBound;
        if (improved) {
            bestBound = dual;
            bestAnnounced = announced;
        }
        boolean last = round >= limits.maxRounds();
        if (last || round % ROUNDS_BETWEEN_PLANS == 1) {
            recover();
        }
        record(bids, dual);
        double gap = Certificate.of(bill(), best.lostValue(), bestBound).gap();
        if (last || gap <= limits.targetGap()) {
            return new Step.Closing(bestAnnounced);
        }
        steps.step(prices, excess(bids.demandWatts()), best.objective() - dual, improved);
        announced = announcement(round + 1);
        return new Step.NextRound(announced);
    }

    /** Closes on the best plan known. */
    public Agreement close(List<FinalBid> finalBids) {
        return new Closing(problem, siteOffers, best, bestAnnounced, bestBound)
                .agreement(new Transcript(rounds, kept, vetoes, finalBids));
    }

    private Bill bill() {
        return IntStream.range(0, needs.count).mapToObj(best::bill).reduce(Bill.ZERO, Bill::plus);
    }

    private double dual(Bids bids) {
        double value = bids.dualMicro() * 1e-6;
        for (int cell = 0; cell < offers.cells(); cell++) {
            value -= announced.scarcityPerMwh(cell) * offers.capacityWatts[cell] * offers.mwhPerWattPeriod;
        }
        if (problem.policy().capsCarbon()) {
            value -= announced.carbonPricePerKg() * problem.policy().carbonCapKg();
        }
        return value;
    }

    private double[] excess(WholeSeries demandWatts) {
        double[] excess = new double[prices.length];
        double carbonKg = 0;
        for (int cell = 0; cell < offers.cells(); cell++) {
            excess[cell] = (demandWatts.at(cell) - offers.capacityWatts[cell]) * offers.mwhPerWattPeriod;
            carbonKg += demandWatts.at(cell) * offers.mwhPerWattPeriod * offers.carbonKgPerMwh[cell];
        }
        if (problem.policy().capsCarbon()) {
            excess[offers.cells()] = carbonKg - problem.policy().carbonCapKg();
        }
        return excess;
    }

    private double[] metric() {
        double[] metric = new double[prices.length];
        double money = 0;
        double carbon = 0;
        for (int cell = 0; cell < offers.cells(); cell++) {
            money += Math.abs(offers.moneyPerMwh[cell]) / offers.cells();
            carbon += Math.abs(offers.carbonKgPerMwh[cell]) / offers.cells();
        }
        for (int cell = 0; cell < offers.cells(); cell++) {
            metric[cell] = money / Math.max(1, offers.capacityWatts[cell]) / offers.mwhPerWattPeriod;
        }
        if (problem.policy().capsCarbon() && carbon > 0) {
            metric[offers.cells()] =
                    money / carbon / Math.max(1, problem.policy().carbonCapKg());
        }
        return metric;
    }

    private Announcement announcement(int round) {
        long[] scarcity = new long[offers.cells()];
        for (int cell = 0; cell < scarcity.length; cell++) {
            scarcity[cell] = Math.round(prices[cell] / Announcement.SCARCITY_UNIT);
        }
        long carbon = Math.round(prices[offers.cells()] / Announcement.CARBON_UNIT);
        return new Announcement(round, carbon, WholeSeries.of(scarcity));
    }

    private void recover() {
        double[] scarcity = java.util.Arrays.copyOf(prices, offers.cells());
        double carbonPrice = prices[offers.cells()];
        for (int attempt = 0; attempt < 12; attempt++) {
            Draft draft = new Draft(offers, needs);
            insertion.fill(draft, order, scarcity, carbonPrice);
            for (int pass = 0; pass < 3 && insertion.move(draft, order, carbonPrice) > 0; pass++) {}
            if (consider(draft)) {
                return;
            }
            carbonPrice = 1.1 * carbonPrice + 1e-4;
        }
    }

    /** Keeps the draft if it is within the cap and better than the best; whether it is within the cap. */
    private boolean consider(Draft draft) {
        if (draft.carbonKg() > problem.policy().carbonCapKg()) {
            return false;
        }
        if (draft.objective() < best.objective()) {
            best = draft;
        }
        return true;
    }

    private void record(Bids bids, double dual) {
        double excessWatts = 0;
        for (int cell = 0; cell < offers.cells(); cell++) {
            excessWatts += Math.max(0, bids.demandWatts().at(cell) - offers.capacityWatts[cell]);
        }
        if (kept.size() < limits.keptRounds()) {
            kept.add(announced);
        }
        rounds.add(new Transcript.Round(
                announced.round(),
                announced.round() == 1 ? Transcript.By.OPENING : Transcript.By.STEP,
                announced.carbonPricePerKg(),
                announced.scarcityMicroPerMwh().fingerprint(),
                bids.dualMicro(),
                dual,
                excessWatts / 1e6,
                bids.demandWatts().fingerprint(),
                bestBound,
                best.objective()));
    }
}
