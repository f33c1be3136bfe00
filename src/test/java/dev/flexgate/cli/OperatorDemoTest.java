package dev.flexgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OperatorDemoTest {

    @Test
    void a_grid_operator_gets_from_request_to_settled_half_hours_and_a_bundle_that_recomputes() {
        var out = new StringWriter();
        int exit = new CommandLine(new FlexGateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute("demo", "operator");
        String said = out.toString();
        assertEquals(0, exit, said);
        for (String step : new String[] {"request", "offer", "order", "dispatch", "readings", "settled", "verified"}) {
            assertTrue(said.lines().anyMatch(line -> line.startsWith(step)), said);
        }
        assertTrue(said.contains("all data SIMULATED"), said);
        assertTrue(said.contains("to the last digit"), said);
    }
}
