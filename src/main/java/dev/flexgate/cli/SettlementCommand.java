package dev.flexgate.cli;

import dev.flexgate.audit.NoteKey;
import dev.flexgate.audit.NoteRefusedException;
import dev.flexgate.beckn.BecknEvidence;
import dev.flexgate.settlement.recompute.Recomputation;
import dev.flexgate.settlement.recompute.SettlementVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flexgate settlement recompute}: from a meter to money once more, offline, by an arithmetic of its own. */
@Command(name = "settlement", description = "Work with settlements.")
final class SettlementCommand {

    private static final int EXIT_REFUSED = 1;
    private static final int EXIT_UNREADABLE = 66;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before a command runs
    private CommandSpec spec;

    @Command(
            name = "recompute",
            description =
                    "Recompute baseline, volume and money from an audit bundle; names the first check that fails.")
    int recompute(
            @Parameters(paramLabel = "BUNDLE", description = "The bundle of a settlement, a zip file.") Path bundle,
            @Option(
                            names = "--vkey",
                            required = true,
                            description = "Verifier key of the log, as the operator published it.")
                    String vkey) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            var verifier = new SettlementVerifier(NoteKey.of(vkey), List.of(new BecknEvidence()));
            return switch (verifier.recompute(Files.readAllBytes(bundle))) {
                case Recomputation.Confirmed confirmed -> {
                    out.println("recomputed: " + confirmed.records() + " records");
                    confirmed.orders().forEach(order -> print(order, out));
                    yield 0;
                }
                case Recomputation.Refused refused -> {
                    out.println("refused: check " + refused.check() + " in " + refused.file() + ": " + refused.why());
                    yield EXIT_REFUSED;
                }
            };
        } catch (IOException unreadable) {
            spec.commandLine().getErr().println("cannot read " + bundle);
            return EXIT_UNREADABLE;
        } catch (NoteRefusedException badKey) {
            spec.commandLine().getErr().println("--vkey: " + badKey.getMessage());
            return EXIT_UNREADABLE;
        }
    }

    private static void print(Recomputation.Order order, PrintWriter out) {
        out.println("order " + order.orderId() + ": " + order.boundReadings() + " of " + order.readings()
                + " readings bound to the batch that brought them");
        order.runs()
                .forEach(run -> out.println("  run " + run.number() + ": delivered " + run.deliveredMwh() + " MWh, net "
                        + run.net() + " " + order.currency() + ", due " + run.due() + " " + order.currency()));
    }
}
