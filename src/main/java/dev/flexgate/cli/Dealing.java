package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Asks a partner through the gateway, and waits for its answer. */
final class Dealing {

    private static final Set<String> OPEN = Set.of("SENT", "ACKNOWLEDGED");

    private static final Table SLOTS = Table.of(
            "SLOT",
            "/slotId",
            "START",
            "/start",
            "END",
            "/end",
            "LEFT KW",
            "/availableKw",
            "G CO2/KWH",
            "/carbonGramsPerKwh",
            "PRICE/KWH",
            "/pricePerKwh",
            "CURRENCY",
            "/currency",
            "OFFER",
            "/offers/0/offerId");

    private static final Table COMMITMENTS =
            Table.of("SLOT", "/slotId", "START", "/start", "END", "/end", "KW", "/powerKw", "IT KWH", "/itEnergyKwh");

    private static final Table LINES = Table.of("CHARGE", "/kind", "AMOUNT", "/amount", "BASIS", "/basis");

    @Option(
            names = "--wait",
            defaultValue = "PT30S",
            paramLabel = "DURATION",
            description = "Wait so long for the partner's answer (default ${DEFAULT-VALUE}; PT0S for not at all).")
    Duration wait = Duration.ofSeconds(30);

    @Option(names = "--idempotency-key", defaultValue = "", description = "To repeat a question whose answer was lost.")
    String intent = "";

    static void put(ObjectNode body, String name, String value) {
        if (!value.isEmpty()) {
            body.put(name, value);
        }
    }

    static void put(ObjectNode body, String name, @Nullable BigDecimal value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    static void put(ObjectNode body, String name, boolean value) {
        if (value) {
            body.put(name, true);
        }
    }

    /** Asks, waits and prints; ends with 9 when the partner refuses, and with 8 when it is silent for too long. */
    int settle(RestCommand command, String path, ObjectNode body) {
        String key = intent.isEmpty() ? UUID.randomUUID().toString() : intent;
        command.err().println("Idempotency-Key: " + key);
        JsonNode asked = command.ask(rest -> rest.once(path, Json.bytes(body), key));
        if (!wait.isPositive()) {
            return command.show(asked);
        }
        JsonNode settled = waited(command, asked);
        return switch (settled.path("state").asText()) {
            case "ANSWERED" -> answered(command, settled);
            default -> throw refused(command, settled);
        };
    }

    private JsonNode waited(RestCommand command, JsonNode asked) {
        String id = asked.path("requestId").asText();
        String partner = asked.path("partner").asText();
        String later = "ask later: flexgate orders timeline "
                + asked.path("purchaseId").asText();
        var parting = Parting.of(command.err(), "the question to " + partner + " goes on; " + later);
        try (parting;
                var rest = new Rest(command.options());
                var progress = command.progress("waiting for " + partner, 0)) {
            Optional<JsonNode> settled = Waiting.until(wait, () -> {
                JsonNode request = rest.get("/api/v1/purchases/requests/" + id);
                String state = request.path("state").asText();
                progress.at(0, state);
                return Optional.of(request).filter(_ -> !OPEN.contains(state));
            });
            return settled.filter(each -> !each.path("state").asText().equals("SILENT"))
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.TIMED_OUT,
                            partner + " has not answered request " + id + " yet",
                            "it was asked, and may still answer",
                            later));
        }
    }

    private static CommandFailure refused(RestCommand command, JsonNode settled) {
        if (command.options().output() != FlexGateCommand.Output.TABLE) {
            command.show(settled);
        }
        JsonNode error = settled.path("error");
        return new CommandFailure(
                ExitCode.PARTNER,
                settled.path("partner").asText() + " did not grant "
                        + settled.path("action").asText() + ": "
                        + settled.path("state").asText(),
                error.path("code").asText() + ": " + error.path("message").asText(),
                settled.at("/answer/fix").asText("see docs/reference/beckn.md for its codes"));
    }

    private static int answered(RestCommand command, JsonNode settled) {
        if (command.options().output() != FlexGateCommand.Output.TABLE) {
            return command.show(settled);
        }
        JsonNode answer = settled.path("answer");
        String purchase = settled.path("purchaseId").asText();
        PrintWriter out = command.out();
        if (answer.has("slots")) {
            SLOTS.print(out, answer.path("slots"));
            command.err()
                    .println(
                            "purchase " + purchase + ": " + answer.path("found").asText() + " slots");
            command.err().println("next: flexgate orders select --purchase " + purchase + " --slot SLOT --power-kw N");
        } else if (answer.has("commitments")) {
            contract(out, purchase, answer);
            if (settled.path("preview").asBoolean()) {
                out.println("a preview: nothing was changed");
            }
            next(answer.path("stage").asText())
                    .ifPresent(verb -> command.err().println("next: flexgate orders " + verb + " " + purchase));
        } else {
            return command.show(answer);
        }
        out.flush();
        return ExitCode.DONE.code();
    }

    private static Optional<String> next(String stage) {
        return switch (stage) {
            case "QUOTED" -> Optional.of("init");
            case "INITIATED" -> Optional.of("confirm");
            case "CONFIRMED", "DELIVERING" -> Optional.of("status");
            case "SETTLED" -> Optional.of("rate --value 5");
            default -> Optional.empty();
        };
    }

    private static void contract(PrintWriter out, String purchase, JsonNode contract) {
        out.println("purchase " + purchase + ", contract "
                + contract.path("contractId").asText() + ": "
                + contract.path("stage").asText());
        COMMITMENTS.print(out, contract.path("commitments"));
        for (JsonNode charge : contract.path("charges")) {
            if (!charge.path("lines").isEmpty()) {
                LINES.print(out, charge.path("lines"));
            }
            out.println("total " + charge.path("total").asText() + " "
                    + charge.path("currency").asText());
        }
        field(out, contract, "heldUntil", "held until ", "");
        field(out, contract, "carbonKg", "emits ", " kg CO2");
        JsonNode given = contract.path("cancellation");
        if (given.isObject()) {
            out.println("given up: worth " + given.path("value").asText() + ", fee "
                    + given.path("fee").asText() + ", refund "
                    + given.path("refund").asText() + " "
                    + given.path("currency").asText());
        }
        field(out, contract.path("delivery"), "actualCost", "to be paid ", "");
        field(out, contract.path("alert"), "message", "alert: ", "");
    }

    private static void field(PrintWriter out, JsonNode json, String name, String before, String after) {
        if (json.has(name)) {
            out.println(before + json.path(name).asText() + after);
        }
    }
}
