package dev.flexgate.planning;

import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Socket: who holds jobs back that have not begun, before they are negotiated. */
@FunctionalInterface
public interface Holds {

    Holds NONE = _ -> Map.of();

    /**
     * Which jobs must wait for a later plan, each with why, in words. Called before every plan; what it says is stored
     * with the plan's inputs.
     *
     * @param jobs in order of id
     */
    Map<JobId, String> held(List<Unbegun> jobs);

    /**
     * A job that has not begun.
     *
     * @param most what it could use at most, as forecast: all its work in the dearest half-hour where it may run
     * @param placed what its runs in the standing plan use within a time, as forecast; empty where it stands in no plan
     */
    record Unbegun(Job job, Supplier<Cost> most, Optional<Function<Interval, Cost>> placed) {}
}
