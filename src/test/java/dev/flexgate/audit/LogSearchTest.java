package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.wire.Digests;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSearchTest {

    @TempDir
    private Path folder;

    private TestLog log;
    private LogSearch search;
    private RecordId sought;

    @BeforeEach
    void open() {
        log = new TestLog(folder);
        search = new LogSearch(log.database);
        log.append(5);
        sought = log.append(TestLog.decision("case", List.of(), List.of(TestLog.evidence("request", "{}"))));
        log.append("case");
        log.placeAll();
        log.sequencer.publish();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void a_record_is_found_by_id_number_and_either_hash() {
        StoredRecord record = log.reader.find(sought).orElseThrow();
        for (String text : List.of(
                sought.toString(),
                " " + sought.toString().toUpperCase(Locale.ROOT) + " ",
                Long.toString(record.index()),
                Digests.sha256Hex(record.jws()),
                Merkle.leafHash(record.jws()).hex())) {
            assertEquals(List.of(sought), ids(search.find(text, 10)), text);
        }
    }

    @Test
    void everything_about_a_subject_is_found_by_its_id_alone() {
        List<LogSearch.Head> found = search.find("case", 10);
        assertEquals(2, found.size());
        assertEquals(sought, found.getLast().id());
        assertEquals("order", found.getFirst().entityType());
        assertEquals(1, search.find("case", 1).size());
    }

    @Test
    void what_is_nowhere_is_not_found() {
        assertEquals(List.of(), search.find("nobody", 10));
        assertEquals(List.of(), search.find("0".repeat(64), 10));
        assertEquals(List.of(), search.find("99999", 10));
    }

    @Test
    void evidence_is_known_by_its_hash() {
        assertTrue(search.hasEvidence(Digests.sha256Hex("{}".getBytes(UTF_8))));
        assertFalse(search.hasEvidence("0".repeat(64)));
        assertFalse(search.hasEvidence("case"));
    }

    @Test
    void records_and_checkpoints_are_paged_from_the_newest() {
        List<LogSearch.Head> page = search.page(Long.MAX_VALUE, 3);
        assertEquals(
                List.of(6L, 5L, 4L), page.stream().map(LogSearch.Head::index).toList());
        assertEquals(3, search.page(4, 3).getFirst().index());
        assertEquals(
                7, search.checkpoints(Long.MAX_VALUE, 3).getFirst().checkpoint().size());
        assertEquals(List.of(), search.checkpoints(0, 3));
    }

    private static List<RecordId> ids(List<LogSearch.Head> heads) {
        return heads.stream().map(LogSearch.Head::id).toList();
    }
}
