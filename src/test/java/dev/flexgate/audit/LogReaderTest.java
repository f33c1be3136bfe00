package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.wire.Digests;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {

    @TempDir
    private Path folder;

    private TestLog log;

    @BeforeEach
    void open() {
        log = new TestLog(folder);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void a_record_waits_then_is_placed_then_is_proved() {
        RecordId id = log.append("a");
        assertTrue(log.reader.isPending(id));
        assertEquals(Optional.empty(), log.reader.find(id).map(StoredRecord::index));
        log.placeAll();
        assertFalse(log.reader.isPending(id));
        assertEquals(0, log.reader.find(id).orElseThrow().index());
        assertTrue(log.reader.proof(id).isEmpty());
        log.sequencer.publish();
        assertTrue(log.reader.proof(id).isPresent());
        assertTrue(log.reader.proof(new RecordId(new UUID(1, 1))).isEmpty());
    }

    @Test
    void every_proof_is_accepted_by_whoever_holds_the_key_of_the_log() {
        List<RecordId> ids = log.append(600);
        log.placeAll();
        log.sequencer.publish();
        NoteKey key = NoteKey.of(log.checkpoints.key().text());
        for (int i = 0; i < ids.size(); i += 37) {
            byte[] jws = log.reader.find(ids.get(i)).orElseThrow().jws();
            byte[] file = log.reader.proof(ids.get(i)).orElseThrow().text().getBytes(UTF_8);
            Checkpoint checkpoint = TlogProof.parse(file).verified(jws, key);
            assertEquals(600, checkpoint.size());
            assertEquals(TestLog.ORIGIN, checkpoint.origin());
        }
    }

    @Test
    void the_records_of_a_subject_are_read_in_their_order_and_by_pages() {
        log.append(20);
        log.placeAll();
        List<StoredRecord> all = log.reader.of("order", "order-3", 0, 10);
        assertEquals(
                List.of(3L, 10L, 17L), all.stream().map(StoredRecord::index).toList());
        List<StoredRecord> page = log.reader.of("order", "order-3", 4, 1);
        assertEquals(List.of(10L), page.stream().map(StoredRecord::index).toList());
        assertEquals(List.of(), log.reader.of("slot", "order-3", 0, 10));
        log.append("order-3");
        assertEquals(1, log.reader.waiting("order", "order-3"));
        assertEquals(0, log.reader.waiting("order", "order-4"));
    }

    @Test
    void the_tiles_alone_rebuild_the_tree() {
        log.append(700);
        log.placeAll();
        log.sequencer.publish();
        var tree = new MemoryTree();
        for (String path : List.of("tile/entries/000", "tile/entries/001", "tile/entries/002.p/188")) {
            EntryBundle.entries(log.reader.tile(path).orElseThrow()).forEach(tree::append);
        }
        Checkpoint checkpoint = Checkpoint.verified(log.reader.checkpointNote().orElseThrow(), log.checkpoints.key());
        assertEquals(tree.frontier().root(), checkpoint.root());
        List<Tile> tiles = Tile.hashTiles(700);
        assertEquals(
                List.of("tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2"),
                tiles.stream().map(Tile::path).toList());
        for (Tile tile : tiles) {
            assertArrayEquals(
                    bytes(tree.tile(tile)), log.reader.tile(tile.path()).orElseThrow());
        }
    }

    @Test
    void no_tile_beyond_the_last_checkpoint_is_shown() {
        log.append(10);
        log.placeAll();
        log.sequencer.publish();
        log.append(10);
        log.placeAll();
        assertTrue(log.reader.tile("tile/0/000.p/10").isPresent());
        assertTrue(log.reader.tile("tile/0/000.p/9").isPresent());
        assertTrue(log.reader.tile("tile/0/000.p/11").isEmpty());
        assertTrue(log.reader.tile("tile/entries/000.p/11").isEmpty());
        assertTrue(log.reader.tile("tile/0/000").isEmpty());
        assertTrue(log.reader.tile("tile/1/000.p/1").isEmpty());
        assertTrue(log.reader.tile("../../etc/passwd").isEmpty());
    }

    @Test
    void checkpoints_are_proved_consistent_up_to_the_published_size() {
        log.append(300);
        log.placeAll();
        Hash first = root(log);
        log.append(41);
        log.placeAll();
        log.sequencer.publish();
        assertTrue(Merkle.isConsistent(300, 341, first, root(log), log.reader.consistency(300, 341)));
        assertThrows(IllegalArgumentException.class, () -> log.reader.consistency(300, 342));
        assertThrows(IllegalArgumentException.class, () -> log.reader.consistency(301, 300));
    }

    @Test
    void evidence_is_found_under_its_hash() {
        log.append(TestLog.decision("a", List.of(), List.of(TestLog.evidence("request", "{\"b\":2}"))));
        byte[] exact = "{\"b\":2}".getBytes(UTF_8);
        Hash hash = Hash.of(Digests.sha256(exact));
        assertArrayEquals(exact, log.reader.evidence(hash).orElseThrow());
        assertTrue(log.reader.evidence(Merkle.EMPTY_ROOT).isEmpty());
    }

    private static Hash root(TestLog log) {
        byte[] frontier = log.database
                .row("select frontier from audit_state")
                .orElseThrow()
                .getBuffer("frontier")
                .getBytes();
        return Frontier.of(log.size(), frontier).root();
    }

    private static byte[] bytes(List<Hash> hashes) {
        var bytes = new ByteArrayOutputStream();
        hashes.forEach(hash -> bytes.writeBytes(hash.bytes()));
        return bytes.toByteArray();
    }
}
