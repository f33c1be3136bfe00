package dev.flexgate.planning;

import dev.flexgate.negotiation.Announcement;
import dev.flexgate.negotiation.Assignment;
import dev.flexgate.negotiation.FinalBid;
import dev.flexgate.negotiation.JobNeed;
import dev.flexgate.negotiation.PolicyTerms;
import dev.flexgate.negotiation.SiteOffer;
import dev.flexgate.negotiation.SiteTerms;
import dev.flexgate.negotiation.Veto;
import java.util.List;
import java.util.UUID;

/**
 * What the agents say to one another on the event bus. Each is briefed once with its own share, by reference;
 * after that only prices go out and sums come back, so that a round costs the same for ten jobs and for ten
 * thousand.
 */
sealed interface Dialogue {

    /** To an energy agent: what its site is forecast. It answers with its {@link SiteOffer}. */
    record EnergyBrief(UUID negotiation, int site, SiteTerms terms) implements Dialogue {}

    /** To a policy agent: its hard rules and whom they bind. It answers with {@link Ready}. */
    record PolicyBrief(UUID negotiation, PolicyTerms terms, List<JobNeed> jobs) implements Dialogue {

        public PolicyBrief {
            jobs = List.copyOf(jobs);
        }
    }

    /** To a job agent: its shard of jobs, and what the sites offer. It answers with {@link Ready}. */
    record JobsBrief(
            UUID negotiation,
            int shard,
            List<JobNeed> jobs,
            List<SiteOffer> offers,
            double periodHours,
            PolicyTerms policy)
            implements Dialogue {

        public JobsBrief {
            jobs = List.copyOf(jobs);
            offers = List.copyOf(offers);
        }
    }

    /** I have my brief. */
    record Ready(UUID negotiation) implements Dialogue {}

    /**
     * To all: the prices of a round. An energy agent answers with its price schedule, a policy agent with its
     * carbon terms, a job agent with its bids.
     */
    record Prices(UUID negotiation, Announcement announcement) implements Dialogue {}

    /** To job agents: these prices close it. They answer with {@link FinalBids}. */
    record LastCall(UUID negotiation, Announcement announcement) implements Dialogue {}

    /** What each job of a shard would choose at the closing prices. */
    record FinalBids(List<FinalBid> bids) implements Dialogue {

        public FinalBids {
            bids = List.copyOf(bids);
        }
    }

    /** To a policy agent: this is what was agreed. It answers with {@link Vetoes}. */
    record Proposal(UUID negotiation, List<Assignment> assignments) implements Dialogue {

        public Proposal {
            assignments = List.copyOf(assignments);
        }
    }

    /** What the policy agent cannot let pass; nothing for a lawful plan. */
    record Vetoes(List<Veto> vetoes) implements Dialogue {

        public Vetoes {
            vetoes = List.copyOf(vetoes);
        }
    }
}
