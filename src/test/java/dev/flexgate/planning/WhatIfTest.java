package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhatIfTest {

    private final World world = World.withoutJobs();
    private final Planning planning = world.planning();

    @AfterEach
    void close() {
        world.close();
    }

    private Plan busy() {
        world.forecastEverything();
        world.submit("a", new JobShape.Malleable(), 400, 30, Duration.ofHours(40), World.CAMBRIDGE, World.WALES);
        world.submit("b", new JobShape.Preemptible(4), 300, 20, Duration.ofHours(30), World.CAMBRIDGE);
        world.submit("c", new JobShape.Contiguous(), 500, 8, Duration.ofHours(40), World.WALES, World.MANCHESTER);
        world.submit("d", new JobShape.Malleable(), 600, 40, Duration.ofHours(46), World.MANCHESTER, World.WALES);
        return planning.plan("test");
    }

    @Test
    void random_ceilings_are_kept_no_work_vanishes_and_nothing_is_published() {
        Plan plan = busy();
        var random = new Random(5);
        for (int round = 0; round < 12; round++) {
            Ceilings ceilings = random(plan, random);
            Considered considered = planning.consider(ceilings).orElseThrow();
            List<Allocation> runs = considered.outcome().allocations();
            ceilings.most()
                    .forEach((site, periods) -> periods.forEach((start, most) -> assertTrue(
                            drawn(runs, site, start).compareTo(most) <= 0, site + " at " + start + " above " + most)));
            long shifted = considered.shifts().stream()
                    .map(shift -> shift.itPower().over(shift.period()))
                    .mapToLong(Energy::joules)
                    .sum();
            assertEquals(-considered.undone().joules(), shifted, "work moves or is declared undone");
            ExtraCost extra = considered.extraCost();
            assertTrue(extra.difference().amount().signum() >= 0
                    && extra.uncertainty().amount().signum() >= 0);
        }
        assertEquals(1, world.database.rows("select id from planning_plan").size());
    }

    @Test
    void fifty_kilowatts_less_in_one_half_hour_move_only_what_must_leave() {
        Plan plan = busy();
        Allocation first = plan.allocations().stream()
                .filter(run -> run.itPower().compareTo(Power.ofKilowatts(100)) > 0)
                .findFirst()
                .orElseThrow();
        Instant start = first.interval().start();
        long planned = drawn(plan.allocations(), first.site(), start).watts();
        Considered considered = planning.consider(Ceilings.NONE.and(first.site(), start, new Power(planned - 50_000)))
                .orElseThrow();
        long elsewhere = considered.shifts().stream()
                .mapToLong(shift -> Math.max(0, shift.itPower().watts()))
                .sum();
        assertTrue(considered.shifts().size() <= 8, considered.shifts()::toString);
        assertTrue(elsewhere <= 2 * planned, "moves " + elsewhere + " W in half-hours for 50 kW");
    }

    @Test
    void what_is_adopted_stands_as_the_next_version_and_is_replayed_to_the_byte() {
        Plan plan = busy();
        Ceilings ceilings = random(plan, new Random(9));
        planning.keep(_ -> ceilings);
        Considered considered = planning.consider(ceilings).orElseThrow();
        Plan adopted = world.database.inTransaction(tx -> planning.adopt(tx, considered, "turn-down", List.of()));
        assertEquals(plan.version() + 1, adopted.version());
        assertEquals(considered.certificate(), adopted.certificate());
        assertTrue(planning.replay(adopted.id()).orElseThrow().isSame());
        planning.refresh();
        assertEquals(adopted, planning.standing().orElseThrow());
        assertTrue(planning.planIfDue().isEmpty(), "a promise that the standing plan keeps is no cause for another");
    }

    @Test
    void is_not_adopted_when_another_plan_came_to_stand() {
        Plan plan = busy();
        Considered considered = planning.consider(random(plan, new Random(9))).orElseThrow();
        planning.plan("meanwhile");
        assertThrows(
                PlanConflictException.class,
                () -> world.database.inTransaction(tx -> planning.adopt(tx, considered, "late", List.of())));
        assertEquals(2, world.database.rows("select id from planning_plan").size());
    }

    @Test
    void a_promise_that_is_lifted_is_a_cause_for_a_new_plan() {
        Plan plan = busy();
        var promised = new AtomicReference<>(random(plan, new Random(9)));
        planning.keep(_ -> promised.get());
        assertEquals(
                "turn-down sold or given back",
                planning.planIfDue().orElseThrow().cause());
        promised.set(Ceilings.NONE);
        assertEquals(
                "turn-down sold or given back",
                planning.planIfDue().orElseThrow().cause());
    }

    @Test
    void of_a_plan_that_lags_behind_the_clock_is_not_answered() {
        busy();
        world.clock.advance(Duration.ofMinutes(35));
        assertThrows(PlanConflictException.class, planning::whatIf);
    }

    /** Ceilings between nothing and what is planned, on a few half-hours of each site. */
    private Ceilings random(Plan plan, Random random) {
        Ceilings all = Ceilings.NONE;
        for (SiteId site : List.of(World.CAMBRIDGE, World.WALES, World.MANCHESTER)) {
            SortedMap<Instant, Power> most = new TreeMap<>();
            int from = random.nextInt(40);
            for (int period = from; period < from + 1 + random.nextInt(4); period++) {
                Instant start = plan.grid().startOf(period);
                long planned = drawn(plan.allocations(), site, start).watts();
                if (planned > 0) {
                    most.put(start, new Power((long) (planned * random.nextDouble())));
                }
            }
            all = all.and(Ceilings.of(site, most));
        }
        // One that binds for certain.
        Allocation first = plan.allocations().getFirst();
        return all.and(first.site(), first.interval().start(), Power.ZERO);
    }

    private static Power drawn(List<Allocation> runs, SiteId site, Instant start) {
        var period = new Interval(start, start.plus(Duration.ofMinutes(30)));
        return runs.stream()
                .filter(run -> run.site().equals(site) && run.interval().contains(period))
                .map(Allocation::itPower)
                .reduce(Power.ZERO, Power::plus);
    }
}
