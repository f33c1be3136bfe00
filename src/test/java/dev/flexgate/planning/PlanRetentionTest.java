package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanRetentionTest {

    private static final Duration KEEP = Duration.ofDays(35);

    private final World world = World.withoutJobs();
    private final Planning planning = world.planning();

    @AfterEach
    void close() {
        world.close();
    }

    private int forget() {
        Instant now = world.clock.instant();
        return world.database.inTransaction(
                tx -> planning.retention(KEEP).forgetting().forget(tx, now.minus(KEEP), now, 10));
    }

    @Test
    void an_old_plan_is_forgotten_and_says_so_and_a_kept_one_can_be_replayed() {
        for (int version = 1; version <= 3; version++) {
            planning.plan("of long ago");
            world.clock.advance(Duration.ofMinutes(30));
        }
        Plan first = planning.find(1).orElseThrow();
        assertEquals(0, forget(), "they are young");
        world.clock.advance(KEEP.plusDays(1));
        assertEquals(1, forget(), "the third stands, and the second is among what it was decided from");
        planning.plan("of now");
        planning.plan("of now, too");
        assertEquals(1, forget());
        assertEquals(0, forget());

        Problem gone =
                assertThrows(ProblemException.class, () -> planning.find(1)).problem();
        assertEquals(410, gone.status());
        assertEquals(first.outcomeSha256(), gone.extras().get("outcomeSha256"));
        assertThrows(ProblemException.class, () -> planning.find(first.id()));
        assertThrows(ProblemException.class, () -> planning.transcript(2));
        assertTrue(planning.record(1).isPresent(), "its audit record is named as before");
        assertEquals(5, planning.page(Long.MAX_VALUE, 10).size(), "and what it cost");
        assertTrue(planning.find(3).isPresent(), "the fourth rests on it");
        for (long kept = 4; kept <= 5; kept++) {
            PlanId id = planning.find(kept).orElseThrow().id();
            assertTrue(planning.replay(id).orElseThrow().isSame(), "plan " + kept);
        }
    }
}
