package dev.flexgate.store;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;

/** Makes ids that sort by the time they were made (UUID version 7, RFC 9562), so that indexes grow at one end. */
public final class Ids {

    private final TimeBasedEpochGenerator generator;

    /** @param random unguessable in production ({@link java.security.SecureRandom}), seeded in tests */
    public Ids(InstantSource clock, Random random) {
        generator = Generators.timeBasedEpochGenerator(random, new UUIDClock() {
            @Override
            public long currentTimeMillis() {
                return clock.millis();
            }
        });
    }

    /** An id greater than those this instance made before, as long as the clock does not go back. */
    public UUID next() {
        return generator.generate();
    }
}
