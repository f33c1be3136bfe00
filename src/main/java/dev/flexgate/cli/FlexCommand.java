package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.Direction;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate flex}: a grid operator's requests, offers and orders. */
@Command(name = "flex", description = "Ask for flexibility, buy what is offered, see what was bought.")
final class FlexCommand extends RestCommand {

    private static final Table NEEDS = Table.of(
            "NEED",
            "/needId",
            "STATE",
            "/state",
            "AREA",
            "/request/area",
            "START",
            "/request/start",
            "END",
            "/request/end",
            "W",
            "/request/powerW",
            "DIRECTION",
            "/request/direction",
            "BY",
            "/request/requester");

    private static final Table ORDERS = Table.of(
            "ORDER",
            "/orderId",
            "STATE",
            "/state",
            "START",
            "/start",
            "END",
            "/end",
            "W",
            "/powerW",
            "DIRECTION",
            "/direction",
            "PRICE",
            "/price",
            "CURRENCY",
            "/currency",
            "BY",
            "/requester");

    /** The gateway keeps nobody waiting for longer, in seconds. */
    private static final long AT_ONCE_MAX = 20;

    private Duration wait = Duration.ZERO;

    @Command(name = "needs", description = "List what was asked for, the newest first.")
    int needs(@Mixin Paging paging) {
        return list(query("/api/v1/flex/needs", "after", paging.after, "limit", paging.limitText()), "needs", NEEDS);
    }

    @Command(name = "orders", description = "List what was bought, the newest first.")
    int orders(@Mixin Paging paging) {
        return list(query("/api/v1/flex/orders", "after", paging.after, "limit", paging.limitText()), "orders", ORDERS);
    }

    @Command(name = "need", description = "Show one request with its offer.")
    int need(@Parameters(paramLabel = "NEED") String id) {
        return show(ask(rest -> rest.get("/api/v1/flex/needs/" + id)));
    }

    @Command(name = "get", description = "Show one order.")
    int get(@Parameters(paramLabel = "ORDER") String id) {
        return show(ask(rest -> rest.get("/api/v1/flex/orders/" + id)));
    }

    @Command(
            name = "ask",
            description = "Ask for less load, or more; the answer is an offer or the reason why there is none.")
    int ask(
            @Option(names = "--area", required = true, description = "site:cambridge-east or gsp:_A") String area,
            @Option(names = "--start", required = true, description = "Start of the first half-hour.") String start,
            @Option(names = "--end", required = true, description = "End of the last one.") String end,
            @Option(names = "--power-kw", required = true, description = "At the meter.") BigDecimal powerKw,
            @Option(
                            names = "--direction",
                            defaultValue = "DOWN",
                            description = "DOWN for less load, UP for more: ${COMPLETION-CANDIDATES}.")
                    Direction direction,
            @Option(names = "--max-price", defaultValue = "", description = "Most per kWh.") String maxPrice,
            @Option(names = "--penalty", defaultValue = "", description = "Per kWh not delivered.") String penalty,
            @Option(names = "--request-id", defaultValue = "", description = "Your name for it; a repeat asks once.")
                    String requestId,
            @Option(
                            names = "--wait",
                            defaultValue = "PT60S",
                            description = "How long to wait for the answer (default ${DEFAULT-VALUE}).")
                    Duration patience) {
        wait = patience;
        String id = requestId.isEmpty() ? UUID.randomUUID().toString() : requestId;
        ObjectNode body = Json.object()
                .put("requestId", id)
                .put("area", area)
                .put("start", start)
                .put("end", end);
        body.put("powerKw", powerKw);
        body.put("direction", direction.name());
        if (!maxPrice.isEmpty()) {
            body.put("maxPricePerKwh", maxPrice);
        }
        if (!penalty.isEmpty()) {
            body.put("penaltyPerKwh", penalty);
        }
        return show(answered(id, ask(rest -> rest.post("/api/v1/flex/needs", Json.bytes(body), headers(id)))));
    }

    /** The gateway answers at once when the answer is ready in time; else it is looked for until the time is over. */
    private Map<String, String> headers(String requestId) {
        long seconds = Math.clamp(wait.toSeconds(), 0, AT_ONCE_MAX);
        return Map.of("Idempotency-Key", requestId, "Prefer", "wait=" + seconds);
    }

    private JsonNode answered(String requestId, JsonNode asked) {
        if (isAnswered(asked) || !wait.isPositive()) {
            return asked;
        }
        String need = asked.path("needId").asText();
        String later = "look later: flexgate flex need " + need;
        var parting = Parting.of(err(), "request " + requestId + " is worked on all the same; " + later);
        try (parting;
                var rest = new Rest(options());
                var progress = progress("waiting for the answer", 0)) {
            return Waiting.until(wait, () -> {
                        JsonNode now = rest.get("/api/v1/flex/needs/" + need);
                        progress.at(0, now.path("state").asText());
                        return Optional.of(now).filter(FlexCommand::isAnswered);
                    })
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.TIMED_OUT,
                            "request " + requestId + " has no answer yet",
                            "it was taken in, and will be answered",
                            later));
        }
    }

    private static boolean isAnswered(JsonNode need) {
        return !need.path("state").asText().equals("RECEIVED");
    }

    @Command(name = "order", description = "Buy an offer, all of it or one of its options.")
    int order(
            @Parameters(paramLabel = "OFFER") String id,
            @Option(names = "--option", defaultValue = "0", description = "Which option; all of it without.")
                    int option) {
        ObjectNode body = Json.object();
        if (option > 0) {
            body.put("option", option);
        }
        return show(ask(rest -> rest.once("/api/v1/flex/offers/" + id + ":order", Json.bytes(body), "order-" + id)));
    }

    @Command(name = "cancel", description = "Call an order off before its window.")
    int cancel(
            @Parameters(paramLabel = "ORDER") String id,
            @Option(names = "--reason", required = true, description = "For the record.") String reason) {
        byte[] body = Json.bytes(Json.object().put("reason", reason));
        return show(ask(rest -> rest.once("/api/v1/flex/orders/" + id + ":cancel", body, "cancel-" + id)));
    }
}
