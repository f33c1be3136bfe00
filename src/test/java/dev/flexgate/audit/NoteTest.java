package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.identity.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteTest {

    @Nested
    class PublishedNotes {

        private final JsonNode vectors = Shared.json("reference/audit/signed-note/signed-note.json");

        @Test
        void the_good_ones_are_accepted() {
            assertEquals(4, vectors.get("accept").size());
            for (JsonNode each : vectors.get("accept")) {
                SignedNote note = SignedNote.parse(each.get("note").asText().getBytes(UTF_8));
                assertEquals(each.get("text").asText(), note.text());
                assertEquals(each.get("note").asText(), note.note());
                assertEquals(
                        each.get("verified").asInt(),
                        note.verifiedBy(keys(each)).size());
            }
        }

        @Test
        void the_bad_ones_are_refused() {
            var bad = new ArrayList<byte[]>();
            vectors.get("reject")
                    .forEach(each -> bad.add(each.get("note").asText().getBytes(UTF_8)));
            vectors.get("rejectBytesHex")
                    .forEach(each ->
                            bad.add(HexFormat.of().parseHex(each.get("hex").asText())));
            assertEquals(10, bad.size());
            List<NoteKey> known = keys(vectors.get("reject").get(0));
            List<NoteKey> unknown = keys(vectors.get("reject").get(8));
            for (int i = 0; i < bad.size(); i++) {
                byte[] note = bad.get(i);
                List<NoteKey> keys = i == 8 ? unknown : known;
                assertThrows(
                        NoteRefusedException.class,
                        () -> SignedNote.parse(note).verifiedBy(keys),
                        () -> new String(note, UTF_8));
            }
        }

        @Test
        void bad_verifier_keys_are_refused() {
            for (JsonNode each : vectors.get("badVkeys")) {
                assertThrows(NoteRefusedException.class, () -> NoteKey.of(each.asText()));
            }
        }

        @Test
        void signing_reproduces_a_note_byte_for_byte() {
            JsonNode testKey = vectors.get("testOnlySigningKey");
            JsonNode wanted = vectors.get("accept").get(0);
            SigningKey key = signingKey(testKey.get("skey").asText());
            SignedNote note = SignedNote.sign(wanted.get("text").asText(), "PeterNeumann", key);
            assertEquals(wanted.get("note").asText(), note.note());
            assertEquals(testKey.get("vkey").asText(), new NoteKey("PeterNeumann", key.publicKey()).text());
        }

        private static List<NoteKey> keys(JsonNode each) {
            var keys = new ArrayList<NoteKey>();
            each.get("vkeys").forEach(key -> keys.add(NoteKey.of(key.asText())));
            return keys;
        }
    }

    /** A log of 15 entries that another implementation wrote. */
    @Nested
    class TesseraLog {

        private final Path log = Shared.path("reference/audit/tessera-log/log");
        private final JsonNode keys = Shared.json("reference/audit/tessera-log/keys.json");
        private final NoteKey key = NoteKey.of(keys.get("logVkey").asText());

        @Test
        void every_checkpoint_is_the_root_over_the_entries_and_is_signed_again_byte_for_byte() throws IOException {
            SigningKey signer = signingKey(keys.get("logSkeyTestOnly").asText());
            var tree = new MemoryTree();
            for (int size = 0; size <= 15; size++) {
                if (size > 0) {
                    tree.append(keys.get("leaves").get(size - 1).asText().getBytes(UTF_8));
                }
                byte[] note = Files.readAllBytes(log.resolve("checkpoint." + size));
                Checkpoint checkpoint = Checkpoint.verified(note, key);
                assertEquals(new Checkpoint(key.name(), size, tree.frontier().root()), checkpoint);
                assertEquals(
                        new String(note, UTF_8),
                        SignedNote.sign(checkpoint.text(), key.name(), signer).note());
            }
        }

        @Test
        void every_tile_holds_our_hashes_and_every_bundle_our_entries() throws IOException {
            var tree = new MemoryTree();
            var entries = new ArrayList<byte[]>();
            for (int size = 1; size <= 15; size++) {
                entries.add(keys.get("leaves").get(size - 1).asText().getBytes(UTF_8));
                tree.append(entries.getLast());
                Tile tile = Tile.hashTiles(size).getFirst();
                assertArrayEquals(
                        Files.readAllBytes(log.resolve(tile.path())),
                        new Frontier((1L << size) - 1, tree.tile(tile)).bytes());
                byte[] bundle = Files.readAllBytes(
                        log.resolve(Tile.ofEntry(size - 1, size).path()));
                assertArrayEquals(bundle, EntryBundle.bytes(entries));
                assertEquals(size, EntryBundle.entries(bundle).size());
            }
        }

        @Test
        void every_pair_of_checkpoints_is_consistent() throws IOException {
            var tree = new MemoryTree();
            keys.get("leaves").forEach(leaf -> tree.append(leaf.asText().getBytes(UTF_8)));
            int pairs = 0;
            for (int newer = 1; newer <= 15; newer++) {
                for (int older = 1; older <= newer; older++) {
                    List<Hash> proof = Merkle.consistency(older, newer, tree);
                    assertTrue(Merkle.isConsistent(older, newer, root(older), root(newer), proof));
                    pairs++;
                }
            }
            assertEquals(120, pairs);
        }

        private Hash root(int size) throws IOException {
            return Checkpoint.verified(Files.readAllBytes(log.resolve("checkpoint." + size)), key)
                    .root();
        }
    }

    @Nested
    class ProofFiles {

        private final SigningKey signer = key(1);
        private final NoteKey log = new NoteKey("log.example/a", signer.publicKey());
        private final MemoryTree tree = new MemoryTree();

        @Test
        void a_proof_file_is_read_back_and_proves_its_entry() {
            TlogProof proof = proof();
            assertEquals(proof, TlogProof.parse(proof.text().getBytes(UTF_8)));
            assertEquals(30, proof.verified(entry(17), log).size());
        }

        @Test
        void any_other_byte_in_a_proof_file_is_refused() {
            byte[] file = proof().text().getBytes(UTF_8);
            var random = new Random(3);
            for (int at = 0; at < file.length; at++) {
                byte[] changed = file.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                assertThrows(
                        NoteRefusedException.class,
                        () -> TlogProof.parse(changed).verified(entry(17), log),
                        () -> new String(changed, UTF_8));
            }
        }

        @Test
        void another_entry_or_another_log_is_refused() {
            TlogProof proof = proof();
            assertThrows(NoteRefusedException.class, () -> proof.verified(entry(18), log));
            var other = new NoteKey("log.example/b", signer.publicKey());
            assertThrows(NoteRefusedException.class, () -> proof.verified(entry(17), other));
            var forged = new NoteKey("log.example/a", key(2).publicKey());
            assertThrows(NoteRefusedException.class, () -> proof.verified(entry(17), forged));
        }

        private TlogProof proof() {
            while (tree.frontier().size() < 30) {
                tree.append(entry((int) tree.frontier().size()));
            }
            var checkpoint = new Checkpoint(log.name(), 30, tree.frontier().root());
            String note = SignedNote.sign(checkpoint.text(), log.name(), signer).note();
            return new TlogProof(17, Merkle.inclusion(17, 30, tree), note);
        }

        private static byte[] entry(int number) {
            return ("entry " + number).getBytes(UTF_8);
        }
    }

    @Nested
    class Signing {

        private final MemoryTree tree = new MemoryTree();

        @Test
        void a_growing_log_is_signed_and_remembered_over_a_restart(@TempDir Path folder) {
            grow(5);
            signer(folder).sign(checkpoint(), List.of());
            grow(7);
            SignedNote note = signer(folder).sign(checkpoint(), Merkle.consistency(5, 12, tree));
            assertEquals(checkpoint(), signer(folder).last().orElseThrow());
            assertEquals(note, signer(folder).sign(checkpoint(), List.of()));
        }

        @Test
        void a_smaller_tree_is_refused(@TempDir Path folder) {
            grow(5);
            Checkpoint small = checkpoint();
            grow(1);
            signer(folder).sign(checkpoint(), List.of());
            assertThrows(CheckpointRefusedException.class, () -> signer(folder).sign(small, List.of()));
        }

        @Test
        void a_second_root_for_one_size_is_refused(@TempDir Path folder) {
            grow(5);
            signer(folder).sign(checkpoint(), List.of());
            var other = new Checkpoint("log.example/a", 5, Merkle.EMPTY_ROOT);
            assertThrows(CheckpointRefusedException.class, () -> signer(folder).sign(other, List.of()));
        }

        @Test
        void another_history_of_more_entries_is_refused(@TempDir Path folder) {
            grow(5);
            signer(folder).sign(checkpoint(), List.of());
            var other = new MemoryTree();
            var random = new Random(9);
            for (int i = 0; i < 9; i++) {
                other.append(random);
            }
            var next = new Checkpoint("log.example/a", 9, other.frontier().root());
            List<Hash> proof = Merkle.consistency(5, 9, other);
            assertThrows(CheckpointRefusedException.class, () -> signer(folder).sign(next, proof));
        }

        @Test
        void another_log_is_refused(@TempDir Path folder) {
            var other = new Checkpoint("log.example/b", 0, Merkle.EMPTY_ROOT);
            assertThrows(CheckpointRefusedException.class, () -> signer(folder).sign(other, List.of()));
        }

        private void grow(int entries) {
            for (int i = 0; i < entries; i++) {
                tree.append(("entry " + tree.frontier().size()).getBytes(UTF_8));
            }
        }

        private Checkpoint checkpoint() {
            return new Checkpoint(
                    "log.example/a", tree.frontier().size(), tree.frontier().root());
        }

        private static CheckpointSigner signer(Path folder) {
            return new CheckpointSigner("log.example/a", key(1), folder.resolve("last-checkpoint"));
        }
    }

    static SigningKey key(int number) {
        var seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return SigningKey.ofSeed(seed);
    }

    /** Reads the private key text of Go's note package: the last part is a type byte and the seed. */
    private static SigningKey signingKey(String skey) {
        byte[] typed = Base64.getDecoder().decode(skey.split("\\+", 5)[4]);
        return SigningKey.ofSeed(Arrays.copyOfRange(typed, 1, typed.length));
    }
}
