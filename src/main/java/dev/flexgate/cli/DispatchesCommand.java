package dev.flexgate.cli;

import dev.flexgate.wire.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate dispatches}: what the sites were told to do. */
@Command(name = "dispatches", description = "List, show and stop instructions to sites.")
final class DispatchesCommand extends RestCommand {

    private static final Table LIST = Table.of(
            "DISPATCH",
            "/dispatchId",
            "STATE",
            "/state",
            "SITE",
            "/siteId",
            "REVISION",
            "/revision",
            "START",
            "/window/start",
            "END",
            "/window/end",
            "ORDER",
            "/orderId");

    @Command(name = "ls", description = "List instructions, the newest first.")
    int ls(
            @Mixin Paging paging,
            @Option(names = "--order", defaultValue = "", description = "Those of one order.") String order) {
        String path = query("/api/v1/dispatches", "after", paging.after, "limit", paging.limitText(), "orderId", order);
        return list(path, "dispatches", LIST);
    }

    @Command(name = "get", description = "Show one instruction with its history and what is delivered.")
    int get(@Parameters(paramLabel = "DISPATCH") String id) {
        return show(ask(rest -> rest.get("/api/v1/dispatches/" + id)));
    }

    @Command(name = "abort", description = "Stop one in an emergency.")
    int abort(
            @Parameters(paramLabel = "DISPATCH") String id,
            @Option(names = "--reason", required = true, description = "For the record.") String reason) {
        byte[] body = Json.bytes(Json.object().put("reason", reason));
        return show(ask(rest -> rest.once("/api/v1/dispatches/" + id + ":abort", body, "abort-" + id)));
    }
}
