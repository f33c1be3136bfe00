package dev.flexgate.cli;

import static dev.flexgate.settlement.SettlementFixture.DAY;
import static dev.flexgate.settlement.SettlementFixture.METER;
import static dev.flexgate.settlement.SettlementFixture.start;
import static dev.flexgate.settlement.SettlementFixture.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.settlement.SettlementContract;
import dev.flexgate.settlement.SettlementFixture;
import dev.flexgate.settlement.TestAudit;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.Formula;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettlementCommandTest {

    private static final int EVENT = 35;

    @TempDir
    private Path folder;

    private final SettlementFixture fixture = new SettlementFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void recomputes_a_bundle_and_says_what_came_out() throws IOException {
        fixture.readDays(METER, DAY.minusDays(20), 20, _ -> 4_000);
        SettlementContract contract = fixture.open(
                fixture.contract(new Formula.PayAsBid(), new BaselineMethod.Bl01(false), starts(DAY, EVENT, 1)));
        fixture.clock().set(start(DAY, EVENT + 1));
        fixture.read(METER, start(DAY, EVENT), List.of(3_400L));
        fixture.settle();
        Path file = folder.resolve("order.zip");
        String key;
        try (var audit = new TestAudit(fixture.database(), folder, "last", fixture.clock())) {
            Files.write(file, audit.bundle(contract.id().toString()));
            key = audit.key().text();
        }
        var said = new StringWriter();

        assertEquals(0, run(said, "settlement", "recompute", file.toString(), "--vkey", key));
        assertTrue(
                said.toString().contains("run 1: delivered 0.600000 MWh, net 108.0000 GBP, due 108.0000 GBP"),
                said::toString);

        byte[] zip = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(zip, zip.length / 2));
        assertEquals(10, run(said, "settlement", "recompute", file.toString(), "--vkey", key));
        assertTrue(said.toString().contains("refused: check CONTAINER"), said::toString);
        assertEquals(2, run(said, "settlement", "recompute", "no-such-file.zip", "--vkey", key));
    }

    private static int run(StringWriter said, String... arguments) {
        var writer = new PrintWriter(said);
        return CommandLines.create().setOut(writer).setErr(writer).execute(arguments);
    }
}
