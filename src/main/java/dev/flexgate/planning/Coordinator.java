package dev.flexgate.planning;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.negotiation.Announcement;
import dev.flexgate.negotiation.Bids;
import dev.flexgate.negotiation.Coordination;
import dev.flexgate.negotiation.FinalBid;
import dev.flexgate.negotiation.JobNeed;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.Step;
import dev.flexgate.negotiation.Veto;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Leads one negotiation over the event bus: briefs the agents, announces prices, adds up bids, closes. It waits
 * for an answer no longer than the deadline; a job agent that stays silent is stood in for until the end, by the
 * same rules from the same brief. So a lost agent costs one deadline and changes no byte of the agreement.
 */
final class Coordinator {

    private final UUID id;
    private final Problem problem;
    private final Coordination rules;
    private final Dialogue.PolicyBrief policyBrief;
    private final List<Seat> energy;
    private final Seat policy;
    private final List<Seat.OfJobs> jobs;
    private final List<Absence> absences = new ArrayList<>();

    /**
     * Sits everybody down.
     *
     * @param deadline longest wait for an answer
     * @param shards into how many job agents the jobs are divided, in their order
     */
    Coordinator(
            Vertx vertx,
            Addresses addresses,
            Duration deadline,
            int shards,
            UUID id,
            Problem problem,
            Coordination rules) {
        this.id = id;
        this.problem = problem;
        this.rules = rules;
        this.policyBrief = new Dialogue.PolicyBrief(id, problem.policy(), problem.jobs());
        this.energy = IntStream.range(0, problem.sites().size())
                .mapToObj(site -> new Seat(vertx, addresses.energy(site), deadline, absences))
                .toList();
        this.policy = new Seat(vertx, addresses.policy(), deadline, absences);
        this.jobs = IntStream.range(0, shards)
                .mapToObj(shard ->
                        new Seat.OfJobs(vertx, addresses.jobs(shard), deadline, absences, brief(shard, shards)))
                .toList();
    }

    /** Negotiates to the end. Waits: not for an event loop. */
    Agreed agree() {
        open();
        Announcement announcement = rules.open();
        while (true) {
            switch (rules.hear(bids(announcement))) {
                case Step.NextRound next -> announcement = next.announcement();
                case Step.Closing closing -> {
                    Agreement agreement = rules.close(finalBids(closing.announcement()));
                    refuseVetoed(agreement);
                    return new Agreed(agreement, absences);
                }
            }
        }
    }

    private void open() {
        for (int site = 0; site < energy.size(); site++) {
            energy.get(site)
                    .say(new Dialogue.EnergyBrief(id, site, problem.sites().get(site)));
        }
        policy.say(policyBrief);
        jobs.forEach(seat -> seat.say(seat.brief()));
        for (int site = 0; site < energy.size(); site++) {
            Seat seat = energy.get(site);
            Record own = rules.offers().get(site);
            seat.answer(0)
                    .filter(offer -> !offer.equals(own))
                    .ifPresent(_ -> seat.leave(0, "its offer is not its forecast's"));
        }
        policy.answer(0);
        jobs.forEach(seat -> seat.answer(0));
    }

    private Bids bids(Announcement announcement) {
        int round = announcement.round();
        var prices = new Dialogue.Prices(id, announcement);
        jobs.forEach(seat -> seat.say(prices));
        energy.forEach(seat -> seat.say(prices));
        policy.say(prices);
        List<Bids> bids = new ArrayList<>();
        for (Seat.OfJobs seat : jobs) {
            bids.add(seat.answer(round)
                    .map(Bids.class::cast)
                    .orElseGet(() -> seat.standIn().respond(announcement)));
        }
        energy.forEach(seat -> seat.answer(round));
        policy.answer(round);
        return bids.stream().reduce(Bids::plus).orElseThrow();
    }

    private List<FinalBid> finalBids(Announcement closing) {
        jobs.forEach(seat -> seat.say(new Dialogue.LastCall(id, closing)));
        List<FinalBid> bids = new ArrayList<>();
        for (Seat.OfJobs seat : jobs) {
            bids.addAll(seat.answer(closing.round())
                    .map(said -> ((Dialogue.FinalBids) said).bids())
                    .orElseGet(() -> seat.standIn().finalBids(closing)));
        }
        return bids;
    }

    /** The policy agent has the last word; for one that is lost its own rules speak. */
    private void refuseVetoed(Agreement agreement) {
        policy.say(new Dialogue.Proposal(id, agreement.assignments()));
        List<Veto> vetoes = policy.answer(0)
                .map(said -> ((Dialogue.Vetoes) said).vetoes())
                .orElseGet(() -> PolicyAgent.vetoes(policyBrief, agreement.assignments()));
        if (!vetoes.isEmpty()) {
            throw new IllegalStateException("the policy agent vetoes what was agreed: " + vetoes);
        }
    }

    /** The part of one shard: part after part they are all the jobs, in their order. */
    private Dialogue.JobsBrief brief(int shard, int shards) {
        long count = problem.jobs().size();
        List<JobNeed> part =
                problem.jobs().subList((int) (count * shard / shards), (int) (count * (shard + 1) / shards));
        return new Dialogue.JobsBrief(id, shard, part, rules.offers(), problem.periodHours(), problem.policy());
    }
}
