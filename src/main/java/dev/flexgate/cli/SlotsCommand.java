package dev.flexgate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code flexgate slots}: what is for sale. */
@Command(name = "slots", description = "List what is for sale.")
final class SlotsCommand extends RestCommand {

    private static final Table LIST = Table.of(
            "SLOT", "/slotId", "SITE", "/siteId", "START", "/windowStart", "END", "/windowEnd", "LEFT W", "/leftW");

    @Command(name = "ls", description = "List published slots.")
    int ls(@Mixin Paging paging) {
        return list(query("/api/v1/slots", "after", paging.after, "limit", paging.limitText()), "slots", LIST);
    }

    private static final Table PUBLISHED = Table.of(
            "CATALOGUE",
            "/catalogId",
            "STATE",
            "/state",
            "SLOTS",
            "/items",
            "PUBLISHED",
            "/publishedAt",
            "NOTE",
            "/note");

    @Command(name = "published", description = "List what the catalogue service was given, and what it made of it.")
    int published(@Mixin Paging paging) {
        return list(
                query("/api/v1/publications", "after", paging.after, "limit", paging.limitText()),
                "publications",
                PUBLISHED);
    }

    @Command(name = "get", description = "Show one slot.")
    int get(@Parameters(paramLabel = "SLOT") String id) {
        return show(ask(rest -> rest.get("/api/v1/slots/" + id)));
    }
}
