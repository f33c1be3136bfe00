package dev.flexgate.placement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All regions for a job: those that may be chosen, the best first, then what is unknown, then what is excluded.
 *
 * @param asOf what was known then was used
 * @param planVersion beside which plan room was looked for; 0 for none
 * @param home id of the home site
 * @param runNow at home from the release on, whatever room there is; empty where it is not known
 */
public record PlacementAnswer(
        Instant asOf, long planVersion, String home, Optional<Terms> runNow, List<Placed> regions) {

    public PlacementAnswer {
        regions = List.copyOf(regions);
    }

    /**
     * A region in the answer.
     *
     * @param terms what it comes to; also of one that is excluded, where it is known
     */
    public record Placed(Region region, Standing standing, Optional<Terms> terms) {}
}
