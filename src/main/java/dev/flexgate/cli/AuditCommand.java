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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate audit verify}: judges a bundle offline, trusting one verifier key alone. */
@Command(name = "audit", description = "Work with audit evidence.")
final class AuditCommand extends RestCommand {

    private static final Table RECORDS = Table.of(
            "INDEX",
            "/index",
            "RECORD",
            "/recordId",
            "TYPE",
            "/payload/type",
            "OUTCOME",
            "/payload/decision/outcome",
            "RECORDED",
            "/payload/recordedAt");

    @Command(name = "get", description = "Show one record.")
    int get(@Parameters(paramLabel = "RECORD") String id) {
        return show(ask(rest -> rest.get("/api/v1/audit/records/" + id)));
    }

    @Command(name = "search", description = "List the records about one thing, such as: search order ORDER_ID.")
    int search(@Parameters(paramLabel = "KIND") String kind, @Parameters(paramLabel = "ID") String id) {
        return list("/api/v1/audit/subjects/" + kind + "/" + id, "records", RECORDS);
    }

    @Command(name = "bundle", description = "Download the evidence of one thing, to be verified offline.")
    int bundle(
            @Parameters(paramLabel = "KIND") String kind,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--to", required = true, paramLabel = "FILE", description = "Where to write it.") Path to)
            throws IOException {
        byte[] zip = ask(rest -> rest.bytes("/api/v1/audit/bundles/" + kind + "/" + id));
        Files.write(to, zip);
        err().println("next: flexgate audit verify --vkey KEY " + to);
        return ExitCode.DONE.code();
    }

    @Command(name = "verify", description = "Verify an audit bundle; names the first check that fails.")
    int verify(
            @Parameters(paramLabel = "BUNDLE", description = "The bundle, a zip file.") Path bundle,
            @Option(
                            names = "--vkey",
                            required = true,
                            description = "Verifier key of the log, as the operator published it.")
                    String vkey) {
        var out = out();
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
                    yield ExitCode.UNVERIFIED.code();
                }
            };
        } catch (IOException unreadable) {
            err().println("cannot read " + bundle);
            return ExitCode.USAGE.code();
        } catch (NoteRefusedException badKey) {
            err().println("--vkey: " + badKey.getMessage());
            return ExitCode.USAGE.code();
        }
    }
}
