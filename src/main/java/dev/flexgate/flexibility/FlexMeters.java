package dev.flexgate.flexibility;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How busy the door is: states entered, by name, and how long an answer takes. Names come from sealed types only. */
final class FlexMeters {

    private final MeterRegistry registry;
    private final Timer answer;
    private final Counter illegal;

    FlexMeters(MeterRegistry registry) {
        this.registry = registry;
        this.answer = Timer.builder("flexgate.flex.answer")
                .description("Time from a need to its offer, negotiations included")
                .register(registry);
        this.illegal = Counter.builder("flexgate.flex.refused")
                .description("Steps that did not follow from the state of a thing")
                .register(registry);
    }

    void entered(String entity, String state) {
        registry.counter("flexgate.flex." + entity, "state", state).increment();
    }

    void refused() {
        illegal.increment();
    }

    <T> T timed(Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            answer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }
}
