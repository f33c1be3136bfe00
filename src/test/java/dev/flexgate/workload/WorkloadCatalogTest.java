package dev.flexgate.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.workload.WorkloadCatalog.Loaded;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadCatalogTest {

    private static final SiteId CAMBRIDGE = new SiteId("cambridge-east");

    @TempDir
    Path folder = Path.of("");

    private final Database database = TestDatabase.fresh();
    private final Moment clock = new Moment("2026-11-21T10:20:30Z");
    private final Ids ids = new Ids(clock, new Random(1));
    private final WorkloadRecords records = new WorkloadRecords(new AuditLog(ids), new Actor("test", "workload"));
    private final Jobs jobs = new Jobs(database, records, ids, clock, JobLimits.DEFAULT);
    private final Sites sites = new Sites(database);
    private final Policies policies = new Policies(database);
    private final WorkloadCatalog catalog = new WorkloadCatalog(database, jobs, records, clock);

    @BeforeEach
    void copy_the_shipped_catalogue() throws IOException {
        for (String name : List.of("sites", "policies", "jobs")) {
            Files.createDirectories(folder.resolve(name));
            try (var files = Files.list(Path.of("catalog", name))) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(name).resolve(file.getFileName()));
                }
            }
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void the_first_loading_brings_everything_and_the_second_nothing() {
        assertEquals(new Loaded(3, 3, 3, 20), catalog.load(folder));
        clock.advance(Duration.ofHours(1));
        assertEquals(29, auditRecords());
        assertEquals(new Loaded(0, 0, 0, 0), catalog.load(folder));
        assertEquals(29, auditRecords());
        assertEquals(WorkloadFiles.read(folder).sites(), sites.all());
        assertEquals(
                WorkloadFiles.read(folder).policies(),
                policies.current().stream().map(Versioned::value).toList());
    }

    @Test
    void a_changed_file_makes_a_new_version_and_the_old_one_stays() throws IOException {
        catalog.load(folder);
        Site before = sites.find(CAMBRIDGE).orElseThrow();
        change("sites/cambridge-east.json", "\"pue\": 1.22", "\"pue\": 1.19");
        change("policies/flexgate-compute.json", "16000", "15000");
        assertEquals(new Loaded(1, 0, 1, 0), catalog.load(folder));
        assertEquals(29 + 2, auditRecords());
        assertEquals(
                new BigDecimal("1.19"),
                sites.find(CAMBRIDGE).orElseThrow().power().effectiveness());
        assertEquals(before, sites.find(CAMBRIDGE, 1).orElseThrow());
        assertEquals(sites.find(CAMBRIDGE), sites.find(CAMBRIDGE, 2));
    }

    @Test
    void the_same_value_written_otherwise_is_no_change() throws IOException {
        catalog.load(folder);
        change("sites/cambridge-east.json", "\"pue\": 1.22", "\"pue\": 1.220");
        assertEquals(new Loaded(0, 0, 0, 0), catalog.load(folder));
    }

    @Test
    void what_was_set_by_hand_stays_until_its_file_changes() throws IOException {
        catalog.load(folder);
        var tenant = new TenantId("flexgate-compute");
        var desk = new PolicyDesk(database, records, clock);
        Policy before = policies.find(tenant, 1).orElseThrow();
        Policy clean = new Policy(tenant, "clean", new CarbonCap.None(), before.carbonPerTonne());
        assertInstanceOf(PolicyDesk.Change.Done.class, desk.set(clean, 1, "key"));
        assertEquals(new Loaded(0, 0, 0, 0), catalog.load(folder));
        assertEquals(clean, policies.standing(tenant).orElseThrow().policy());
        assertInstanceOf(PolicyDesk.Change.Done.class, desk.withdraw(tenant, 2, "key"));
        assertEquals(new Loaded(0, 0, 0, 0), catalog.load(folder));
        assertEquals(2, policies.current().size(), "withdrawn stays withdrawn");
        assertEquals(29 + 2, auditRecords());
        change("policies/flexgate-compute.json", "16000", "15000");
        assertEquals(new Loaded(0, 0, 1, 0), catalog.load(folder));
        assertEquals(4, policies.standing(tenant).orElseThrow().version());
    }

    @Test
    void one_bad_file_and_nothing_is_loaded() throws IOException {
        change("sites/south-wales.json", "\"place\"", "\"palce\"");
        assertThrows(WorkloadFileException.class, () -> catalog.load(folder));
        assertEquals(List.of(), sites.all());
    }

    @Test
    void a_sample_job_comes_again_once_its_window_has_passed() {
        catalog.load(folder);
        clock.advance(Duration.ofHours(7));
        Loaded later = catalog.load(folder);
        assertEquals(1, later.sampleJobs(), "the trailer was due after six hours");
        clock.advance(Duration.ofHours(50));
        assertEquals(20, catalog.load(folder).sampleJobs());
        assertTrue(jobs.open().stream().allMatch(each -> each.job().origin() == Origin.SAMPLE));
    }

    private int auditRecords() {
        return database.rows("select record_id from audit_pending").size();
    }

    private void change(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(from));
        Files.writeString(path, text.replace(from, to));
    }
}
