package dev.flexgate.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Ed25519Test {

    @Nested
    class Every_provider_of_the_chain {

        static Stream<Ed25519Engine> engines() {
            // Corretto is absent on some platforms; the two behind it never are.
            return Ed25519.candidates().stream().flatMap(candidate -> {
                try {
                    return Stream.of(candidate.make().get());
                } catch (IllegalStateException _) {
                    return Stream.empty();
                }
            });
        }

        @ParameterizedTest
        @MethodSource("engines")
        void passes_the_self_test(Ed25519Engine engine) {
            SelfTest.run(engine);
        }

        @ParameterizedTest
        @MethodSource("engines")
        void agrees_with_all_151_vectors_of_wycheproof(Ed25519Engine engine) {
            var wrong = new ArrayList<Integer>();
            int count = 0;
            for (JsonNode group :
                    Shared.json("reference/audit/wycheproof/ed25519_test.json").get("testGroups")) {
                var key = new PublicKey32(hex(group.at("/publicKey/pk").textValue()));
                for (JsonNode test : group.get("tests")) {
                    byte[] signature = hex(test.get("sig").textValue());
                    boolean accepted =
                            Ed25519.verify(engine, key, hex(test.get("msg").textValue()), signature);
                    if (accepted != test.get("result").textValue().equals("valid")) {
                        wrong.add(test.get("tcId").intValue());
                    }
                    count++;
                }
            }
            assertEquals(151, count);
            assertEquals(List.of(), wrong, engine.name());
        }

        @ParameterizedTest
        @MethodSource("engines")
        void signs_the_beckn_vector_bit_for_bit(Ed25519Engine engine) throws Exception {
            JsonNode vector = Shared.json("reference/beckn/test-vectors/quoted-signature-vectors.json")
                    .at("/vectors/0");
            byte[] seed = base64(vector, "private_seed_32byte_b64");
            byte[] signed = engine.seal(seed)
                    .sign(vector.get("signing_string").textValue().getBytes(UTF_8));
            assertArrayEquals(base64(vector, "signature_b64"), signed);
            assertEquals(
                    vector.get("public_key_b64").textValue(),
                    engine.publicKey(seed).base64());
        }

        @ParameterizedTest
        @MethodSource("engines")
        void makes_and_accepts_the_same_signatures_as_the_others(Ed25519Engine engine) throws Exception {
            var random = new Random(7);
            for (int round = 0; round < 50; round++) {
                byte[] seed = bytes(random, 32);
                byte[] message = bytes(random, random.nextInt(500));
                byte[] signature = engine.seal(seed).sign(message);
                assertEquals(64, signature.length);
                for (Ed25519Engine other : engines().toList()) {
                    assertArrayEquals(signature, other.seal(seed).sign(message));
                    assertTrue(other.verify(engine.publicKey(seed), message, signature));
                }
            }
        }

        @ParameterizedTest
        @MethodSource("engines")
        void refuses_a_key_that_is_no_point_without_breaking(Ed25519Engine engine) {
            var random = new Random(8);
            for (int round = 0; round < 200; round++) {
                var key = new PublicKey32(bytes(random, 32));
                assertFalse(engine.verify(key, bytes(random, 10), bytes(random, 64)));
            }
        }
    }

    @Nested
    class The_chain {

        @Test
        void begins_with_corretto_then_bouncy_castle_then_the_jdk() {
            assertEquals(
                    List.of("Corretto", "BouncyCastle", "SunEC"),
                    Ed25519.candidates().stream()
                            .map(EngineChoice.Candidate::name)
                            .toList());
        }

        @Test
        void passes_over_a_provider_that_is_absent() {
            Ed25519Engine chosen = EngineChoice.first(List.of(
                    candidate(() -> {
                        throw new IllegalStateException("absent");
                    }),
                    candidate(BouncyCastleEd25519::new)));
            assertEquals("BouncyCastle", chosen.name());
        }

        @Test
        void passes_over_a_provider_whose_native_library_does_not_link() {
            Ed25519Engine chosen = EngineChoice.first(List.of(
                    candidate(() -> {
                        throw new UnsatisfiedLinkError("no library");
                    }),
                    candidate(BouncyCastleEd25519::new)));
            assertEquals("BouncyCastle", chosen.name());
        }

        @Test
        void passes_over_a_provider_that_accepts_everything() {
            Ed25519Engine chosen =
                    EngineChoice.first(List.of(candidate(CredulousEngine::new), candidate(BouncyCastleEd25519::new)));
            assertEquals("BouncyCastle", chosen.name());
        }

        @Test
        void does_not_start_without_any_provider() {
            assertThrows(
                    IllegalStateException.class, () -> EngineChoice.first(List.of(candidate(CredulousEngine::new))));
        }

        private static EngineChoice.Candidate candidate(Supplier<Ed25519Engine> make) {
            return new EngineChoice.Candidate("candidate", make);
        }
    }

    @Nested
    class The_provider_in_use {

        @Test
        void is_metered() {
            var meters = new SimpleMeterRegistry();
            Ed25519.meter(meters);
            for (String name : List.of("Corretto", "BouncyCastle", "SunEC")) {
                double expected = name.equals(Ed25519.provider()) ? 1 : 0;
                assertEquals(
                        expected,
                        meters.get("flexgate.crypto.provider")
                                .tag("provider", name)
                                .gauge()
                                .value());
            }
        }

        @Test
        void passes_the_self_test_of_start_up() {
            Ed25519.selfTest();
        }

        @Test
        void refuses_every_length_but_64() {
            SigningKey key = SigningKey.generate(new SecureRandom());
            byte[] message = "as agreed".getBytes(UTF_8);
            byte[] signature = key.sign(message);
            assertTrue(Ed25519.verify(key.publicKey(), message, signature));
            for (int length : new int[] {0, 1, 63, 65, 128}) {
                assertFalse(Ed25519.verify(key.publicKey(), message, java.util.Arrays.copyOf(signature, length)));
            }
        }

        /** Today's providers check the length themselves; SunEC of JDK 17.0.15 did not. */
        @Test
        void is_not_even_asked_about_another_length() {
            PublicKey32 key = SigningKey.generate(new SecureRandom()).publicKey();
            assertTrue(Ed25519.verify(new CredulousEngine(), key, new byte[0], new byte[64]));
            for (int length : new int[] {0, 63, 65, 128}) {
                assertFalse(Ed25519.verify(new CredulousEngine(), key, new byte[0], new byte[length]));
            }
        }

        @Test
        void refuses_any_single_bit_changed() {
            SigningKey key = SigningKey.generate(new SecureRandom());
            byte[] message = "as agreed".getBytes(UTF_8);
            byte[] signature = key.sign(message);
            for (int bit = 0; bit < 512; bit++) {
                byte[] changed = signature.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                assertFalse(Ed25519.verify(key.publicKey(), message, changed), "bit " + bit);
            }
        }
    }

    /** A provider gone wrong: signs well and believes everybody. */
    private static final class CredulousEngine implements Ed25519Engine {

        private final Ed25519Engine honest = new BouncyCastleEd25519();

        @Override
        public String name() {
            return "credulous";
        }

        @Override
        public boolean verify(PublicKey32 key, byte[] message, byte[] signature) {
            return true;
        }

        @Override
        public Seal seal(byte[] seed) throws java.security.GeneralSecurityException {
            return honest.seal(seed);
        }

        @Override
        public PublicKey32 publicKey(byte[] seed) {
            return honest.publicKey(seed);
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] base64(JsonNode vector, String field) {
        return Base64.getDecoder().decode(vector.get(field).textValue());
    }
}
