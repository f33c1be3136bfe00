package dev.flexgate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code flexgate orders}: what was sold. */
@Command(name = "orders", description = "List what was sold.")
final class OrdersCommand extends RestCommand {

    private static final Table LIST =
            Table.of("ORDER", "/orderId", "STATE", "/state", "SINCE", "/since", "PARTICIPANT", "/participant");

    @Command(name = "ls", description = "List orders, the newest first.")
    int ls(@Mixin Paging paging) {
        return list(query("/api/v1/orders", "after", paging.after, "limit", paging.limitText()), "orders", LIST);
    }

    @Command(name = "get", description = "Show one order.")
    int get(@Parameters(paramLabel = "ORDER") String id) {
        return show(ask(rest -> rest.get("/api/v1/orders/" + id)));
    }
}
