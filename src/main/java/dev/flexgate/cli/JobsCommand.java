package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate jobs}: what is to be computed. */
@Command(name = "jobs", description = "Submit, list, explain and cancel jobs.")
final class JobsCommand extends RestCommand {

    private static final Table LIST = Table.of(
            "JOB",
            "/jobId",
            "STATE",
            "/state",
            "TENANT",
            "/tenant",
            "REFERENCE",
            "/reference",
            "IT KW",
            "/itPowerKw",
            "WORK KWH",
            "/workKwh",
            "DEADLINE",
            "/deadline");

    private static final Table WINDOWS = Table.of(
            "SITE",
            "/siteId",
            "START",
            "/start",
            "END",
            "/end",
            "COST P50",
            "/cost/p50",
            "P10",
            "/cost/p10",
            "P90",
            "/cost/p90",
            "CURRENCY",
            "/cost/currency",
            "KG CO2 P50",
            "/carbonKg/p50",
            "SLACK",
            "/slack");

    @Command(name = "submit", description = "Submit the job that a JSON file describes; - reads stdin.")
    int submit(
            @Parameters(paramLabel = "FILE", description = "See docs/reference/cli.md for its form.") Path file,
            @Option(names = "--dry-run", description = "Say what would become of it; store nothing.") boolean dryRun,
            @Option(
                            names = "--idempotency-key",
                            defaultValue = "",
                            description = "To repeat a submission whose answer was lost.")
                    String intent,
            @Option(
                            names = "--wait",
                            defaultValue = "PT0S",
                            paramLabel = "DURATION",
                            description = "Wait until a plan has placed it, such as PT30S.")
                    Duration wait) {
        byte[] body = read(file);
        if (dryRun) {
            JsonNode answer = ask(rest -> rest.post("/api/v1/jobs?dryRun=true", body));
            if (options().output() != FlexGateCommand.Output.TABLE) {
                return show(answer);
            }
            WINDOWS.print(out(), answer.at("/estimate/windows"));
            out().flush();
            return ExitCode.DONE.code();
        }
        String key = intent.isEmpty() ? UUID.randomUUID().toString() : intent;
        err().println("Idempotency-Key: " + key);
        JsonNode job = ask(rest -> rest.once("/api/v1/jobs", body, key));
        if (wait.isPositive()) {
            job = waitFor(job.path("jobId").asText(), wait);
        }
        err().println("next: flexgate jobs why " + job.path("jobId").asText());
        return show(job);
    }

    private JsonNode waitFor(String id, Duration wait) {
        var parting = Parting.of(err(), "job " + id + " goes on; ask later: flexgate jobs get " + id);
        try (parting;
                var rest = new Rest(options());
                var progress = progress("waiting for a plan", 0)) {
            Optional<JsonNode> placed = Waiting.until(wait, () -> {
                JsonNode job = rest.get("/api/v1/jobs/" + id);
                String state = job.path("state").asText();
                progress.at(0, state);
                return Optional.of(job).filter(_ -> !state.equals("QUEUED"));
            });
            return placed.orElseThrow(() -> new CommandFailure(
                    ExitCode.TIMED_OUT,
                    "job " + id + " is in no plan yet",
                    "it was taken and waits for the next plan",
                    "ask later: flexgate jobs get " + id));
        }
    }

    private static byte[] read(Path file) {
        try {
            return file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the job cannot be read", file + " is no readable file", "name a JSON file, or -");
        }
    }

    @Command(name = "ls", description = "List jobs.")
    int ls(
            @Mixin Paging paging,
            @Option(names = "--state", defaultValue = "", description = "QUEUED, PLACED, RUNNING, DEFERRED, ...")
                    String state,
            @Option(names = "--tenant", defaultValue = "", description = "Whose; for operators.") String tenant) {
        String path = query(
                "/api/v1/jobs", "after", paging.after, "limit", paging.limitText(), "state", state, "tenant", tenant);
        return list(path, "jobs", LIST);
    }

    @Command(name = "get", description = "Show one job.")
    int get(@Parameters(paramLabel = "JOB") String id) {
        return show(ask(rest -> rest.get("/api/v1/jobs/" + id)));
    }

    @Command(name = "why", description = "Say why a job runs when and where it runs, or why it waits.")
    int why(@Parameters(paramLabel = "JOB") String id) {
        JsonNode why = ask(rest -> rest.get("/api/v1/jobs/" + id)).path("why");
        if (why.isMissingNode()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "job " + id + " is not in the standing plan",
                    "it came in after it, or is over",
                    "see its state: flexgate jobs get " + id);
        }
        if (options().output() != FlexGateCommand.Output.TABLE) {
            return show(why);
        }
        out().println(why.path("sentence").asText());
        Table.of("SITE", "/siteId", "START", "/start", "END", "/end", "IT W", "/itPowerW")
                .print(out(), why.path("runs"));
        out().println("plan " + why.path("planVersion").asText() + ", forecasts "
                + why.path("quality").asText());
        out().flush();
        return ExitCode.DONE.code();
    }

    @Command(name = "cancel", description = "Take an open job back.")
    int cancel(@Parameters(paramLabel = "JOB") String id) {
        return show(ask(rest -> rest.once("/api/v1/jobs/" + id + ":cancel", new byte[0], "cancel-" + id)));
    }
}
