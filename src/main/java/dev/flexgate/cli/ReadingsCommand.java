package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.settlement.meter.ReadingsCsv;
import dev.flexgate.wire.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate readings}: what meters read. */
@Command(name = "readings", description = "Import and list meter readings.")
final class ReadingsCommand extends RestCommand {

    private static final int NAME_LENGTH = 16;

    private static final Table LIST = Table.of(
            "START", "/start", "KWH", "/value", "QUALITY", "/quality", "VERSION", "/version", "KNOWN AT", "/knownAt");

    @Command(
            name = "import",
            description = "Send a table meter,start,interval,value,unit,quality; the same table again changes nothing.")
    int load(
            @Parameters(paramLabel = "FILE.csv", description = "See docs/reference/readings.md.") Path file,
            @Option(names = "--batch", defaultValue = "", description = "Name of the batch; else of its content.")
                    String name) {
        List<byte[]> batches = batches(file, name);
        List<JsonNode> answers = new ArrayList<>();
        try (var rest = new Rest(options());
                var progress = progress("readings import", batches.size())) {
            for (byte[] batch : batches) {
                progress.at(answers.size(), "");
                answers.add(rest.post("/api/v1/readings", batch));
            }
            progress.at(answers.size(), outcomes(answers));
        }
        answers.forEach(this::show);
        return ExitCode.DONE.code();
    }

    private static String outcomes(List<JsonNode> answers) {
        Map<String, Long> counts = answers.stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.path("outcome").asText(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    private static List<byte[]> batches(Path file, String name) {
        try (InputStream table = Files.newInputStream(file)) {
            String batch = name.isEmpty()
                    ? "csv-" + Digests.sha256Hex(Files.readAllBytes(file)).substring(0, NAME_LENGTH)
                    : name;
            return ReadingsCsv.batches(batch, table);
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the table cannot be read", file + " is no readable text", "name a CSV file");
        } catch (IllegalArgumentException faulty) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "the table is not sent",
                    String.valueOf(faulty.getMessage()),
                    "mend that line and send the whole table again");
        }
    }

    @Command(name = "ls", description = "List what a meter read.")
    int ls(
            @Parameters(paramLabel = "METER") String meter,
            @Option(names = "--from", required = true, description = "Such as 2026-11-20T00:00:00Z.") String from,
            @Option(names = "--to", required = true, description = "Half-open.") String to,
            @Option(names = "--as-of", defaultValue = "", description = "What was known then.") String asOf) {
        return list(
                query("/api/v1/readings", "meterId", meter, "from", from, "to", to, "asOf", asOf), "readings", LIST);
    }
}
