package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Reading;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Vintage;
import dev.flexgate.feed.Zone;
import dev.flexgate.planning.Candidate.Kind;
import dev.flexgate.planning.Candidate.Verdict;
import dev.flexgate.planning.Grounds.Constraint;
import dev.flexgate.planning.Grounds.Flip;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Demand;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobRequest;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.Origin;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.SiteChoice;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import dev.flexgate.workload.TrackedJob;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroundsTest {

    private final World world = World.withoutJobs();

    @BeforeEach
    void forecast() {
        world.forecastEverything();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_choice_stands_before_its_dearer_and_refused_alternatives() {
        Job job = world.submit("train", new JobShape.Contiguous(), 200, 4, Duration.ofHours(20), World.CAMBRIDGE);
        Grounds grounds = grounds(job);
        Candidate chosen = grounds.candidates().getFirst();
        assertEquals(Kind.CHOSEN, chosen.kind());
        assertEquals(job.window().end(), chosen.end().plus(chosen.slack()));
        List<String> codes =
                grounds.candidates().stream().map(each -> each.verdict().code()).toList();
        assertTrue(codes.containsAll(List.of("CHOSEN", "DEARER", "DEADLINE", "RESIDENCY")), codes.toString());
        assertTrue(grounds.candidates().size() <= GroundsRules.CANDIDATES_MAX);
        for (Candidate each : grounds.candidates()) {
            assertTrue(each.money().p10().compareTo(each.money().p90()) <= 0);
            if (each.verdict() instanceof Verdict.Dearer(Money by)) {
                assertEquals(each.total().minus(chosen.total()), by);
            }
        }
    }

    @Test
    void what_it_costs_is_what_the_explanation_says() {
        Job job = world.submit("train", new JobShape.Contiguous(), 200, 4, Duration.ofHours(20), World.CAMBRIDGE);
        Grounds grounds = grounds(job);
        var runs = assertInstanceOf(Explanation.Runs.class, grounds.explanation());
        assertEquals(
                runs.cost().money(), grounds.candidates().getFirst().money().p50());
        assertEquals(
                runs.cost().carbon(), grounds.candidates().getFirst().carbon().p50());
    }

    @Test
    void a_full_site_names_the_half_hour_and_the_missing_power() {
        Power flexible = world.sites.find(World.CAMBRIDGE).orElseThrow().power().flexible();
        long kilowatts = flexible.watts() / 1_000 * 3 / 4;
        Job one = world.submit("one", new JobShape.Contiguous(), kilowatts, 24, Duration.ofHours(40), World.CAMBRIDGE);
        Job two = world.submit("two", new JobShape.Contiguous(), kilowatts, 24, Duration.ofHours(40), World.CAMBRIDGE);
        Planning planning = world.planning();
        planning.plan("test");
        List<Verdict.Full> full = new ArrayList<>();
        for (Job job : List.of(one, two)) {
            planning.grounds(1, job.id()).orElseThrow().candidates().stream()
                    .map(Candidate::verdict)
                    .filter(Verdict.Full.class::isInstance)
                    .forEach(each -> full.add((Verdict.Full) each));
        }
        assertFalse(full.isEmpty());
        assertTrue(full.stream().allMatch(each -> each.missing().isPositive()));
    }

    /** Prices that differ everywhere, so that the cheapest alternative shares half-hours with the choice. */
    private void forecastSlope() {
        String zone = world.sites.find(World.CAMBRIDGE).orElseThrow().grid().priceZone();
        world.forecast(zone, Signal.ENERGY_PRICE, period -> "0." + (1_000 + (period < 20 ? 20 - period : period) * 37));
    }

    private <F extends Flip> F flip(Grounds grounds, Class<F> kind) {
        return grounds.flips().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_price_rise_as_large_as_said_flips_the_choice_and_a_smaller_one_does_not() {
        forecastSlope();
        Job job = world.submit("train", new JobShape.Contiguous(), 200, 4, Duration.ofHours(20), World.CAMBRIDGE);
        Planning planning = world.planning();
        planning.plan("test");
        Grounds grounds = planning.grounds(1, job.id()).orElseThrow();
        Flip.Price flip = flip(grounds, Flip.Price.class);
        Candidate chosen = grounds.candidates().getFirst();
        PlanCase aCase = planning.current().orElseThrow().aCase();
        BigDecimal rise = flip.rise().perKilowattHour();
        BigDecimal digit = new BigDecimal("0.00001");
        assertTrue(
                total(aCase, chosen, chosen, rise.subtract(digit))
                                .compareTo(least(aCase, job, chosen, rise.subtract(digit)))
                        <= 0,
                "a little less, and nothing is cheaper");
        assertTrue(
                total(aCase, chosen, chosen, rise.add(digit)).compareTo(least(aCase, job, chosen, rise.add(digit))) > 0,
                "a little more, and something is");
        assertTrue(grounds.flips().contains(new Flip.Deadline(chosen.slack())));
    }

    /** The cheapest window of the job, when energy in the chosen half-hours is so much dearer. */
    private static BigDecimal least(PlanCase aCase, Job job, Candidate chosen, BigDecimal rise) {
        HalfHours grid = aCase.grid();
        return IntStream.rangeClosed(0, ProblemRules.deadline(grid, job) - 4)
                .mapToObj(from -> List.of(new Allocation(
                        job.id(),
                        World.CAMBRIDGE,
                        new Interval(grid.startOf(from), grid.startOf(from + 4)),
                        Power.ofKilowatts(200))))
                .filter(runs -> !runs.equals(chosen.runs()))
                .map(runs -> total(aCase, runs, chosen, rise))
                .min(BigDecimal::compareTo)
                .orElseThrow();
    }

    private static BigDecimal total(PlanCase aCase, Candidate way, Candidate chosen, BigDecimal rise) {
        return total(aCase, way.runs(), chosen, rise);
    }

    /** Added up from the tariffs: price, and what a tonne is worth. */
    private static BigDecimal total(PlanCase aCase, List<Allocation> way, Candidate chosen, BigDecimal rise) {
        BigDecimal perTonne = aCase.carbonPerTonne(new TenantId("fen-research")).amount();
        BigDecimal sum = BigDecimal.ZERO;
        for (Allocation run : way) {
            for (Interval period : HalfHours.of(run.interval()).stream().toList()) {
                SiteCase.Tariff tariff =
                        aCase.site(run.site()).tariffs().get(aCase.grid().indexOf(period.start()));
                boolean chosenToo =
                        chosen.runs().stream().anyMatch(each -> each.interval().contains(period));
                BigDecimal kilowattHours = new BigDecimal("100")
                        .multiply(aCase.site(run.site()).site().power().effectiveness());
                sum = sum.add(tariff.price()
                        .p50()
                        .perKilowattHour()
                        .add(chosenToo ? rise : BigDecimal.ZERO)
                        .add(perTonne.multiply(
                                tariff.carbon().p50().gramsPerKwh().movePointLeft(6)))
                        .multiply(kilowattHours));
            }
        }
        return sum;
    }

    @Test
    void constraints_and_inputs_are_laid_open() {
        Job job = world.submit("train", new JobShape.Contiguous(), 200, 4, Duration.ofHours(20), World.CAMBRIDGE);
        Grounds grounds = grounds(job);
        Constraint.Room room = (Constraint.Room) grounds.constraints().getFirst();
        assertEquals(World.CAMBRIDGE, room.site());
        assertTrue(room.used().compareTo(Power.ofKilowatts(200)) >= 0);
        assertTrue(grounds.constraints().stream().anyMatch(Constraint.Residency.class::isInstance));
        assertEquals(6, grounds.basis().forecasts().size());
        assertEquals(3, grounds.basis().sites().size());
        assertEquals(1, grounds.basis().jobs());
        assertEquals(64, grounds.basis().inputsSha256().length());
    }

    @Test
    void hindsight_waits_for_measured_values_and_then_tells_the_regret() {
        Job job = world.submit("train", new JobShape.Contiguous(), 200, 4, Duration.ofHours(6), World.CAMBRIDGE);
        Planning planning = world.planning();
        planning.plan("test");
        assertTrue(planning.grounds(1, job.id()).orElseThrow().hindsight().isEmpty());
        world.clock.advance(Duration.ofHours(7));
        assertTrue(planning.grounds(1, job.id()).orElseThrow().hindsight().isEmpty());
        measured(World.CAMBRIDGE, job.window(), "50");
        Grounds.Hindsight hindsight =
                planning.grounds(1, job.id()).orElseThrow().hindsight().orElseThrow();
        assertFalse(hindsight.inBand());
        assertEquals(0, hindsight.regret().milligrams());
        assertTrue(hindsight.carbon().compareTo(hindsight.promised().p10()) < 0);
        assertTrue(hindsight.money().isEmpty(), "no price was published yet");

        // Dear in the first half of its window and for nothing in the second.
        String priceZone =
                world.sites.find(World.CAMBRIDGE).orElseThrow().grid().priceZone();
        measured(priceZone, Signal.ENERGY_PRICE, job.window(), period -> period < 6 ? "0.50" : "0");
        Grounds grounds = planning.grounds(1, job.id()).orElseThrow();
        Grounds.Paid paid = grounds.hindsight().orElseThrow().money().orElseThrow();
        Candidate chosen = grounds.candidates().getFirst();
        assertEquals(chosen.money(), paid.promised());
        // For nothing at all in the second half: whatever was paid could have been saved.
        assertEquals(paid.cost(), paid.regret());
    }

    @Test
    void a_candidate_says_what_was_sold_and_promised_where_it_would_run() {
        Job job = world.submit("train", new JobShape.Contiguous(), 200, 4, Duration.ofHours(20), World.CAMBRIDGE);
        Planning planning = world.planning();
        Instant start = job.window().start();
        planning.heed((site, grid) -> grid.stream()
                .map(each ->
                        site.equals(World.CAMBRIDGE) && each.start().equals(start) ? Power.ofKilowatts(50) : Power.ZERO)
                .toList());
        planning.keep(_ -> Ceilings.NONE.and(World.CAMBRIDGE, start, Power.ofKilowatts(100)));
        planning.plan("test");
        List<Candidate> candidates = planning.grounds(1, job.id()).orElseThrow().candidates();
        Candidate now = candidates.stream()
                .filter(each -> each.start().equals(start))
                .findFirst()
                .orElseThrow();
        assertEquals(
                new Obligations(Power.ofKilowatts(50), Optional.of(Power.ofKilowatts(100)), Optional.empty()),
                now.obligations());
        assertTrue(candidates.getFirst().obligations().isEmpty());
    }

    @Test
    void samples_are_all_explained_with_grounds() {
        try (World samples = World.withSamples()) {
            Planning planning = samples.planning();
            Plan plan = planning.plan("test");
            for (TrackedJob each : samples.jobs.open()) {
                Grounds grounds =
                        planning.grounds(plan.version(), each.job().id()).orElseThrow();
                assertFalse(grounds.candidates().isEmpty());
                assertEquals(
                        plan.allocations(each.job().id()),
                        grounds.candidates().getFirst().runs());
            }
        }
    }

    @Test
    void an_estimate_names_three_windows_apart_and_running_now() {
        Planning planning = world.planning();
        planning.plan("test");
        Estimate estimate =
                planning.estimate(request(200, 4, Duration.ofHours(30))).orElseThrow();
        assertEquals(Estimate.WINDOWS, estimate.windows().size());
        assertTrue(estimate.runNow().isPresent());
        Candidate best = estimate.windows().getFirst();
        assertTrue(best.total().compareTo(estimate.runNow().get().total()) <= 0);
        assertFalse(best.slack().isNegative());
        assertEquals(Quality.PROVIDER_FORECAST, estimate.quality());
    }

    @Test
    void an_estimate_of_more_than_a_site_has_names_what_is_missing() {
        Planning planning = world.planning();
        planning.plan("test");
        Estimate estimate =
                planning.estimate(request(1_000_000, 2, Duration.ofHours(30))).orElseThrow();
        assertEquals(List.of(), estimate.windows());
        assertInstanceOf(
                Verdict.Full.class, estimate.bestRefused().orElseThrow().verdict());
    }

    @Test
    void plans_are_paged_from_the_newest_with_their_records() {
        Planning planning = world.planning();
        planning.plan("first");
        planning.plan("second");
        planning.plan("third");
        List<PlanHead> page = planning.page(Long.MAX_VALUE, 2);
        assertEquals(
                List.of("third", "second"), page.stream().map(PlanHead::cause).toList());
        assertEquals("first", planning.page(2, 2).getFirst().cause());
        assertTrue(planning.record(3).isPresent());
        assertTrue(planning.record(4).isEmpty());
    }

    private Grounds grounds(Job job) {
        Planning planning = world.planning();
        Plan plan = planning.plan("test");
        return planning.grounds(plan.version(), job.id()).orElseThrow();
    }

    private JobRequest request(long kilowatts, long halfHours, Duration window) {
        Power power = Power.ofKilowatts(kilowatts);
        return new JobRequest(
                new TenantId("fen-research"),
                "estimate",
                "estimate",
                new JobShape.Contiguous(),
                new Demand(power, new Energy(power.watts() * halfHours * HalfHours.STEP.toSeconds())),
                Interval.from(HalfHours.ceiling(world.clock.instant()), window),
                SiteChoice.of(World.CAMBRIDGE, List.of(World.CAMBRIDGE)),
                Priority.NORMAL,
                Origin.SUBMITTED);
    }

    private void measured(SiteId site, Interval interval, String grams) {
        measured(
                world.sites.find(site).orElseThrow().grid().carbonZone(),
                Signal.CARBON_INTENSITY,
                interval,
                _ -> grams);
    }

    private void measured(String code, Signal signal, Interval interval, IntFunction<String> value) {
        var zone = new Zone(code);
        List<Interval> periods = HalfHours.of(interval).stream().toList();
        List<Reading> values = IntStream.range(0, periods.size())
                .mapToObj(period -> new Reading(
                        zone, signal, periods.get(period), new BigDecimal(value.apply(period)), Quality.MEASURED))
                .toList();
        Vintage vintage = Vintage.of(
                world.ids.next(), "test", zone, signal, world.clock.instant(), world.clock.instant(), values);
        world.database.doInTransaction(tx -> world.readings.save(tx, vintage));
    }
}
