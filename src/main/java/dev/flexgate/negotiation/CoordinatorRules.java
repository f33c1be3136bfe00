package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the coordinator runs a negotiation: opens rounds, hears the bids added up, sets the next prices, recovers
 * plans, stops and closes. Deterministic; one negotiation an instance, not for use by two threads at once.
 *
 * <p>For the maintainer. Three stages. First prices are <em>stepped</em> along the excess demand until they are
 * roughly right. Then the market of divisible work (all work, as if it could be divided) is <em>cleared</em>
 * exactly among the cells that were named, its prices announced, cells that the answers name added, and again
 * with other carbon prices; for work that does divide this ends at the optimum. Where work does not, the prices
 * are <em>refined</em> by smaller steps, and the plan by moves. Where there are very many jobs, a sample that
 * stands for them is asked and its market cleared in a rehearsal before all are asked. Whatever the stage, each announcement is answered
 * by the jobs' exact best responses, so that each round's dual value is a true bound.
 */
public final class CoordinatorRules implements Coordination {

    private static final int STEPPING_ROUNDS = 24;
    private static final int REFINING_ROUNDS = 24;
    /** Rounds that all jobs are asked after a rehearsal: what a sample did not know is little. */
    private static final int REHEARSED_ROUNDS = 2;

    private static final double REFINING_SCALE = 0.05;

    private enum Stage {
        STEPPING,
        CLEARING,
        REFINING
    }

    /** The problem with its jobs in the order of their ids, so that the order they came in changes nothing. */
    private final Problem problem;

    private final List<String> jobIdsAsked;
    private final NegotiationLimits limits;
    private final List<SiteOffer> siteOffers;
    private final Offers offers;
    /** As the jobs state them: what bounds, bills and explanations are made of. */
    private final Needs stated;

    /** The same with the cost of moving from where the plan before has them: what plans are made with, and nothing else. */
    private final Needs needs;

    private final Recovery recovery;
    private Draft lastBest;
    private Draft lastStated;
    private final Ledger ledger;
    private final DivisibleMarket market;
    private final Sample sample;
    /** The jobs as the market knows them. */
    private final Needs asked;

    private final boolean isSampled;
    private Stage stage = Stage.STEPPING;
    private int roundsInStage;
    private PriceSteps steps;
    private final double[] prices;
    private Announcement announced;

    /** @param standing an earlier plan, offered as opening bids; what no longer fits is left out */
    public CoordinatorRules(Problem problem, NegotiationLimits limits, List<StandingBid> standing) {
        this(problem, limits, standing, new double[0]);
    }

    /** @param limitPrices of every row of the policy's limits, which stay as they are throughout; none at all for no limits */
    CoordinatorRules(Problem problem, NegotiationLimits limits, List<StandingBid> standing, double[] limitPrices) {
        this.problem = problem.withJobsById();
        jobIdsAsked = problem.jobs().stream().map(JobNeed::id).toList();
        this.limits = limits;
        siteOffers = IntStream.range(0, problem.sites().size())
                .mapToObj(site -> EnergyRules.offer(site, problem.sites().get(site)))
                .toList();
        offers = new Offers(siteOffers, problem.periods(), problem.periodHours(), problem.policy());
        stated = new Needs(this.problem.jobs(), problem.periods(), problem.periodHours())
                .under(this.problem.jobs(), problem.policy(), offers, limitPrices);
        ledger = new Ledger(offers, problem.policy().carbonCapKg(), limits.keptRounds());
        var opening = new StandingRules(this.problem, offers, stated, ledger.vetoes());
        boolean mindsMoves = !standing.isEmpty() && limits.leastGain() > 0;
        needs = mindsMoves ? stated.staying(opening.stood(standing), limits.leastGainPerMwh(problem.sites())) : stated;
        recovery = new Recovery(offers, needs, problem.policy().carbonCapKg());
        recovery.stand(opening.draft(standing).by(needs));
        lastBest = recovery.best();
        lastStated = lastBest.by(stated);
        sample = sample(0);
        isSampled = sample.jobs().length < stated.count;
        asked = sample.weighed(stated.asDivisible());
        market = new DivisibleMarket(
                offers,
                asked,
                sample.jobs(),
                offers.capacityWatts,
                problem.policy().carbonCapKg());
        market.name(recovery.best());
        steps = new PriceSteps(scale(1));
        prices = new double[offers.cells() + 1];
        announced = announcement(1);
    }

