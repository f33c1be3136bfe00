package dev.flexgate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate migrations}: jobs that have begun and go on at another site. */
@Command(name = "migrations", description = "List and show jobs that are moved once they have begun.")
final class MigrationsCommand extends RestCommand {

    private static final Table LIST = Table.of(
            "MIGRATION",
            "/migrationId",
            "STATE",
            "/state",
            "JOB",
            "/jobName",
            "FROM",
            "/fromSite",
            "TO",
            "/toSite",
            "CHECKPOINT BY",
            "/checkpointBy",
            "RESUME AT",
            "/resumeAt");

    @Command(name = "ls", description = "List migrations, the newest first.")
    int ls(
            @Mixin Paging paging,
            @Option(names = "--job", defaultValue = "", description = "Those of one job.") String job) {
        String path = query("/api/v1/migrations", "after", paging.after, "limit", paging.limitText(), "jobId", job);
        return list(path, "migrations", LIST);
    }

    @Command(name = "get", description = "Show one with what both sites have said.")
    int get(@Parameters(paramLabel = "MIGRATION") String id) {
        return show(ask(rest -> rest.get("/api/v1/migrations/" + id)));
    }
}
