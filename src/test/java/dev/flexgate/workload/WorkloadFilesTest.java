package dev.flexgate.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadFilesTest {

    private static final Path CATALOG = Path.of("catalog");

    @TempDir
    Path folder = Path.of("");

    @Test
    void the_catalogue_that_is_shipped_is_taken_whole() {
        WorkloadFiles files = WorkloadFiles.read(CATALOG);
        assertEquals(
                List.of("cambridge-east", "manchester-north-west", "south-wales"),
                files.sites().stream().map(site -> site.id().value()).toList());
        assertEquals(3, files.policies().size());
        assertEquals(20, files.sampleJobs().size());
    }

    @Test
    void every_sample_job_can_be_taken_whenever_it_is_loaded() {
        WorkloadFiles files = WorkloadFiles.read(CATALOG);
        Map<SiteId, Site> sites = files.sites().stream().collect(Collectors.toMap(Site::id, Function.identity()));
        Instant now = Instant.parse("2026-03-29T00:59:59Z");
        for (SampleJob sample : files.sampleJobs()) {
            assertEquals(Optional.empty(), JobRules.refusal(sample.at(now), sites, now, JobLimits.DEFAULT));
            assertEquals(Origin.SAMPLE, sample.at(now).origin());
        }
    }

    @Test
    void samples_show_every_shape_and_leave_room_to_choose() {
        WorkloadFiles files = WorkloadFiles.read(CATALOG);
        assertEquals(
                3,
                files.sampleJobs().stream()
                        .map(job -> job.shape().getClass())
                        .distinct()
                        .count());
        Power largest = files.sites().stream()
                .map(site -> site.power().flexible())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        assertTrue(largest.compareTo(Power.ofKilowatts(2_000)) > 0);
    }

    @Test
    void an_absent_folder_is_an_empty_one() {
        assertEquals(new WorkloadFiles(List.of(), List.of(), List.of(), List.of()), WorkloadFiles.read(folder));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"pue\": 1.22 }|\"pu\": 1.22 }|power.pue|is missing: add it, such as 1.2",
                "\"pue\": 1.22 }|\"pue\": 1.22, \"colour\": 1 }|power.colour|is unknown: remove it, or use one of",
                "\"pue\": 1.22 }|\"pue\": \"1.22\" }|power.pue|must be a number: write such as 1.2",
                "\"pue\": 1.22 }|\"pue\": 0.9 }|power|PUE must be 1 to 5: 0.9",
                "\"_A\"|\"A\"|grid|GSP Group must be _A to _P",
                "\"GB-10\"|\"gb ten\"|grid|zone code must look like GB, GB-10 or GB-A",
                "\"cambridge-east\"|\"Cambridge East\"||site id must be lower-case letters",
                "\"Cambridge East\"|7|name|must be a text",
                "52.2074|152.2|place|latitude must be within 90 degrees",
                "\"id\"|\"id\": \"x\", \"id\"||is not JSON as it should be",
            })
    void a_wrong_site_file_is_refused_by_field_and_fix(String from, String to, String field, String fix)
            throws Exception {
        Files.createDirectories(folder.resolve("sites"));
        String good = Files.readString(CATALOG.resolve("sites/cambridge-east.json"));
        assertTrue(good.contains(from));
        Files.writeString(folder.resolve("sites/wrong.json"), good.replace(from, to));
        var refused = assertThrows(WorkloadFileException.class, () -> WorkloadFiles.read(folder));
        assertEquals("sites/wrong.json", refused.file());
        assertEquals(field == null ? "" : field, refused.field());
        assertTrue(refused.toString().contains(fix), refused.toString());
    }

    @Test
    void two_files_with_one_site_are_refused() throws Exception {
        Files.createDirectories(folder.resolve("sites"));
        for (String name : List.of("one.json", "two.json")) {
            Files.copy(
                    CATALOG.resolve("sites/cambridge-east.json"),
                    folder.resolve("sites").resolve(name));
        }
        var refused = assertThrows(WorkloadFileException.class, () -> WorkloadFiles.read(folder));
        assertTrue(refused.toString().contains("is used twice: cambridge-east"), refused.toString());
    }

    private void policy(String more) throws Exception {
        Files.createDirectories(folder.resolve("policies"));
        String policy = Files.readString(CATALOG.resolve("policies/fen-research.json"));
        Files.writeString(folder.resolve("policies/fen-research.json"), policy.replace(": 60", ": 60, " + more));
    }

    @Test
    void a_tenant_has_a_cap_and_limits_of_its_own() throws Exception {
        policy("""
                "carbonCapKg": 900, "limits": {"carbonCapKgADay": 400, "costCapGbp": 250.5, "peakKw": 800,
                  "shiftBudgetKwh": 2000, "maxLatencyMs": 10, "blackouts": [
                    {"site": "south-wales", "from": "2026-12-24T16:10:00Z", "until": "2026-12-24T19:00:00Z"}]}""");
        PolicyLimits limits = WorkloadFiles.read(folder).policies().getFirst().limits();
        assertEquals(Power.ofKilowatts(800), limits.peak().orElseThrow());
        assertEquals(Duration.ofMillis(10), limits.maxLatency().orElseThrow());
        assertEquals(1, limits.blackouts().size());
        assertEquals(limits, PolicyLimitsForm.stored(Json.text(PolicyLimitsForm.write(limits))));
    }

    @Test
    void a_limit_that_cannot_be_is_refused_by_name() throws Exception {
        policy("\"limits\": {\"peakKw\": -1}");
        assertThrows(WorkloadFileException.class, () -> WorkloadFiles.read(folder));
        policy("\"limits\": {\"peekKw\": 1}");
        var refused = assertThrows(WorkloadFileException.class, () -> WorkloadFiles.read(folder));
        assertEquals("limits.peekKw", refused.field());
    }
}
