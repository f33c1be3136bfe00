package dev.flexgate.negotiation;

import java.util.List;

/**
 * A job's best response at the closing prices. Where the plan gives it something else, it is because other work
 * came first in a tie or because work does not divide; the difference in value is in the gap, to the last penny.
 *
 * @param deferredMwh IT work it would rather leave undone
 * @param value what the bid costs the job at the closing prices, scarcity and carbon price included
 */
public record FinalBid(String jobId, List<Run> runs, double deferredMwh, double value) {

    public FinalBid {
        runs = List.copyOf(runs);
    }
}
