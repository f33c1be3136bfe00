package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.store.Retention;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
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

    @Test
    void an_old_proposal_is_forgotten_and_says_so_and_one_that_can_be_applied_is_not() {
        planning.plan("test");
        Weighed weighed = planning.weigh(new ProposalRequest("why", List.of(), ProposalRequest.LASTS, "tester"));
        Proposal proposal = world.database.inTransaction(tx -> planning.propose(tx, weighed));
        Retention.Kind kind = planning.proposalRetention(Duration.ofDays(1));
        Supplier<Integer> forget = () -> world.database.inTransaction(tx ->
                kind.forgetting().forget(tx, world.clock.instant().minus(kind.keep()), world.clock.instant(), 10));
        assertEquals(0, forget.get());
        world.clock.advance(Duration.ofDays(2));
        assertEquals(1, forget.get());
        assertEquals(0, forget.get());
        Problem gone = assertThrows(ProblemException.class, () -> planning.proposal(proposal.id()))
                .problem();
        assertEquals(410, gone.status());
        assertEquals(proposal.plan().outcomeSha256(), gone.extras().get("outcomeSha256"));
        assertEquals(List.of(), planning.proposals(new ProposalId(new UUID(-1, -1)), 10));
        assertEquals("proposal", kind.name());
    }
}