    @Override
    public List<SiteOffer> offers() {
        return siteOffers;
    }

    @Override
    public Announcement open() {
        return announced;
    }

    @Override
    public Step hear(Bids bids) {
        Transcript.By by = by();
        ledger.hear(announced, bids);
        boolean more = announced.round() < limits.maxRounds() && !isGoodEnough() && advance(bids);
        if (!more) {
            finish();
        }
        ledger.record(by, announced, bids, best().objective());
        if (!more) {
            return new Step.Closing(ledger.bestAnnouncement());
        }
        announced = announcement(announced.round() + 1);
        return new Step.NextRound(announced);
    }

    @Override
    public Agreement close(List<FinalBid> finalBids) {
        return new Closing(problem, best(), ledger.bestAnnouncement(), ledger.bestBound())
                .agreement(ledger.transcript(finalBids), warnings())
                .inOrder(jobIdsAsked);
    }

    /** What has come of it so far, for whoever negotiates above. */
    Draft bestDraft() {
        return best();
    }

    Ledger ledger() {
        return ledger;
    }

    List<String> warnings() {
        if (isGoodEnough() || stage != Stage.STEPPING) {
            return List.of();
        }
        return List.of("stopped after " + announced.round() + " rounds, before the market was cleared");
    }

    private Transcript.By by() {
        if (announced.round() == 1) {
            return Transcript.By.OPENING;
        }
        return stage == Stage.CLEARING ? Transcript.By.CLEARING : Transcript.By.STEP;
    }

    private boolean isGoodEnough() {
        return gap() <= limits.targetGap();
    }

    /** Of work that does not divide more is only tried where there is something to gain. */
    private boolean isContent() {
        return gap() <= limits.contentGap();
    }

    private double gap() {
        Draft best = best();
        double lostValue = best.lostValue();
        Bill bill = new Bill(0, 0, best.objective() - lostValue);
        return Certificate.of(bill, lostValue, ledger.bestBound()).gap();
    }

    /** Sets the next prices; false when there is nothing left to say. */
    private boolean advance(Bids bids) {
        roundsInStage++;
        return switch (stage) {
            case STEPPING -> {
                if (isSampled) {
                    rehearse();
                    yield true;
                }
                steps.step(prices, ledger.excess(bids.demandWatts()));
                if (roundsInStage >= STEPPING_ROUNDS) {
                    openMarket();
                }
                yield true;
            }
            case CLEARING -> {
                boolean more = !isSampled && market.advance();
                if (!isSampled) {
                    takeMarketPrices();
                }
                yield more || refine();
            }
            case REFINING -> {
                steps.step(prices, ledger.excess(bids.demandWatts()));
                int most = isSampled ? REHEARSED_ROUNDS : REFINING_ROUNDS;
                if (roundsInStage == most) {
                    System.arraycopy(steps.average(), 0, prices, 0, prices.length);
                }
                if (roundsInStage == most + 1 && limits.ascents(needs.count) > 0) {
                    ascend();
                    yield true;
                }
                yield roundsInStage <= most;
            }
        };
    }

    /** Of very many jobs only a sample is asked until its market is cleared. */
    private void rehearse() {
        stage = Stage.CLEARING;
        roundsInStage = 0;
        double[][] found = IntStream.range(0, Sample.many(stated.count))
                .parallel()
                .mapToObj(this::rehearse)
                .toArray(double[][]::new);
        for (int index = 0; index < prices.length; index++) {
            int place = index;
            prices[index] =
                    Arrays.stream(found).mapToDouble(each -> each[place]).sum() / found.length;
        }
    }

    /** The prices of one sample's market; the first is the one whose plan is kept. */
    private double[] rehearse(int which) {
        double capKg = problem.policy().carbonCapKg();
        Sample drawn = which == 0 ? sample : sample(which);
        Needs weighed = which == 0 ? asked : drawn.weighed(stated.asDivisible());
        var cleared =
                which == 0 ? market : new DivisibleMarket(offers, weighed, drawn.jobs(), offers.capacityWatts, capKg);
        double[] found = prices.clone();
        new Rehearsal(offers, weighed, drawn.jobs(), capKg).bring(found, scale(1), cleared);
        return found;
    }

    private Sample sample(int which) {
        return Sample.of(stated, problem.periods(), limits.seed(), which, Sample.many(stated.count));
    }

