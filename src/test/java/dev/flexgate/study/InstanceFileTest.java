package dev.flexgate.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.negotiation.Shape;
import dev.flexgate.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class InstanceFileTest {

    private final ObjectNode file = InstanceText.random(7, 4, 2, 12, false);
    private final ObjectNode instance = (ObjectNode) file.get("instance");
    private final ObjectNode job = (ObjectNode) instance.at("/jobs/3");
    private final ObjectNode site = (ObjectNode) instance.at("/sites/1");

    private void refused(String field, Consumer<ObjectNode> harm) {
        ObjectNode before = file.deepCopy();
        harm.accept(file);
        var refusal = assertThrows(StudyFileException.class, () -> InstanceFile.read(InstanceText.bytes(file)), field);
        assertEquals(field, refusal.field(), refusal.getMessage());
        file.setAll(before);
    }

    @Test
    void negative_energy_is_refused_by_name() {
        refused("instance.jobs[3].energy_mwh", _ -> job.put("energy_mwh", -1));
    }

    @Test
    void so_is_a_deadline_before_the_release() {
        refused(
                "instance.jobs[3].deadline_slot",
                _ -> job.put("release_slot", 5).put("deadline_slot", 5));
    }

    @Test
    void so_is_a_site_that_is_not_there() {
        refused(
                "instance.jobs[3].allowed_sites",
                _ -> job.putArray("allowed_sites").add("nowhere"));
    }

    @Test
    void so_is_a_home_that_is_not_there() {
        refused("instance.jobs[3].home_site", _ -> job.put("home_site", "nowhere"));
    }

    @Test
    void so_is_a_forecast_with_a_gap() {
        refused("instance.sites[1].price_gbp_per_mwh[4]", _ -> ((ArrayNode) site.get("price_gbp_per_mwh")).setNull(4));
    }

    @Test
    void so_is_a_forecast_that_is_too_short() {
        refused("instance.sites[1].carbon_kg_per_mwh", _ -> ((ArrayNode) site.get("carbon_kg_per_mwh")).remove(0));
    }

    @Test
    void so_is_a_forecast_that_is_missing() {
        refused("instance.sites[1].carbon_kg_per_mwh", _ -> site.remove("carbon_kg_per_mwh"));
    }

    @Test
    void so_is_a_negative_cap() {
        refused(
                "reference.tight.carbon_cap_kg",
                root -> root.putObject("reference").putObject("tight").put("carbon_cap_kg", -4));
    }

    @Test
    void what_is_no_number_is_named_although_it_is_no_json_either() {
        String text = Json.text(file).replaceFirst("\"energy_mwh\":[0-9.]+", "\"energy_mwh\":NaN");
        var refusal =
                assertThrows(StudyFileException.class, () -> InstanceFile.read(text.getBytes(StandardCharsets.UTF_8)));
        assertEquals("instance.jobs[0].energy_mwh", refusal.field(), refusal.getMessage());
    }

    @Test
    void two_jobs_of_one_name_are_refused() {
        refused("instance.jobs[3].id", _ -> job.put("id", "j000"));
    }

    @Test
    void an_unknown_field_is_told_of() {
        job.put("energy_mw", 4);
        assertEquals(
                List.of("instance.jobs[3].energy_mw"),
                InstanceFile.read(InstanceText.bytes(file)).unknownFields());
    }

    @Test
    void caps_come_from_the_reference_and_from_the_file_s_own_list() {
        file.putObject("reference").putObject("tight").put("carbon_cap_kg", 400);
        file.putArray("caps").addObject().put("name", "mine").put("carbon_cap_kg", 300);
        Instance read = InstanceFile.read(InstanceText.bytes(file));
        assertEquals(
                List.of("unconstrained", "tight", "mine"),
                read.caps().stream().map(Instance.Cap::name).toList());
        assertTrue(read.unknownFields().isEmpty(), read.unknownFields().toString());
    }

    @Test
    void the_bare_object_is_read_too_and_a_job_may_run_unbroken() {
        job.put("interruptible", false);
        Instance read = InstanceFile.read(InstanceText.bytes(instance));
        assertEquals(Shape.contiguous(), read.problem().jobs().get(3).shape());
        assertEquals(Shape.malleableAtEachSite(), read.problem().jobs().get(2).shape());
    }
}
