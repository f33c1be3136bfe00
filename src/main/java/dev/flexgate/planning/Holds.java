package dev.flexgate.planning;

import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Socket: who holds jobs back that have not begun and stand in no plan, before they are negotiated. */
@FunctionalInterface
public interface Holds {

    Holds NONE = (_, _) -> Map.of();

    /**
     * Which jobs must wait for a later plan, each with why, in words. Called before every plan; what it says is stored
     * with the plan's inputs.
     *
     * @param fresh jobs that stand in no plan, in order of id
     * @param most what a job could use at most, as forecast: all its work in the dearest half-hour where it may run
     */
    Map<JobId, String> held(List<Job> fresh, Function<Job, Cost> most);
}
