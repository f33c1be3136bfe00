package dev.flexgate.identity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ed25519 (RFC 8032) by the fastest provider that works here: Amazon Corretto (native), else BouncyCastle, else
 * the JDK, which is sixteen times slower at verifying and seventy at signing. The choice is made once, when
 * the class is first used; a candidate that is absent, unhealthy or fails the self-test is passed over loudly.
 */
public final class Ed25519 {

    /** Every signature has exactly this length; a longer one that some provider would accept is refused here. */
    public static final int SIGNATURE_LENGTH = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Ed25519.class);
    private static final Ed25519Engine ENGINE = EngineChoice.first(candidates());

    private Ed25519() {}

    /** Whether {@code signature} is {@code key}'s for exactly these bytes. */
    public static boolean verify(PublicKey32 key, byte[] message, byte[] signature) {
        return verify(ENGINE, key, message, signature);
    }

    static boolean verify(Ed25519Engine engine, PublicKey32 key, byte[] message, byte[] signature) {
        return signature.length == SIGNATURE_LENGTH && engine.verify(key, message, signature);
    }

    /** The provider in use: {@code Corretto}, {@code BouncyCastle} or {@code SunEC}. */
    public static String provider() {
        return ENGINE.name();
    }

    /**
     * Signs and verifies known vectors with the provider in use.
     *
     * @throws IllegalStateException when it answers wrongly; nothing may be signed or accepted then
     */
    public static void selfTest() {
        SelfTest.run(ENGINE);
        LOG.info("Ed25519 self-test passed, provider {}", ENGINE.name());
    }

    /** Meters {@code flexgate.crypto.provider}: 1 for the provider in use, 0 for the others. */
    public static void meter(MeterRegistry meters) {
        for (String name : List.of("Corretto", "BouncyCastle", "SunEC")) {
            double inUse = name.equals(provider()) ? 1 : 0;
            Gauge.builder("flexgate.crypto.provider", () -> inUse)
                    .description("1 for the Ed25519 provider in use")
                    .tag("provider", name)
                    .register(meters);
        }
    }

    static Ed25519Engine engine() {
        return ENGINE;
    }

    static List<EngineChoice.Candidate> candidates() {
        return List.of(
                new EngineChoice.Candidate("Corretto", Corretto::engine),
                new EngineChoice.Candidate("BouncyCastle", BouncyCastleEd25519::new),
                new EngineChoice.Candidate("SunEC", Ed25519::sunEc));
    }

    private static Ed25519Engine sunEc() {
        Provider provider = Objects.requireNonNull(Security.getProvider("SunEC"), "this JDK has no SunEC");
        return new JcaEd25519("SunEC", provider);
    }
}
