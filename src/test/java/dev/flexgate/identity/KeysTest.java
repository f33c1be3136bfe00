package dev.flexgate.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.flexgate.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    /** RFC 8037 appendix A: the key of RFC 8032 test 1. */
    private static final byte[] RFC_SEED =
            HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    private static final SigningKey RFC_KEY = SigningKey.ofSeed(RFC_SEED);

    @Nested
    class Names_and_published_keys {

        @Test
        void a_key_is_named_by_the_thumbprint_of_rfc_8037_appendix_a_3() {
            assertEquals(
                    "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                    RFC_KEY.publicKey().thumbprint());
            assertEquals(RFC_KEY.publicKey().thumbprint(), RFC_KEY.keyId());
            assertEquals(
                    "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                    RFC_KEY.publicKey().base64Url());
        }

        @Test
        void a_published_set_holds_public_parts_only() throws Exception {
            JsonNode set = Jwks.of(List.of(RFC_KEY.publicKey()));
            assertEquals(
                    "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\","
                            + "\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\",\"use\":\"sig\",\"alg\":\"Ed25519\"}]}",
                    Json.text(set));
            OctetKeyPair read = OctetKeyPair.parse(Json.text(set.at("/keys/0")));
            assertFalse(read.isPrivate());
            assertEquals(read.computeThumbprint().toString(), read.getKeyID());
        }

        @Test
        void a_public_key_has_exactly_32_bytes_and_keeps_them() {
            byte[] bytes = RFC_KEY.publicKey().bytes();
            var key = new PublicKey32(bytes);
            bytes[0]++;
            key.bytes()[1]++;
            assertEquals(RFC_KEY.publicKey(), key);
            assertEquals(key, PublicKey32.ofBase64(key.base64()));
            assertThrows(IllegalArgumentException.class, () -> new PublicKey32(new byte[31]));
            assertThrows(IllegalArgumentException.class, () -> new PublicKey32(new byte[33]));
            assertThrows(IllegalArgumentException.class, () -> PublicKey32.ofBase64("!"));
        }

        @Test
        void a_private_key_does_not_show_in_words() {
            assertHidden(RFC_KEY.toString());
            assertHidden(String.valueOf(List.of(RFC_KEY)));
        }
    }

    @Nested
    class At_rest {

        @TempDir
        Path parent;

        Path folder;

        @BeforeEach
        void choose() {
            folder = parent.resolve("keys");
        }

        @Test
        void a_key_is_made_once_and_found_again() {
            SigningKey made = new KeyFolder(folder).loadOrCreate("beckn");
            SigningKey found = new KeyFolder(folder).loadOrCreate("beckn");
            assertEquals(made.publicKey(), found.publicKey());
            assertEquals(made.keyId(), found.keyId());
            byte[] message = "as agreed".getBytes(UTF_8);
            assertArrayEquals(made.sign(message), found.sign(message));
        }

        @Test
        void every_purpose_has_its_own_key() {
            var keys = new KeyFolder(folder);
            assertNotEquals(
                    keys.loadOrCreate("beckn").publicKey(),
                    keys.loadOrCreate("audit-records").publicKey());
        }

        @Test
        void only_the_owner_can_read_it_and_nothing_else_is_left_behind() throws IOException {
            new KeyFolder(folder).loadOrCreate("beckn");
            assertEquals("rwx------", mode(folder));
            assertEquals("rw-------", mode(folder.resolve("beckn.jwk")));
            try (var files = Files.list(folder)) {
                assertEquals(
                        List.of(".lock", "beckn.jwk"),
                        files.map(file -> file.getFileName().toString())
                                .sorted()
                                .toList());
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
        void a_wider_file_is_refused(String mode) throws IOException {
            var keys = new KeyFolder(folder);
            keys.loadOrCreate("beckn");
            Files.setPosixFilePermissions(folder.resolve("beckn.jwk"), PosixFilePermissions.fromString(mode));
            assertThrows(KeyFolderException.class, () -> keys.loadOrCreate("beckn"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"rwxr-x---", "rwx--x---", "rwx-----x", "rwxrwxrwx"})
        void a_wider_folder_is_refused(String mode) throws IOException {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
            assertThrows(KeyFolderException.class, () -> new KeyFolder(folder));
        }

        @Test
        void a_file_of_another_key_is_refused() throws IOException {
            var keys = new KeyFolder(folder);
            keys.loadOrCreate("beckn");
            keys.loadOrCreate("audit");
            Path file = folder.resolve("beckn.jwk");
            String x = Json.mapper()
                    .readTree(folder.resolve("audit.jwk").toFile())
                    .get("x")
                    .textValue();
            String own = Json.mapper().readTree(file.toFile()).get("x").textValue();
            Files.writeString(file, Files.readString(file).replace(own, x));
            assertThrows(KeyFolderException.class, () -> keys.loadOrCreate("beckn"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{}",
                    "not a key nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                    "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\","
                            + "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\"kid\":\"a\"}",
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}"
                })
        void a_damaged_file_is_refused_and_not_quoted(String content) throws IOException {
            var keys = new KeyFolder(folder);
            keys.loadOrCreate("beckn");
            Files.writeString(folder.resolve("beckn.jwk"), content);
            var refused = assertThrows(KeyFolderException.class, () -> keys.loadOrCreate("beckn"));
            for (Throwable each = refused; each != null; each = each.getCause()) {
                assertHidden(String.valueOf(each));
            }
        }

        @Test
        void a_link_instead_of_a_file_is_refused() throws IOException {
            var keys = new KeyFolder(folder);
            keys.loadOrCreate("beckn");
            Files.createSymbolicLink(folder.resolve("audit.jwk"), folder.resolve("beckn.jwk"));
            assertThrows(KeyFolderException.class, () -> keys.loadOrCreate("audit"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "../beckn", "a/b", "Beckn", ".lock", "a.jwk", "-a"})
        void a_purpose_cannot_leave_the_folder(String purpose) {
            assertThrows(IllegalArgumentException.class, () -> new KeyFolder(folder).loadOrCreate(purpose));
        }

        @Test
        void all_who_ask_at_once_get_the_same_key() throws Exception {
            var keys = new KeyFolder(folder);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var asks = new ArrayList<Callable<PublicKey32>>();
                for (int ask = 0; ask < 16; ask++) {
                    asks.add(() -> keys.loadOrCreate("beckn").publicKey());
                }
                var found = new HashSet<PublicKey32>();
                for (var answer : threads.invokeAll(asks)) {
                    found.add(answer.get());
                }
                assertEquals(1, found.size());
            }
        }

        private static String mode(Path path) throws IOException {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        }
    }

    private static void assertHidden(String words) {
        assertFalse(words.contains(Base64.getEncoder().encodeToString(RFC_SEED)), words);
        assertFalse(words.contains(Base64.getUrlEncoder().withoutPadding().encodeToString(RFC_SEED)), words);
        assertFalse(words.contains(HexFormat.of().formatHex(RFC_SEED)), words);
        assertTrue(words.length() < 1000);
    }
}
