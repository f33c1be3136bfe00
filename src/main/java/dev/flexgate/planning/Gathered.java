package dev.flexgate.planning;

import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.TrackedJob;
import java.util.List;

/**
 * What a new plan starts from.
 *
 * @param aCase its inputs, and what they refer to
 * @param open every open job as it stood
 * @param closed those that have come to their end
 * @param begun open jobs that had runs before the new plan begins
 * @param ranSince runs of the standing plan that end before the new one begins
 */
record Gathered(
        PlanCase aCase, List<TrackedJob> open, List<Closed> closed, List<JobId> begun, List<Allocation> ranSince) {

    /** A job at its end. */
    record Closed(TrackedJob job, JobState end) {}
}
