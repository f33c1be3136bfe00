package dev.flexgate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate webhooks}: who is told what happens. */
@Command(name = "webhooks", description = "Make and mend subscriptions.")
final class WebhooksCommand extends RestCommand {

    private static final Table LIST = Table.of(
            "WEBHOOK", "/id", "STATE", "/state", "URL", "/url", "EVENTS", "/eventTypes", "SIGNING", "/signing");

    private static final Table DELIVERIES = Table.of(
            "DELIVERY", "/deliveryId", "STATE", "/state", "TYPE", "/type", "ATTEMPTS", "/attempts", "NEXT", "/nextAt");

    @Command(name = "ls", description = "List subscriptions.")
    int ls(@Mixin Paging paging) {
        return list(query("/api/v1/webhooks", "after", paging.after, "limit", paging.limitText()), "data", LIST);
    }

    @Command(name = "add", description = "Subscribe an address; a secret is shown once.")
    int add(
            @Parameters(paramLabel = "URL") URI url,
            @Option(names = "--events", required = true, split = ",", description = "Such as flex.order.*")
                    List<String> events,
            @Option(names = "--signing", defaultValue = "v1a", description = "v1a (our key) or v1 (a secret).")
                    String signing) {
        ObjectNode body = Json.object().put("url", url.toString()).put("signing", signing);
        events.forEach(body.putArray("eventTypes")::add);
        return show(ask(rest -> rest.post("/api/v1/webhooks", Json.bytes(body))));
    }

    @Command(name = "rotate", description = "Make a new secret; the old one signs beside it for a day.")
    int rotate(@Parameters(paramLabel = "WEBHOOK") String id) {
        return show(ask(rest -> rest.post("/api/v1/webhooks/" + id + ":rotate", new byte[0])));
    }

    @Command(name = "enable", description = "Send again after a pause or a shut-off.")
    int enable(@Parameters(paramLabel = "WEBHOOK") String id) {
        return show(ask(rest -> rest.post("/api/v1/webhooks/" + id + ":enable", new byte[0])));
    }

    @Command(name = "deliveries", description = "List what one was sent.")
    int deliveries(@Parameters(paramLabel = "WEBHOOK") String id, @Mixin Paging paging) {
        String path = "/api/v1/webhooks/" + id + "/deliveries";
        return list(query(path, "after", paging.after, "limit", paging.limitText()), "data", DELIVERIES);
    }

    @Command(name = "recover", description = "Send once more what died or was never sent since a moment.")
    int recover(
            @Parameters(paramLabel = "WEBHOOK") String id,
            @Option(names = "--since", required = true, description = "Such as 2026-11-20T00:00:00Z.") String since) {
        byte[] body = Json.bytes(Json.object().put("since", since));
        return show(ask(rest -> rest.once(
                "/api/v1/webhooks/" + id + ":recover", body, UUID.randomUUID().toString())));
    }
}