    private void openMarket() {
        stage = Stage.CLEARING;
        roundsInStage = 0;
        market.name(scarcity(), carbonPrice());
        System.arraycopy(steps.average(), 0, prices, 0, prices.length);
        market.name(scarcity(), carbonPrice());
        market.name(recovery.insert(scarcity(), carbonPrice()));
        market.open(carbonPrice());
        takeMarketPrices();
    }

    private void takeMarketPrices() {
        System.arraycopy(market.scarcityPerMwh(), 0, prices, 0, offers.cells());
        prices[offers.cells()] = market.carbonPricePerKg();
        if (recovery.isAllDivisible() && !isSampled) {
            recovery.consider(market, new Draft(offers, needs));
        }
    }

    /** Goes on from the best prices by small steps; false where the market was all there is and none is needed. */
    private boolean refine() {
        if (recovery.isAllDivisible()) {
            return false;
        }
        stage = Stage.REFINING;
        roundsInStage = 0;
        take(ledger.bestAnnouncement());
        steps = new PriceSteps(scale(REFINING_SCALE));
        return true;
    }

    /** Few jobs can be asked often: their prices are brought close to the best there are. */
    private void ascend() {
        take(ledger.bestAnnouncement());
        recovery.insert(scarcity(), carbonPrice());
        var ascent = new DualAscent(offers, needs, problem.policy().carbonCapKg(), prices);
        double[] best = ascent.climb(limits.ascents(needs.count), recovery.best());
        System.arraycopy(best, 0, prices, 0, prices.length);
    }

    /** The last word on the plan, at the best prices. */
    private void finish() {
        take(ledger.bestAnnouncement());
        if (isSampled && recovery.isAllDivisible()) {
            recovery.begin(
                    sample.whole(market, new Draft(offers, asked), new Draft(offers, needs)),
                    scarcity(),
                    carbonPrice());
        } else {
            recovery.insert(scarcity(), carbonPrice());
        }
        recovery.complete(scarcity(), carbonPrice());
        if (stage != Stage.STEPPING && !isSampled) {
            recovery.round(market.plan(new Draft(offers, needs)), scarcity(), carbonPrice());
        }
        if (needs.isStaying() || !(recovery.isAllDivisible() ? isGoodEnough() : isContent())) {
            recovery.better(scarcity(), carbonPrice(), ledger.bestBound(), limits.maxMoves(), limits.seed());
        }
        if (problem.policy().caps().isEmpty() && !recovery.isAllDivisible() && !isContent()) {
            var noRows = new CapRows(problem.jobs(), needs, problem.policy(), offers);
            recovery.anneal(noRows, prices, limits.steps(needs.count), limits.seed());
        }
        if (!isContent()) {
            recovery.searchStarts(prices, limits.looks(needs.count), limits.seed());
        }
        recovery.stay();
    }

    /** The best plan known, as the jobs state their costs. */
    private Draft best() {
        if (recovery.best() != lastBest) {
            lastBest = recovery.best();
            lastStated = lastBest.by(stated);
        }
        return lastStated;
    }

    private double[] scarcity() {
        return Arrays.copyOf(prices, offers.cells());
    }

    private double carbonPrice() {
        return prices[offers.cells()];
    }

    private void take(Announcement announcement) {
        for (int cell = 0; cell < offers.cells(); cell++) {
            prices[cell] = announcement.scarcityPerMwh(cell);
        }
        prices[offers.cells()] = announcement.carbonPricePerKg();
    }

    private Announcement announcement(int round) {
        long[] scarcity = new long[offers.cells()];
        for (int cell = 0; cell < scarcity.length; cell++) {
            scarcity[cell] = Math.round(prices[cell] / Announcement.SCARCITY_UNIT);
        }
        long carbon = Math.round(carbonPrice() / Announcement.CARBON_UNIT);
        return new Announcement(round, carbon, WholeSeries.of(scarcity));
    }

    /** What a large price is: the mean forecast for capacity, and as much for the carbon of a mean MWh. */
    private double[] scale(double by) {
        double money = 0;
        double carbon = 0;
        for (int cell = 0; cell < offers.cells(); cell++) {
            money += Math.abs(offers.moneyPerMwh[cell]) / offers.cells();
            carbon += Math.abs(offers.carbonKgPerMwh[cell]) / offers.cells();
        }
        double[] scale = new double[offers.cells() + 1];
        Arrays.fill(scale, by * Math.max(1, money));
        scale[offers.cells()] = problem.policy().capsCarbon() && carbon > 0 ? by * Math.max(1, money) / carbon : 0;
        return scale;
    }
}
