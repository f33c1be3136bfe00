package dev.flexgate.cli;

import dev.flexgate.feed.ImportPieces;
import dev.flexgate.wire.CsvRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate feeds}: where carbon intensity, prices, load and generation come from. */
@Command(name = "feeds", description = "What providers can tell, how they are, what was known, and series of your own.")
final class FeedsCommand extends RestCommand {

    private static final Table MATRIX = Table.of(
            "SERIES", "/series",
            "SIGNALS", "/signals",
            "ZONES", "/zones",
            "BASIS", "/basis",
            "BACK", "/history",
            "AHEAD", "/horizon",
            "STEP", "/resolution",
            "QUALITY", "/quality",
            "KEY", "/keySetting",
            "RATE", "/rate",
            "LICENCE", "/licence");

    private static final Table STATUS = Table.of(
            "SERIES", "/series",
            "ZONE", "/zone",
            "RANK", "/rank",
            "STATE", "/state",
            "REASON", "/reason",
            "RECEIVED", "/receivedAt",
            "QUALITY NOW", "/quality",
            "NEXT", "/nextAt",
            "HISTORY", "/history/state",
            "SINCE", "/history/since");

    private static final Table READINGS = Table.of(
            "START", "/start",
            "VALUE", "/value",
            "QUALITY", "/quality",
            "SOURCE", "/source",
            "KNOWN AT", "/knownAt");

    private static final String FEEDS = "/api/v1/feeds";

    @Command(name = "ls", description = "List what every provider can tell: the capability matrix.")
    int ls() {
        return list(FEEDS, "capabilities", MATRIX);
    }

    @Command(name = "status", description = "List what is asked of whom and how it stands.")
    int status() {
        return list(FEEDS, "feeds", STATUS);
    }

    @Command(name = "readings", description = "List what is known of a zone, or was known at a moment.")
    int readings(
            @Parameters(paramLabel = "ZONE", description = "Such as GB-13.") String zone,
            @Parameters(paramLabel = "SIGNAL", description = "Such as CARBON_INTENSITY.") String signal,
            @Option(names = "--from", required = true, description = "Such as 2026-11-20T00:00:00Z.") String from,
            @Option(names = "--to", required = true, description = "Half-open.") String to,
            @Option(names = "--as-of", defaultValue = "", description = "What was known then.") String asOf) {
        return list(
                query(FEEDS + "/readings", "zone", zone, "signal", signal, "from", from, "to", to, "asOf", asOf),
                "readings",
                READINGS);
    }

    @Command(name = "import", description = "Send a series of your own, of any length; the same again changes nothing.")
    int load(
            @Parameters(paramLabel = "FILE", description = "CSV, plain or gzip, or .json: see docs/reference/feeds.md.")
                    Path file,
            @Option(names = "--source", required = true, description = "Where it comes from, such as my-forecaster.")
                    String source,
            @Option(names = "--dry-run", description = "Only say what would be taken.") boolean dry) {
        String path = query(FEEDS + "/import", "source", source, "dryRun", dry ? "true" : "");
        SeriesImport.Report report;
        try {
            report = pieces(path, file, file.toString().endsWith(".json"));
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the series cannot be read",
                    file + " is no readable file",
                    "name a CSV or JSON file");
        }
        show(report.answer());
        report.faults().forEach(err()::println);
        err().flush();
        return report.exit().code();
    }

    private SeriesImport.Report pieces(String path, Path file, boolean json) throws IOException {
        try (var pieces = json ? ImportPieces.ofJson(file) : ImportPieces.of(file);
                var rest = new Rest(options());
                var progress = progress("feeds import", 0)) {
            return new SeriesImport(rest, path, progress, json).send(pieces);
        } catch (CsvRefusedException | IllegalArgumentException refused) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "the series is not taken",
                    String.valueOf(refused.getMessage()),
                    "mend that and send the whole file again: what was taken before it is not taken twice");
        }
    }
}
