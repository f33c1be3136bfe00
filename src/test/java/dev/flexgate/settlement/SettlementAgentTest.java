package dev.flexgate.settlement;

import static dev.flexgate.settlement.SettlementFixture.DAY;
import static dev.flexgate.settlement.SettlementFixture.METER;
import static dev.flexgate.settlement.SettlementFixture.start;
import static dev.flexgate.settlement.SettlementFixture.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.Await;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.Formula;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettlementAgentTest {

    private static final int EVENT = 35;

    private final SettlementFixture fixture = new SettlementFixture();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SettlementContract contract = contract();

    private SettlementContract contract() {
        fixture.readDays(METER, DAY.minusDays(20), 20, _ -> 4_000);
        return fixture.open(
                fixture.contract(new Formula.PayAsBid(), new BaselineMethod.Bl01(false), starts(DAY, EVENT, 1)));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void settles_when_the_readings_come_and_restates_when_they_are_corrected() {
        try (var agent = agent("one")) {
            agent.start();
            fixture.clock.set(start(DAY, EVENT + 1));
            fixture.read(METER, start(DAY, EVENT), List.of(3_400L));
            Await.until("the first run", () -> runs() == 1);
            fixture.read(METER, start(DAY, EVENT), List.of(3_500L));
            Await.until("the second run", () -> runs() == 2);
        }
    }

    @Test
    void tells_its_watchers_once_a_run_in_its_transaction() {
        var told = new AtomicInteger();
        fixture.settlement.watch((_, settled, records) -> {
            assertEquals(1, settled.periods().size());
            assertEquals(1, records.size());
            told.incrementAndGet();
        });
        fixture.clock.set(start(DAY, EVENT + 1));
        fixture.read(METER, start(DAY, EVENT), List.of(3_400L));
        fixture.settle();
        fixture.settle();

        assertEquals(1, told.get());
    }

    @Test
    void works_in_one_gateway_at_a_time_and_another_takes_over() {
        var first = agent("one");
        try (var second = agent("two")) {
            first.start();
            fixture.clock.set(start(DAY, EVENT + 1));
            fixture.read(METER, start(DAY, EVENT), List.of(3_400L));
            Await.until("the first run", () -> runs() == 1);
            second.start();
            first.close();
            fixture.read(METER, start(DAY, EVENT), List.of(3_500L));
            Await.until("the second run", () -> runs() == 2);
        }
        assertEquals(2.0, meters.counter("flexgate.settlement.runs").count());
        assertEquals(0.0, meters.counter("flexgate.settlement.failures").count());
    }

    private int runs() {
        return fixture.of(contract).runs().size();
    }

    private SettlementAgent agent(String holder) {
        return new SettlementAgent(fixture.settlement, fixture.readings, holder, meters);
    }
}
