package dev.flexgate.cli;

import dev.flexgate.audit.BundleVerifier;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.audit.NoteRefusedException;
import dev.flexgate.audit.Verdict;
import dev.flexgate.beckn.BecknEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flexgate audit verify}: judges a bundle offline, trusting one verifier key alone. */
@Command(name = "audit", description = "Work with audit evidence.")
final class AuditCommand {

    private static final int EXIT_REFUSED = 1;
    private static final int EXIT_UNREADABLE = 66;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before a command runs
    private CommandSpec spec;

    @Command(name = "verify", description = "Verify an audit bundle; names the first check that fails.")
    int verify(
            @Parameters(paramLabel = "BUNDLE", description = "The bundle, a zip file.") Path bundle,
            @Option(
                            names = "--vkey",
                            required = true,
                            description = "Verifier key of the log, as the operator published it.")
                    String vkey) {
        var out = spec.commandLine().getOut();
        try {
            Verdict verdict = new BundleVerifier(NoteKey.of(vkey), List.of(new BecknEvidence()))
                    .verify(Files.readAllBytes(bundle));
            return switch (verdict) {
                case Verdict.Genuine genuine -> {
                    out.println("genuine: " + genuine.records() + " records, " + genuine.counterparties()
                            + " counterparty signatures, log size "
                            + genuine.checkpoint().size());
                    yield 0;
                }
                case Verdict.Refused refused -> {
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
}
