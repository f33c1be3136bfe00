package dev.flexgate.planning;

import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.JobId;
import java.time.Duration;
import java.util.List;

/** Why a job runs when and where it runs, or why it waits. */
public sealed interface Explanation {

    JobId job();

    PlanId plan();

    long planVersion();

    /** The worst quality among the forecasts behind every number here. */
    Quality quality();

    /** All of it in one sentence. */
    String sentence();

    /** Why the cheapest alternative was not taken. */
    enum WhyNot {
        /** It was: nothing in the job's window is cheaper to it. */
        TAKEN,
        /** Others hold the room there. */
        FULL,
        /** It would cause carbon that the cap needs elsewhere. */
        CARBON,
        /** A policy's limit or blackout forbids it. */
        LIMIT,
        /** Work that does not divide had to be fitted beside the rest. */
        INDIVISIBLE,
        /** The plan before had the job here, and going there would save less than a move must. */
        STAYS,
        /** The job has begun and is not moved. */
        BEGUN,
        /** A grid operator was promised more load, and this job is part of it. */
        HELD,
        /** A person has said that it runs so: see {@link Adjustment.JobPinned}. */
        PINNED
    }

    /**
     * It runs.
     *
     * @param runs when and where, from the beginning of the plan
     * @param cost of those runs
     * @param runNow cost of the same work at home from its release on, unbroken and without limits
     * @param cheapest where it would run if it had the sites to itself
     * @param cheapestCost of that
     * @param whyNot why it does not run there
     * @param scarcity highest price of room that the cheapest alternative meets; zero where room is free
     * @param slack from the end of its last run to its deadline
     */
    record Runs(
            JobId job,
            PlanId plan,
            long planVersion,
            Quality quality,
            String sentence,
            List<Allocation> runs,
            Cost cost,
            Cost runNow,
            List<Allocation> cheapest,
            Cost cheapestCost,
            WhyNot whyNot,
            EnergyPrice scarcity,
            Duration slack)
            implements Explanation {

        public Runs {
            runs = List.copyOf(runs);
            cheapest = List.copyOf(cheapest);
        }
    }

    /**
     * Its work, or a part of it, waits.
     *
     * @param deferred how much, and which constraint binds
     * @param partly what does run
     */
    record Waits(
            JobId job,
            PlanId plan,
            long planVersion,
            Quality quality,
            String sentence,
            Deferred deferred,
            List<Allocation> partly)
            implements Explanation {

        public Waits {
            partly = List.copyOf(partly);
        }
    }
}
