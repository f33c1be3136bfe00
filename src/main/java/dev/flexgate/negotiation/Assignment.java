package dev.flexgate.negotiation;

import java.util.List;

/** Where, when and at what power one job runs, in order of site and period, and what that costs. */
public record Assignment(String jobId, List<Run> runs, Bill bill) {

    public Assignment {
        runs = List.copyOf(runs);
    }
}
