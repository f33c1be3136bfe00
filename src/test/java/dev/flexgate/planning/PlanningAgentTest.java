package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.workload.JobShape;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanningAgentTest {

    private static final PlanningLimits QUICK = new PlanningLimits(
            96,
            2,
            NegotiationLimits.STANDARD.withMaxRounds(10),
            Duration.ofSeconds(5),
            5,
            Duration.ofMinutes(5),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(60));

    /** As {@link #QUICK}, but a gateway that fell silent is given up sooner: after longer than any plan takes here. */
    private static final PlanningLimits BRIEF = new PlanningLimits(
            96,
            2,
            NegotiationLimits.STANDARD.withMaxRounds(10),
            Duration.ofSeconds(5),
            5,
            Duration.ofMinutes(5),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(8));

    private final World world = World.withSamples();
    private final Planning planning = world.planning(QUICK);

    @AfterEach
    void close() {
        world.close();
    }

    /** Waits for a version, and fails when it does not come. */
    private Plan await(Planning gateway, long version) throws InterruptedException {
        var stands = new CountDownLatch(1);
        long timer = TestDatabase.vertx()
                .setPeriodic(
                        10,
                        _ -> gateway.standing()
                                .filter(plan -> plan.version() >= version)
                                .ifPresent(_ -> stands.countDown()));
        assertTrue(stands.await(60, TimeUnit.SECONDS), "version " + version + " did not come");
        TestDatabase.vertx().cancelTimer(timer);
        return gateway.standing().orElseThrow();
    }

    @Test
    void plans_at_the_start_and_again_for_a_new_job() throws Exception {
        planning.start();
        assertEquals("start", await(planning, 1).cause());
        world.submit("new", new JobShape.Malleable(), 50, 4, Duration.ofHours(12), World.WALES);
        assertEquals("1 new job", await(planning, 2).cause());
    }

    @Test
    void plans_when_a_half_hour_begins_without_any_news() throws Exception {
        planning.start();
        await(planning, 1);
        world.clock.advance(Duration.ofMinutes(30));
        assertEquals("time went on", await(planning, 2).cause());
    }

    @Test
    void tries_again_after_a_plan_that_could_not_stand() throws Exception {
        AtomicInteger told = new AtomicInteger();
        planning.watch((_, _, _, _) -> {
            if (told.incrementAndGet() <= QUICK.attempts() + 1) {
                throw new PlanConflictException("not yet");
            }
        });
        planning.start();
        await(planning, 1);
        assertEquals(QUICK.attempts() + 2, told.get());
    }

    @Test
    void keeps_its_cause_until_the_lease_of_a_dead_gateway_has_lapsed() throws Exception {
        world.planning(BRIEF).plan("the last of one that will never close");
        planning.start();
        world.clock.advance(Duration.ofMinutes(30));
        assertEquals("time went on", await(planning, 2).cause());
    }

    @Test
    void takes_over_when_the_other_gateway_goes() throws Exception {
        Planning other = world.planning(QUICK);
        planning.start();
        await(planning, 1);
        other.start();
        assertEquals(1, await(other, 1).version());
        planning.close();
        world.submit("new", new JobShape.Malleable(), 50, 4, Duration.ofHours(12), World.WALES);
        assertEquals("1 new job", await(other, 2).cause());
    }
}
