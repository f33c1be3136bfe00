package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.Weights.Pausing;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Best responses against trying every subset of periods. */
class ResponderTest {

    private static final int PERIODS = 9;
    private static final int PROBLEMS = 400;

    private record Case(Offers offers, Needs needs) {

        long[] room() {
            return offers.capacityWatts;
        }

        double[] price() {
            return offers.moneyPerMwh;
        }
    }

    private static Case random(Shape shape, Pausing pausing, Random random) {
        double[] price = random.doubles(PERIODS, -20, 80).toArray();
        double[] capacity = random.doubles(PERIODS, 0, 2).map(Math::rint).toArray();
        var site = new SiteTerms("a", 1, Series.of(price), Series.constant(0, PERIODS), Series.of(capacity));
        int release = random.nextInt(3);
        int length = 1 + random.nextInt(4);
        var job = new JobNeed("j", shape, 1, length, release, PERIODS - random.nextInt(2), List.of(0));
        var offers = new Offers(List.of(EnergyRules.offer(0, site)), PERIODS, 1, PolicyTerms.NONE);
        Weights weights = Weights.MONEY.withLostWorkPerMwh(60).withPausing(pausing);
        var needs = new Needs(List.of(job.withWeights(weights)), PERIODS, 1);
        return new Case(offers, needs);
    }

    private static double cheapest(Case given, int maxPauses, Pausing pausing) {
        int length = given.needs().length[0];
        double best = 60.0 * length;
        for (int subset = 0; subset < 1 << PERIODS; subset++) {
            double cost = 0;
            int pauses = -1;
            boolean open = Integer.bitCount(subset) == length;
            for (int period = 0; period < PERIODS && open; period++) {
                boolean runs = (subset >> period & 1) == 1;
                boolean ran = period > 0 && (subset >> (period - 1) & 1) == 1;
                pauses += runs && !ran ? 1 : 0;
                cost += runs ? given.price()[period] : 0;
                open = !runs
                        || (given.room()[period] >= 1_000_000
                                && period >= given.needs().from[0]
                                && period < given.needs().until[0]);
            }
            boolean late = pausing.running() && (subset >> given.needs().from[0] & 1) == 0;
            double whole = cost + pausing.each() * (pauses + (late ? 1 : 0));
            if (open && pauses <= maxPauses && whole < best) {
                best = whole;
            }
        }
        return best;
    }

    private static void check(Shape shape, int maxPauses) {
        check(shape, maxPauses, Pausing.FREE);
    }

    private static void check(Shape shape, int maxPauses, Pausing pausing) {
        Random random = new Random(maxPauses);
        for (int problem = 0; problem < PROBLEMS; problem++) {
            Case given = random(shape, pausing, random);
            var responder = new Responder(given.offers(), given.needs());
            responder.respond(0, given.room());
            assertEquals(cheapest(given, maxPauses, pausing), responder.value, 1e-6, shape + " " + problem);
            int[] cells = java.util.Arrays.copyOf(responder.cell, responder.count);
            long[] watts = java.util.Arrays.copyOf(responder.watts, responder.count);
            assertTrue(
                    responder.count == 0 || given.needs().keepsShape(0, cells, watts, given.offers()),
                    shape + " " + problem);
            if (responder.count > 0) {
                double billed = given.needs()
                        .bill(0, cells, watts, cells.length, given.offers())
                        .objective();
                assertEquals(responder.value, billed, 1e-6, "the bill counts the same pauses");
            }
        }
    }

    @Test
    void pauses_that_cost_something_are_taken_where_they_gain_more() {
        for (boolean running : new boolean[] {false, true}) {
            check(Shape.preemptible(), Integer.MAX_VALUE, new Pausing(7, running));
            check(Shape.preemptible(2), 2, new Pausing(7, running));
            check(Shape.preemptible(0), 0, new Pausing(7, running));
        }
    }

    @Test
    void unbroken_work_starts_where_it_is_cheapest() {
        check(Shape.contiguous(), 0);
    }

    @Test
    void work_with_no_pause_allowed_is_unbroken() {
        check(Shape.preemptible(0), 0);
    }

    @Test
    void work_that_may_pause_a_few_times_runs_in_the_cheapest_few_stretches() {
        check(Shape.preemptible(1), 1);
        check(Shape.preemptible(2), 2);
    }

    @Test
    void work_that_may_pause_at_will_runs_in_the_cheapest_periods() {
        check(Shape.preemptible(), PERIODS);
    }

    @Test
    void work_that_divides_in_whole_periods_does_the_same() {
        Random random = new Random(7);
        for (int problem = 0; problem < PROBLEMS; problem++) {
            Case given = random(Shape.malleable(), Pausing.FREE, random);
            var responder = new Responder(given.offers(), given.needs());
            responder.respond(0, given.room());
            double perPeriod = 0;
            for (int index = 0; index < responder.count; index++) {
                assertEquals(0, responder.watts[index] % 1_000_000);
                assertTrue(given.price()[responder.cell[index]] <= 60);
                perPeriod += given.price()[responder.cell[index]];
            }
            assertEquals(perPeriod + responder.deferredWattPeriods / 1e6 * 60, responder.value, 1e-6);
        }
    }
}
