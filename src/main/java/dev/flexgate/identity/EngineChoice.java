package dev.flexgate.identity;

import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the first candidate that can be made and passes the self-test. */
final class EngineChoice {

    record Candidate(String name, Supplier<Ed25519Engine> make) {}

    private static final Logger LOG = LoggerFactory.getLogger(EngineChoice.class);

    private EngineChoice() {}

    static Ed25519Engine first(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            try {
                Ed25519Engine engine = candidate.make().get();
                SelfTest.run(engine);
                report(engine, candidate.equals(candidates.getFirst()));
                return engine;
            } catch (RuntimeException | LinkageError unusable) {
                LOG.warn("Ed25519 provider {} passed over: {}", candidate.name(), unusable.getMessage());
            }
        }
        throw new IllegalStateException("no Ed25519 provider works here");
    }

    private static void report(Ed25519Engine engine, boolean preferred) {
        if (preferred) {
            LOG.info("Ed25519 provider {}", engine.name());
        } else {
            LOG.error("SLOW SIGNATURES: Ed25519 falls back to provider {}; throughput will suffer", engine.name());
        }
    }
}
