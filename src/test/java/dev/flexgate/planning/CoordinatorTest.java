package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.negotiation.CoordinatorRules;
import dev.flexgate.negotiation.FeasibilityChecker;
import dev.flexgate.negotiation.Negotiation;
import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.store.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatorTest {

    private static final NegotiationLimits LIMITS = NegotiationLimits.STANDARD.withMaxRounds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final AtomicInteger GATEWAYS = new AtomicInteger();

    private final Vertx vertx = TestDatabase.vertx();
    private final Addresses addresses = new Addresses("coordinator-test-" + GATEWAYS.incrementAndGet());
    private final Problem problem = Problems.of(20261121, 60);

    private Agreed agree(int shards, Duration deadline) {
        return new Coordinator(
                        vertx,
                        addresses,
                        deadline,
                        shards,
                        new UUID(0, 1),
                        problem,
                        new CoordinatorRules(problem, LIMITS, List.of()))
                .agree();
    }

    private Agreement alone() {
        return Negotiation.agree(problem, LIMITS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void agents_on_the_bus_agree_on_the_same_as_their_rules_in_one_thread(int shards) {
        try (Agents agents = new Agents(vertx, addresses, shards)) {
            agents.speakFor(2);
            assertEquals(new Agreed(alone(), List.of()), agree(shards, DEADLINE));
        }
    }

    @Test
    void what_is_agreed_is_feasible() {
        Agreement agreement = alone();
        assertEquals(List.of(), FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals()));
        assertTrue(agreement.assignments().size() > 40, "most jobs run");
    }

    @Test
    void nobody_there_costs_time_but_changes_nothing() {
        RecordCodec.register(vertx);
        Agreed agreed = agree(2, DEADLINE);
        assertEquals(alone(), agreed.agreement());
        assertEquals(5, agreed.absences().size(), "two energy agents, the policy agent and two job agents");
        assertTrue(agreed.absences().stream().allMatch(each -> each.round() == 0));
    }

    @Test
    void a_job_agent_that_falls_silent_is_stood_in_for() {
        try (Agents agents = new Agents(vertx, addresses, 1)) {
            agents.speakFor(2);
            // The second shard's agent takes its brief, answers two rounds, and is then never heard again.
            JobAgent late = new JobAgent("unused");
            AtomicInteger heard = new AtomicInteger();
            var consumer = vertx.eventBus().<Record>localConsumer(addresses.jobs(1), message -> {
                if (heard.incrementAndGet() <= 3) {
                    message.reply(late.answer((Dialogue) message.body()), RecordCodec.local());
                }
            });
            Agreed agreed = agree(2, Duration.ofMillis(300));
            consumer.unregister().await();
            assertEquals(alone(), agreed.agreement());
            assertEquals(1, agreed.absences().size());
            Absence absence = agreed.absences().getFirst();
            assertEquals(addresses.jobs(1), absence.agent());
            assertEquals(3, absence.round());
            assertTrue(absence.why().startsWith("TIMEOUT"), absence.why());
        }
    }

    @Test
    void an_energy_agent_that_says_what_its_forecast_does_not_is_not_heard() {
        try (Agents agents = new Agents(vertx, addresses, 2)) {
            agents.speakFor(1);
            var consumer = vertx.eventBus()
                    .<Record>localConsumer(
                            addresses.energy(1),
                            message -> message.reply(new Dialogue.Ready(new UUID(0, 0)), RecordCodec.local()));
            Agreed agreed = agree(2, DEADLINE);
            consumer.unregister().await();
            assertEquals(alone(), agreed.agreement());
            assertEquals(
                    List.of(new Absence(addresses.energy(1), 0, "its offer is not its forecast's")), agreed.absences());
        }
    }
}
