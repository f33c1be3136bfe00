package dev.flexgate.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.CanonicalJson;
import dev.flexgate.wire.Json;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanPatchTest {

    private static ObjectNode plan(Random random, int runsMax) {
        ObjectNode plan = Json.object()
                .put("version", random.nextInt(1_000))
                .put("cause", random.nextBoolean() ? "1 new job" : "time went on; ~1/new");
        plan.putObject("certificate").put("cost", "" + random.nextInt(5)).put("carbonMg", random.nextLong(1L << 50));
        for (String list : new String[] {"allocations", "deferred", "scarcity"}) {
            ArrayNode lines = plan.putArray(list);
            int count = random.nextInt(runsMax);
            for (int line = 0; line < count; line++) {
                lines.addObject().put("jobId", "job-" + random.nextInt(8)).put("itPowerW", random.nextInt(3) * 1_000);
            }
        }
        if (random.nextBoolean()) {
            plan.put("quality", "SIMULATED");
        }
        return plan;
    }

    @Test
    void what_is_patched_is_the_other_plan_byte_for_byte() {
        var random = new Random(6902);
        for (int round = 0; round < 200; round++) {
            ObjectNode from = plan(random, 12);
            ObjectNode to = plan(random, 12);
            JsonNode there = JsonPatch.apply(PlanPatch.between(from, to), from);
            assertArrayEquals(CanonicalJson.bytes(to), CanonicalJson.bytes(there), "round " + round);
            assertEquals(0, PlanPatch.between(to, to).size());
        }
    }

    @Test
    void lists_too_long_to_be_compared_line_by_line_are_said_anew() {
        ObjectNode from = Json.object();
        ObjectNode to = Json.object();
        ArrayNode was = from.putArray("allocations");
        ArrayNode is = to.putArray("allocations");
        for (int line = 0; line < 2_001; line++) {
            was.add(line);
            is.add(line + 1);
        }
        ArrayNode patch = PlanPatch.between(from, to);
        assertEquals(1, patch.size());
        assertEquals(to, JsonPatch.apply(patch, from));
    }

    @Test
    void it_is_given_to_whoever_names_it() {
        assertTrue(PlanPatch.isWanted("text/html, application/json-patch+json;q=0.9"));
        assertFalse(PlanPatch.isWanted("application/json"));
        assertFalse(PlanPatch.isWanted(null));
    }
}
