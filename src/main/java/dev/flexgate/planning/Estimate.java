package dev.flexgate.planning;

import dev.flexgate.quantity.Quality;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What would become of a job that is not taken yet, beside the standing plan: unbroken windows, and the cheapest
 * half-hours where it may pause. Nothing is moved for it and nothing is kept: the next plan may do better.
 *
 * @param planVersion beside which plan
 * @param asOf when that plan's inputs were read
 * @param quality the worst of its forecasts
 * @param windows the best three that are free, cheapest first; empty where none is
 * @param runNow at home, from the release on; empty where that lies beyond the plan
 * @param bestRefused the cheapest that is not free, if it is cheaper than those that are
 */
public record Estimate(
        long planVersion,
        Instant asOf,
        Quality quality,
        List<Candidate> windows,
        Optional<Candidate> runNow,
        Optional<Candidate> bestRefused) {

    static final int WINDOWS = 3;

    public Estimate {
        windows = List.copyOf(windows);
    }
}
