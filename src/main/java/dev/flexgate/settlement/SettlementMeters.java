package dev.flexgate.settlement;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** What settlement tells the operator in numbers. */
final class SettlementMeters {

    private final Counter runs;
    private final Counter failures;
    private final Timer calculating;

    SettlementMeters(MeterRegistry registry) {
        runs = registry.counter("flexgate.settlement.runs");
        failures = registry.counter("flexgate.settlement.failures");
        calculating = registry.timer("flexgate.settlement.calculate.duration");
    }

    <T> T timed(Supplier<T> work) {
        Timer.Sample begun = Timer.start();
        try {
            return work.get();
        } finally {
            begun.stop(calculating);
        }
    }

    void calculated() {
        runs.increment();
    }

    void failure() {
        failures.increment();
    }
}
