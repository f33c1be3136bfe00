package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Signal;
import dev.flexgate.planning.Candidate.Verdict;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.Handling;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.WorkloadCatalog;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans say what they cost to the last digit, and a digit more or less is found. */
class BillTest {

    private static final JobShape CONTIGUOUS = new JobShape.Contiguous();
    private static final Duration DAY = Duration.ofHours(24);
    private static final Money DIGIT = Money.of("0.0001", "GBP");

    @TempDir
    Path folder = Path.of("");

    private final World world = World.withoutJobs();

    @AfterEach
    void close() {
        world.close();
    }

    private void forecast(IntFunction<String> price) {
        for (Site site : world.sites.all()) {
            world.forecast(site.grid().carbonZone(), Signal.CARBON_INTENSITY, _ -> "100");
            world.forecast(site.grid().priceZone(), Signal.ENERGY_PRICE, price);
        }
    }

    private void rates(String fields) throws IOException {
        Path policies = Files.createDirectories(folder.resolve("policies"));
        Files.writeString(
                policies.resolve("fen-research.json"),
                "{\"tenant\": \"fen-research\", \"name\": \"minds\", \"carbonGbpPerTonne\": 60, \"rates\": {" + fields
                        + "}}");
        new WorkloadCatalog(world.database, world.jobs, world.records, world.clock).load(folder);
    }

    private static Handling delayed(String perMwhHour) {
        return new Handling(
                BigDecimal.ZERO,
                Money.of("0", "GBP"),
                Energy.ZERO,
                Optional.empty(),
                Optional.of(Money.of(perMwhHour, "GBP")));
    }

    private static Bill bill(Standing standing) {
        return BillCheck.bill(
                standing.aCase(), standing.plan().allocations(), standing.plan().deferred());
    }

    @Test
    void a_bill_is_what_one_adds_up_by_hand() throws Exception {
        forecast(_ -> "0.10");
        rates("\"delayGbpPerMwhHour\": 0.5");
        world.submit("at once", CONTIGUOUS, 100, 4, DAY, World.CAMBRIDGE);
        Planning planning = world.planning();
        planning.plan("test");
        Bill bill = bill(planning.current().orElseThrow());
        // 200 kWh at a PUE of 1.22 are 244 kWh; 0.05 MWh each 0, 0.5, 1 and 1.5 h after the release are 0.15 MWh h.
        assertEquals(Money.of("24.4", "GBP"), bill.energy());
        assertEquals(Money.of("1.464", "GBP"), bill.carbonWorth());
        assertEquals(Money.of("0.075", "GBP"), bill.extra().delay());
        assertEquals(Money.of("0", "GBP"), bill.undone());
        assertEquals(Money.of("25.939", "GBP"), bill.objective());
        assertEquals(
                bill.objective(),
                planning.standing().orElseThrow().certificate().objective());
    }

    @Test
    void who_minds_waiting_does_not_wait_for_cheaper_hours() throws Exception {
        forecast(period -> period < 8 ? "0.30" : "0.10");
        rates("\"delayGbpPerMwhHour\": 1");
        Job patient = world.submit("patient", CONTIGUOUS, 100, 4, DAY, World.CAMBRIDGE);
        Job urgent = world.submit("urgent", CONTIGUOUS, 100, 4, DAY, delayed("300"), World.CAMBRIDGE);
        Planning planning = world.planning();
        Plan plan = planning.plan("test");
        assertEquals(
                patient.window().start().plus(Duration.ofMinutes(210)),
                plan.allocations(patient.id()).getFirst().interval().start(),
                "a policy's rate is heeded, and is too little here");
        assertEquals(
                urgent.window().start(),
                plan.allocations(urgent.id()).getFirst().interval().start(),
                "a job's own rate takes its place");
        Verdict.Unhandy later = planning.grounds(plan.version(), urgent.id()).orElseThrow().candidates().stream()
                .map(Candidate::verdict)
                .filter(Verdict.Unhandy.class::isInstance)
                .map(Verdict.Unhandy.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals("DELAY_PENALTY", later.code());
        assertTrue(planning.replay(plan.id()).orElseThrow().isSame());
    }

    @Test
    void a_digit_more_or_less_is_found_in_each_of_many_plans() throws Exception {
        Random random = new Random(20);
        forecast(_ -> "0." + (1000 + random.nextInt(4000)));
        rates("\"delayGbpPerMwhHour\": 0.37, \"latencyGbpPerMwhMs\": 0.31, \"transferGbpPerGb\": 0.017");
        SiteId[] sites = {World.CAMBRIDGE, World.WALES, World.MANCHESTER};
        for (int each = 0; each < 12; each++) {
            boolean pauses = each % 3 == 1;
            JobShape shape = pauses
                    ? new JobShape.Preemptible(JobShape.Preemptible.UNLIMITED)
                    : each % 3 == 2 ? new JobShape.Malleable() : CONTIGUOUS;
            var handling = new Handling(
                    BigDecimal.valueOf(1 + random.nextInt(300), 1),
                    Money.of(pauses ? "0.3" : "0", "GBP"),
                    pauses ? Energy.ofKilowattHours(1 + random.nextInt(3)) : Energy.ZERO,
                    pauses ? Optional.of(Money.of("0.7", "GBP")) : Optional.empty(),
                    random.nextBoolean() ? Optional.of(Money.of("1.3", "GBP")) : Optional.empty());
            world.submit("job " + each, shape, 90 + random.nextInt(400), 3 + random.nextInt(6), DAY, handling, sites);
        }
        Planning planning = world.planning();
        for (int hours = 0; hours < 4; hours++) {
            planning.plan("hour " + hours);
            assertFound(planning.current().orElseThrow());
            world.clock.advance(Duration.ofMinutes(90));
            forecast(_ -> "0." + (1000 + random.nextInt(4000)));
        }
    }

    private static void assertFound(Standing standing) {
        Certificate said = standing.plan().certificate();
        CarbonMass milligram = new CarbonMass(1);
        assertEquals(List.of(), differences(standing, said));
        assertEquals(
                1,
                differences(standing, with(said, said.cost().plus(DIGIT), said.carbon(), said.objective()))
                        .size());
        assertEquals(
                1,
                differences(standing, with(said, said.cost(), said.carbon().minus(milligram), said.objective()))
                        .size());
        for (Money objective :
                List.of(said.objective().plus(DIGIT), said.objective().minus(DIGIT))) {
            assertEquals(
                    1,
                    differences(standing, with(said, said.cost(), said.carbon(), objective))
                            .size());
        }
        assertTrue(said.lowerBound().compareTo(said.objective()) <= 0, said::toString);
    }

    private static List<String> differences(Standing standing, Certificate certificate) {
        Plan plan = standing.plan();
        return BillCheck.differences(
                standing.aCase(), new Outcome(plan.allocations(), plan.deferred(), certificate, plan.scarcity()));
    }

    private static Certificate with(Certificate said, Money cost, CarbonMass carbon, Money objective) {
        return new Certificate(
                cost,
                carbon,
                objective,
                said.lowerBound(),
                said.gap(),
                said.carbonPerTonne(),
                said.rounds(),
                said.stopped());
    }
}
