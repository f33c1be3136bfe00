package dev.flexgate.negotiation;

import java.util.List;

/**
 * What a job agent wants: work done inside a window at one of its sites.
 *
 * <p>A malleable job draws at most {@code powerMw} over all sites together, or at each. The others run at constant power
 * for the fewest whole periods that hold their work, at just the power that makes the work exact.
 *
 * @param id name of the job, unique in its problem
 * @param powerMw greatest IT power
 * @param energyMwh IT work
 * @param release first period in which it may run
 * @param deadline first period in which it may run no more
 * @param allowedSites indices of the sites it may run at; none at all is a job that will be deferred
 * @param homeSite index of the site where it would run without us
 */
public record JobNeed(
        String id,
        Shape shape,
        double powerMw,
        double energyMwh,
        int release,
        int deadline,
        List<Integer> allowedSites,
        int homeSite,
        Weights weights) {

    public JobNeed {
        allowedSites = allowedSites.stream().distinct().sorted().toList();
        if (!(powerMw > 0 && Double.isFinite(powerMw)) || !(energyMwh > 0 && Double.isFinite(energyMwh))) {
            throw new IllegalArgumentException(
                    "job " + id + ": power and work above zero, not " + powerMw + " MW, " + energyMwh + " MWh");
        }
    }

    /** A job at home at the first of its sites, minding money alone. */
    public JobNeed(
            String id,
            Shape shape,
            double powerMw,
            double energyMwh,
            int release,
            int deadline,
            List<Integer> allowedSites) {
        this(
                id,
                shape,
                powerMw,
                energyMwh,
                release,
                deadline,
                allowedSites,
                allowedSites.isEmpty() ? 0 : allowedSites.getFirst(),
                Weights.MONEY);
    }

    public JobNeed withWeights(Weights value) {
        return new JobNeed(id, shape, powerMw, energyMwh, release, deadline, allowedSites, homeSite, value);
    }

    public JobNeed withHomeSite(int value) {
        return new JobNeed(id, shape, powerMw, energyMwh, release, deadline, allowedSites, value, weights);
    }
}
