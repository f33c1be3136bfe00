package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flexgate.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MerkleTest {

    private static final long SEED = 20261121;

    @Nested
    class Published {

        @Test
        void all_98_inclusion_vectors_are_judged_rightly() throws IOException {
            List<JsonNode> cases = cases("reference/audit/merkle/inclusion");
            assertEquals(98, cases.size());
            for (JsonNode each : cases) {
                boolean accepted = isHash(each.get("leafHash"))
                        && Merkle.isIncluded(
                                hash(each.get("leafHash")),
                                unsigned(each.get("leafIdx")),
                                unsigned(each.get("treeSize")),
                                hashes(each.get("proof")),
                                hash(each.get("root")));
                assertEquals(each.get("wantErr").asBoolean(), !accepted, each::toPrettyString);
            }
        }

        @Test
        void all_98_consistency_vectors_are_judged_rightly() throws IOException {
            List<JsonNode> cases = cases("reference/audit/merkle/consistency");
            assertEquals(98, cases.size());
            for (JsonNode each : cases) {
                boolean accepted = Merkle.isConsistent(
                        unsigned(each.get("size1")),
                        unsigned(each.get("size2")),
                        hash(each.get("root1")),
                        hash(each.get("root2")),
                        hashes(each.get("proof")));
                assertEquals(each.get("wantErr").asBoolean(), !accepted, each::toPrettyString);
            }
        }

        @Test
        void the_roots_of_the_reference_tree_are_reproduced() {
            JsonNode reference = Shared.json("reference/audit/merkle/rfc6962-reference.json");
            assertEquals(reference.get("emptyRoot").asText(), Merkle.EMPTY_ROOT.hex());
            var tree = new MemoryTree();
            assertEquals(
                    reference.at("/rootHashesBySize/0").asText(),
                    tree.frontier().root().hex());
            for (int i = 0; i < 8; i++) {
                String input = reference.get("leafInputsHex").get(i).asText();
                tree.append(HexFormat.of().parseHex(input));
                String root = reference.get("rootHashesBySize").get(i + 1).asText();
                assertEquals(root, tree.frontier().root().hex());
                assertEquals(root, Merkle.root(i + 1, tree).hex());
            }
            JsonNode levels = reference.get("nodeHashesByLevel");
            for (int level = 0; level < levels.size(); level++) {
                for (int number = 0; number < levels.get(level).size(); number++) {
                    assertEquals(
                            levels.get(level).get(number).asText(),
                            tree.node(level, number).hex());
                }
            }
        }

        @Test
        void a_leaf_of_the_go_checksum_database_is_reproduced() {
            JsonNode leaf =
                    Shared.json("reference/audit/merkle/rfc6962-reference.json").get("goSumdb");
            byte[] data = leaf.get("leafData").asText().getBytes(UTF_8);
            assertEquals(leaf.get("leafHashB64").asText(), Merkle.leafHash(data).base64());
        }

        private static List<JsonNode> cases(String folder) throws IOException {
            var mapper = new ObjectMapper();
            var cases = new ArrayList<JsonNode>();
            try (var files = Files.walk(Shared.path(folder))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                        .sorted()
                        .toList()) {
                    cases.add(mapper.readTree(file.toFile()));
                }
            }
            return cases;
        }

        private static long unsigned(JsonNode number) {
            return number.bigIntegerValue().longValue();
        }

        private static boolean isHash(JsonNode base64) throws IOException {
            return base64.binaryValue().length == Hash.BYTES;
        }

        /** Some vectors put free text where a hash belongs; our hashes cannot hold it, so its digest stands in. */
        private static Hash hash(JsonNode base64) throws IOException {
            byte[] bytes = base64.binaryValue();
            return bytes.length == Hash.BYTES ? Hash.of(bytes) : Merkle.leafHash(bytes);
        }

        private static List<Hash> hashes(JsonNode proof) throws IOException {
            var hashes = new ArrayList<Hash>();
            for (JsonNode step : proof) {
                hashes.add(hash(step));
            }
            return hashes;
        }
    }

    @Nested
    class Properties {

        private final Random random = new Random(SEED);

        @Test
        void every_leaf_of_every_small_tree_is_proved_and_every_beginning_too() {
            var tree = new MemoryTree();
            var roots = new ArrayList<Hash>();
            for (int size = 1; size <= 70; size++) {
                tree.append(random);
                Hash root = tree.frontier().root();
                roots.add(root);
                for (int index = 0; index < size; index++) {
                    List<Hash> proof = Merkle.inclusion(index, size, tree);
                    assertTrue(Merkle.isIncluded(tree.node(0, index), index, size, proof, root));
                }
                for (int older = 1; older <= size; older++) {
                    List<Hash> proof = Merkle.consistency(older, size, tree);
                    assertTrue(Merkle.isConsistent(older, size, roots.get(older - 1), root, proof));
                }
            }
        }

        @Test
        void any_split_into_batches_gives_the_same_root() {
            var tree = new MemoryTree();
            for (int i = 0; i < 5_000; i++) {
                tree.append(random);
            }
            for (int round = 0; round < 20; round++) {
                long size = 0;
                byte[] stored = {};
                while (size < 5_000) {
                    Frontier frontier = Frontier.of(size, stored);
                    long end = Math.min(5_000, size + 1 + random.nextInt(700));
                    for (long index = size; index < end; index++) {
                        frontier = frontier.append(tree.node(0, index));
                    }
                    size = end;
                    stored = frontier.bytes();
                }
                assertEquals(tree.frontier(), Frontier.of(size, stored));
            }
            assertEquals(tree.frontier().root(), Merkle.root(5_000, tree));
        }

        @Test
        void proofs_of_large_trees_come_from_tiles_alone() {
            var tree = new MemoryTree();
            for (int i = 0; i < 70_000; i++) {
                tree.append(random);
            }
            for (int round = 0; round < 300; round++) {
                long size = 1L + random.nextInt(70_000);
                long index = random.nextLong(size);
                long older = 1 + random.nextLong(size);
                var nodes = new TileNodes(size, tree::tile);
                Hash root = Merkle.root(size, nodes);
                List<Hash> proof = Merkle.inclusion(index, size, nodes);
                assertEquals(Merkle.inclusion(index, size, tree), proof);
                assertTrue(Merkle.isIncluded(tree.node(0, index), index, size, proof, root));
                List<Hash> beginning = Merkle.consistency(older, size, nodes);
                assertTrue(Merkle.isConsistent(older, size, Merkle.root(older, tree), root, beginning));
            }
        }

        @Test
        void any_one_bit_of_change_is_refused() {
            var tree = new MemoryTree();
            for (int i = 0; i < 300; i++) {
                tree.append(random);
            }
            for (int round = 0; round < 2_000; round++) {
                long size = 2L + random.nextInt(299);
                long index = random.nextLong(size);
                Hash leaf = tree.node(0, index);
                Hash root = Merkle.root(size, tree);
                List<Hash> proof = Merkle.inclusion(index, size, tree);
                assertFalse(Merkle.isIncluded(flipped(leaf), index, size, proof, root));
                assertFalse(Merkle.isIncluded(leaf, index, size, proof, flipped(root)));
                assertFalse(Merkle.isIncluded(leaf, index, size, changed(proof), root));
                long older = 1 + random.nextLong(size - 1);
                Hash olderRoot = Merkle.root(older, tree);
                List<Hash> beginning = Merkle.consistency(older, size, tree);
                assertFalse(Merkle.isConsistent(older, size, flipped(olderRoot), root, beginning));
                assertFalse(Merkle.isConsistent(older, size, olderRoot, flipped(root), beginning));
                assertFalse(Merkle.isConsistent(older, size, olderRoot, root, changed(beginning)));
            }
        }

        @Test
        void a_proof_binds_the_position() {
            var tree = new MemoryTree();
            for (int i = 0; i < 40; i++) {
                tree.append(random);
            }
            for (long index = 0; index < 40; index++) {
                Hash root = tree.frontier().root();
                List<Hash> proof = Merkle.inclusion(index, 40, tree);
                for (long other = 0; other < 130; other++) {
                    assertEquals(
                            other == index, Merkle.isIncluded(tree.node(0, index), other, 40, proof, root), "" + other);
                }
            }
        }

        private Hash flipped(Hash hash) {
            byte[] bytes = hash.bytes();
            int bit = random.nextInt(bytes.length * 8);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            return Hash.of(bytes);
        }

        private List<Hash> changed(List<Hash> proof) {
            var changed = new ArrayList<>(proof);
            switch (random.nextInt(3)) {
                case 0 -> changed.add(random.nextInt(proof.size() + 1), random());
                case 1 -> changed.remove(random.nextInt(proof.size()));
                default -> changed.replaceAll(this::flipped);
            }
            return changed;
        }

        private Hash random() {
            var bytes = new byte[Hash.BYTES];
            random.nextBytes(bytes);
            return Hash.of(bytes);
        }
    }

    @Nested
    class Bounds {

        @Test
        void a_leaf_outside_the_tree_has_no_proof() {
            var tree = new MemoryTree();
            tree.append(new byte[] {1});
            assertThrows(IllegalArgumentException.class, () -> Merkle.inclusion(1, 1, tree));
            assertThrows(IllegalArgumentException.class, () -> Merkle.inclusion(-1, 1, tree));
            assertThrows(IllegalArgumentException.class, () -> Merkle.consistency(2, 1, tree));
        }

        @Test
        void a_proof_with_more_hashes_than_the_place_has_is_refused() {
            var tree = new MemoryTree();
            for (int i = 0; i < 4; i++) {
                tree.append(new byte[] {(byte) i});
            }
            Hash root = tree.frontier().root();
            List<Hash> proof = Merkle.inclusion(3, 4, tree);
            assertTrue(Merkle.isIncluded(tree.node(0, 3), 3, 4, proof, root));
            // One hash to the left of it is all that leaf 4 of 5 has; the walk alone would take both.
            assertFalse(Merkle.isIncluded(tree.node(0, 3), 4, 5, proof, root));
        }

        @Test
        void a_frontier_of_another_size_cannot_be_held() {
            assertThrows(IllegalArgumentException.class, () -> Frontier.of(3, new byte[32]));
            assertThrows(IllegalArgumentException.class, () -> Frontier.of(1, new byte[31]));
            assertThrows(IllegalArgumentException.class, () -> Frontier.of(0, new byte[32]));
        }
    }
}
