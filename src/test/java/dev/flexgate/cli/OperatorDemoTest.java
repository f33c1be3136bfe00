package dev.flexgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorDemoTest {

    @ParameterizedTest
    @ValueSource(strings = {"DOWN", "UP"})
    void a_grid_operator_gets_from_request_to_settled_half_hours_and_a_bundle_that_recomputes(String direction) {
        var out = new StringWriter();
        int exit = CommandLines.create()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute("demo", "operator", "--direction", direction);
        String said = out.toString();
        assertEquals(0, exit, said);
        for (String step : new String[] {"request", "offer", "order", "dispatch", "readings", "settled", "verified"}) {
            assertTrue(said.lines().anyMatch(line -> line.startsWith(step)), said);
        }
        assertTrue(said.contains(direction.equals("UP") ? " kW more at " : " kW less at "), said);
        assertTrue(
                said.lines()
                        .filter(line -> line.startsWith("settled"))
                        .allMatch(line -> line.matches(
                                direction.equals("UP")
                                        ? ".*, delivered -[0-9.]+, net [0-9.]+ GBP"
                                        : ".*, delivered [0-9.]+, net [0-9.]+ GBP")),
                said);
        assertTrue(said.contains("all data SIMULATED"), said);
        assertTrue(said.contains("to the last digit"), said);
    }
}
