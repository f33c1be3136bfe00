package dev.flexgate.planning;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What planning tells the operator in numbers. */
final class PlanningMeters {

    private final Counter versions;
    private final Counter conflicts;
    private final Counter silent;
    private final Counter failures;
    private final Timer solving;
    private final AtomicReference<Double> gap = new AtomicReference<>(Double.NaN);
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicReference<Double> deferred = new AtomicReference<>(Double.NaN);

    PlanningMeters(MeterRegistry registry) {
        versions = registry.counter("flexgate.plan.versions");
        conflicts = registry.counter("flexgate.plan.conflicts");
        failures = registry.counter("flexgate.plan.failures");
        silent = registry.counter("flexgate.plan.agents.silent");
        solving = registry.timer("flexgate.plan.solve.duration");
        registry.gauge("flexgate.plan.gap.ratio", gap, AtomicReference::get);
        registry.gauge("flexgate.plan.deferred.jobs", deferred, AtomicReference::get);
        registry.gauge("flexgate.plan.proposals.waiting", waiting, AtomicLong::get);
    }

    <T> T timed(Supplier<T> work) {
        Timer.Sample begun = Timer.start();
        try {
            return work.get();
        } finally {
            begun.stop(solving);
        }
    }

    void agreed(Plan plan) {
        versions.increment();
        gap.set(plan.certificate().gap().doubleValue());
        deferred.set((double) plan.deferred().size());
    }

    void waiting(long proposals) {
        waiting.set(proposals);
    }

    void conflict() {
        conflicts.increment();
    }

    void absences(int count) {
        silent.increment(count);
    }

    void failure() {
        failures.increment();
    }
}
