package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;

/**
 * How a job agent speaks for one shard of jobs: told the opening offers once and an announcement each round, it
 * answers with the best responses of its jobs, added up; asked at the closing, it names each job's own bid.
 * It knows nothing of other shards. Not for use by two threads at once.
 */
public final class JobRules {

    private static final double MICRO = 1e6;

    private final int shard;
    private final List<JobNeed> jobs;
    private final PolicyTerms policy;
    private final Offers offers;
    private final Needs stated;
    private WholeSeries limitNano = WholeSeries.zeros(0);
    private Needs needs;
    private Responder responder;

    /**
     * A shard told the opening.
     *
     * @param offers one a site, in order of site
     * @param policy the rules announced at the opening: closed periods are no longer offered
     */
    public JobRules(int shard, List<JobNeed> jobs, List<SiteOffer> offers, double periodHours, PolicyTerms policy) {
        this.shard = shard;
        this.jobs = List.copyOf(jobs);
        int periods = offers.isEmpty() ? 0 : offers.getFirst().moneyPerMwh().size();
        this.offers = new Offers(offers, periods, periodHours, policy);
        this.policy = policy;
        this.stated = new Needs(jobs, periods, periodHours);
        this.needs = stated.under(this.jobs, policy, this.offers, new double[0]);
        this.responder = new Responder(this.offers, needs);
    }

    /** The shard's bids at the prices announced. */
    public Bids respond(Announcement announcement) {
        quote(announcement);
        long[] demandWatts = new long[offers.cells()];
        long dualMicro = 0;
        for (int job = 0; job < needs.count; job++) {
            responder.respond(job, offers.capacityWatts);
            for (int index = 0; index < responder.count; index++) {
                demandWatts[responder.cell[index]] += responder.watts[index];
            }
            dualMicro = Math.addExact(dualMicro, (long) Math.floor(responder.value * MICRO));
        }
        return new Bids(announcement.round(), shard, WholeSeries.of(demandWatts), dualMicro);
    }

    /** What each job of the shard would choose at the closing prices, and its cost to it at those prices. */
    public List<FinalBid> finalBids(Announcement closing) {
        quote(closing);
        List<FinalBid> bids = new ArrayList<>(needs.count);
        for (int job = 0; job < needs.count; job++) {
            responder.respond(job, offers.capacityWatts);
            List<Run> runs = Runs.of(offers, responder.cell, responder.watts, responder.count);
            double deferredMwh = responder.deferredWattPeriods * offers.mwhPerWattPeriod;
            bids.add(new FinalBid(jobs.get(job).id(), runs, deferredMwh, responder.value));
        }
        return bids;
    }

    private void quote(Announcement announcement) {
        if (!announcement.limitNano().equals(limitNano)) {
            limitNano = announcement.limitNano();
            needs = stated.under(jobs, policy, offers, announcement.limitPrices());
            responder = new Responder(offers, needs);
        }
        double[] scarcityPerMwh = new double[offers.cells()];
        for (int cell = 0; cell < scarcityPerMwh.length; cell++) {
            scarcityPerMwh[cell] = announcement.scarcityPerMwh(cell);
        }
        responder.quote(scarcityPerMwh, announcement.carbonPricePerKg());
    }
}
