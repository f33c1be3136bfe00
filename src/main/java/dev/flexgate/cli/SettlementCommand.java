package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.audit.NoteRefusedException;
import dev.flexgate.beckn.BecknEvidence;
import dev.flexgate.settlement.recompute.Recomputation;
import dev.flexgate.settlement.recompute.SettlementVerifier;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate settlement recompute}: from a meter to money once more, offline, by an arithmetic of its own. */
@Command(name = "settlement", description = "Work with settlements.")
final class SettlementCommand extends RestCommand {

    private static final Table LIST = Table.of(
            "ORDER",
            "/orderId",
            "STATE",
            "/state",
            "START",
            "/start",
            "END",
            "/end",
            "NET",
            "/lastRun/net",
            "CURRENCY",
            "/currency",
            "FORMULA",
            "/formula",
            "WITH",
            "/counterparty");

    @Command(name = "ls", description = "List settlements, the newest first.")
    int ls(@Mixin Paging paging) {
        String path = query("/api/v1/flex/settlements", "after", paging.after, "limit", paging.limitText());
        return list(path, "settlements", LIST);
    }

    @Command(name = "get", description = "Show the settlement of an order, half-hour by half-hour.")
    int get(@Parameters(paramLabel = "ORDER") String id) {
        return show(ask(rest -> rest.get("/api/v1/flex/settlements/" + id)));
    }

    @Command(name = "agree", description = "Agree to the money of the last run.")
    int agree(@Parameters(paramLabel = "ORDER") String id) {
        return move(id, "agree", Json.object(), "");
    }

    @Command(name = "dispute", description = "Dispute the money of the last run.")
    int dispute(
            @Parameters(paramLabel = "ORDER") String id,
            @Option(names = "--reason", required = true, description = "For the record.") String reason) {
        return move(id, "dispute", Json.object().put("reason", reason), reason);
    }

    @Command(name = "withdraw", description = "Take a dispute back.")
    int withdraw(
            @Parameters(paramLabel = "ORDER") String id,
            @Option(names = "--reason", required = true, description = "For the record.") String reason) {
        return move(id, "withdraw", Json.object().put("reason", reason), reason);
    }

    @Command(name = "invoice", description = "Say that the money was asked for; after a dispute this is the ruling.")
    int invoice(
            @Parameters(paramLabel = "ORDER") String id,
            @Option(names = "--reference", defaultValue = "", description = "Of the invoice.") String reference) {
        return move(id, "invoice", reference(reference), reference);
    }

    @Command(name = "pay", description = "Say that the money was paid; nothing moves by this.")
    int pay(
            @Parameters(paramLabel = "ORDER") String id,
            @Option(names = "--reference", defaultValue = "", description = "Of the payment.") String reference) {
        return move(id, "pay", reference(reference), reference);
    }

    private static ObjectNode reference(String reference) {
        return reference.isEmpty() ? Json.object() : Json.object().put("reference", reference);
    }

    /** What was said of one run says nothing of the next, nor what was said before a dispute was taken back. */
    private int move(String id, String verb, ObjectNode body, String words) {
        String path = "/api/v1/flex/settlements/" + id;
        return show(ask(rest -> {
            JsonNode now = rest.get(path);
            String run = now.at("/lastRun/run").asText() + "-"
                    + now.at("/periods/0/lineVersion").asText();
            String intent = verb + "-" + id + "-" + run + "-" + Integer.toHexString(words.hashCode());
            return rest.once(path + ":" + verb, Json.bytes(body), intent);
        }));
    }

    @Command(name = "prices", description = "Take in system prices, a JSON file with source and prices.")
    int prices(@Parameters(paramLabel = "FILE") Path file) {
        try {
            byte[] body = Files.readAllBytes(file);
            return show(ask(
                    rest -> rest.once("/api/v1/settlement/system-prices", body, "prices-" + Digests.sha256Hex(body))));
        } catch (IOException unreadable) {
            err().println("cannot read " + file);
            return ExitCode.USAGE.code();
        }
    }

    @Command(
            name = "recompute",
            description =
                    "Recompute baseline, volume and money from an audit bundle; names the first check that fails.")
    int recompute(
            @Parameters(paramLabel = "BUNDLE", description = "The bundle of a settlement, a zip file.") Path bundle,
            @Option(
                            names = "--vkey",
                            required = true,
                            description = "Verifier key of the log, as the operator published it.")
                    String vkey) {
        PrintWriter out = out();
        try {
            var verifier = new SettlementVerifier(NoteKey.of(vkey), List.of(new BecknEvidence()));
            return switch (verifier.recompute(Files.readAllBytes(bundle))) {
                case Recomputation.Confirmed confirmed -> {
                    out.println("recomputed: " + confirmed.records() + " records");
                    confirmed.orders().forEach(order -> print(order, out));
                    yield 0;
                }
                case Recomputation.Refused refused -> {
                    out.println("refused: check " + refused.check() + " in " + refused.file() + ": " + refused.why());
                    yield ExitCode.UNVERIFIED.code();
                }
            };
        } catch (IOException unreadable) {
            err().println("cannot read " + bundle);
            return ExitCode.USAGE.code();
        } catch (NoteRefusedException badKey) {
            err().println("--vkey: " + badKey.getMessage());
            return ExitCode.USAGE.code();
        }
    }

    private static void print(Recomputation.Order order, PrintWriter out) {
        out.println("order " + order.orderId() + ": " + order.boundReadings() + " of " + order.readings()
                + " readings bound to the batch that brought them");
        order.runs()
                .forEach(run -> out.println("  run " + run.number() + ": delivered " + run.deliveredMwh() + " MWh, net "
                        + run.net() + " " + order.currency() + ", due " + run.due() + " " + order.currency()));
    }
}
