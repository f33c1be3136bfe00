package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate orders}: what was sold to others, and what is bought of partners. */
@Command(name = "orders", description = "List what was sold; buy of a partner on the network.")
final class OrdersCommand extends RestCommand {

    private static final String PURCHASES = "/api/v1/purchases";

    private static final Table LIST =
            Table.of("ORDER", "/orderId", "STATE", "/state", "SINCE", "/since", "PARTICIPANT", "/participant");

    private static final Table BOUGHT = Table.of(
            "PURCHASE",
            "/purchaseId",
            "STAGE",
            "/stage",
            "PARTNER",
            "/partner",
            "SLOT",
            "/slotId",
            "CHANGED",
            "/changedAt");

    private static final Table TOLD = Table.of(
            "AT", "/at", "WHO", "/who", "ACTION", "/action", "STATE", "/state", "DIALECT", "/dialect", "WHY", "/why");

    @Command(name = "ls", description = "List orders, the newest first.")
    int ls(@Mixin Paging paging) {
        return list(query("/api/v1/orders", "after", paging.after, "limit", paging.limitText()), "orders", LIST);
    }

    @Command(name = "get", description = "Show one order.")
    int get(@Parameters(paramLabel = "ORDER") String id) {
        return show(ask(rest -> rest.get("/api/v1/orders/" + id)));
    }

    @Command(name = "bought", description = "List what was bought of partners, the newest first.")
    int bought(@Mixin Paging paging) {
        return list(query(PURCHASES, "after", paging.after, "limit", paging.limitText()), "purchases", BOUGHT);
    }

    @Command(name = "discover", description = "Ask a partner what it has for sale.")
    int discover(
            @Mixin Dealing dealing,
            @Mixin WithPartner with,
            @Option(names = "--text", defaultValue = "", description = "Words to look for.") String text,
            @Option(names = "--filter", defaultValue = "", description = "A path expression over its catalogue.")
                    String filter) {
        ObjectNode body = with.body();
        Dealing.put(body, "text", text);
        Dealing.put(body, "filter", filter);
        return dealing.settle(this, PURCHASES + "/discoveries", body);
    }

    @Command(name = "select", description = "Ask what a slot of a partner costs; opens a purchase.")
    int select(
            @Mixin Dealing dealing,
            @Option(names = "--partner", defaultValue = "", description = "Subscriber id, or SUBSCRIBER|KEY.")
                    String partner,
            @Option(names = "--dialect", defaultValue = "", description = "2.0.0-lts, 2.0.0-rc1-deg or 1.1.1.")
                    String dialect,
            @Option(names = "--purchase", defaultValue = "", description = "Go on in the session of a discovery.")
                    String purchase,
            @Option(names = "--slot", required = true, description = "Which slot.") String slot,
            @Option(names = "--offer", defaultValue = "", description = "Which offer; else the first that was found.")
                    String offer,
            @Option(names = "--power-kw", description = "IT power over the window.") @Nullable BigDecimal powerKw,
            @Option(names = "--energy-kwh", description = "IT energy, spread evenly over the window.") @Nullable
                    BigDecimal energyKwh,
            @Option(names = "--start", defaultValue = "", description = "Start of a part of the slot.") String start,
            @Option(names = "--end", defaultValue = "", description = "End of that part.") String end) {
        ObjectNode body = Json.object();
        Dealing.put(body, "partner", partner);
        Dealing.put(body, "dialect", dialect);
        Dealing.put(body, "purchaseId", purchase);
        body.put("slotId", slot).put("offerId", offer.isEmpty() ? offered(purchase, slot) : offer);
        Dealing.put(body, "powerKw", powerKw);
        Dealing.put(body, "energyKwh", energyKwh);
        Dealing.put(body, "start", start);
        Dealing.put(body, "end", end);
        return dealing.settle(this, PURCHASES, body);
    }

    /** What the last discovery of the session has found for this slot. */
    private String offered(String purchase, String slot) {
        var unknown = new CommandFailure(
                ExitCode.USAGE,
                "it is not known on which offer " + slot + " is sold",
                purchase.isEmpty() ? "there is no --purchase whose discovery could say" : "it was not discovered",
                "name one with --offer");
        if (purchase.isEmpty()) {
            throw unknown;
        }
        return ask(rest -> {
            JsonNode asked = rest.get(PURCHASES + "/" + purchase).path("requests");
            return StreamSupport.stream(asked.spliterator(), false)
                    .filter(each -> each.path("action").asText().equals("discover"))
                    .map(each -> rest.get(
                            PURCHASES + "/requests/" + each.path("requestId").asText()))
                    .flatMap(each ->
                            StreamSupport.stream(each.at("/answer/slots").spliterator(), false))
                    .filter(each -> each.path("slotId").asText().equals(slot))
                    .map(each -> each.at("/offers/0/offerId").asText())
                    .filter(id -> !id.isEmpty())
                    .findFirst()
                    .orElseThrow(() -> unknown);
        });
    }

    @Command(name = "init", description = "State who buys, and ask for the final terms.")
    int init(
            @Mixin Dealing dealing,
            @Parameters(paramLabel = "PURCHASE") String id,
            @Option(names = "--buyer", defaultValue = "", description = "Who buys, for people.") String buyer) {
        ObjectNode body = Json.object();
        Dealing.put(body, "buyer", buyer);
        return step(dealing, id, "init", body);
    }

    @Command(name = "confirm", description = "Accept the terms, at the price that was quoted.")
    int confirm(
            @Mixin Dealing dealing,
            @Parameters(paramLabel = "PURCHASE") String id,
            @Option(names = "--total", description = "Only at this total.") @Nullable BigDecimal total) {
        ObjectNode body = Json.object();
        Dealing.put(body, "total", total);
        return step(dealing, id, "confirm", body);
    }

    @Command(name = "status", description = "Ask the partner how a purchase stands.")
    int status(@Mixin Dealing dealing, @Parameters(paramLabel = "PURCHASE") String id) {
        return step(dealing, id, "status", Json.object());
    }

    @Command(name = "track", description = "Ask where the delivery can be watched.")
    int track(@Mixin Dealing dealing, @Parameters(paramLabel = "PURCHASE") String id) {
        return step(dealing, id, "track", Json.object());
    }

    @Command(
            name = "update",
            description = "Change a purchase: its terms, where its load runs, or accept a grid event.")
    int update(@Mixin Dealing dealing, @Parameters(paramLabel = "PURCHASE") String id, @Mixin Altering altering) {
        return step(dealing, id, "update", altering.body());
    }

    @Command(name = "cancel", description = "End a purchase, or give up a part of its window.")
    int cancel(
            @Mixin Dealing dealing,
            @Parameters(paramLabel = "PURCHASE") String id,
            @Option(names = "--reason", defaultValue = "", description = "One of the partner's codes.") String code,
            @Option(names = "--comment", defaultValue = "", description = "Why, in your words.") String comment,
            @Option(names = "--part", description = "A window that is given up, START/END; may be repeated.") @Nullable
                    List<String> parts,
            @Option(names = "--preview", description = "Only ask what it would cost.") boolean preview) {
        ObjectNode body = Json.object();
        Dealing.put(body, "reasonCode", code);
        Dealing.put(body, "comment", comment);
        if (parts != null) {
            var list = body.putArray("part");
            for (String part : parts) {
                String[] ends = part.split("/", 2);
                list.addObject().put("start", ends[0]).put("end", ends.length > 1 ? ends[1] : "");
            }
        }
        Dealing.put(body, "preview", preview);
        return step(dealing, id, "cancel", body);
    }

    @Command(name = "rate", description = "Say how good it was.")
    int rate(
            @Mixin Dealing dealing,
            @Parameters(paramLabel = "PURCHASE") String id,
            @Option(names = "--value", required = true, description = "How good, 1 to 5 unless said otherwise.")
                    BigDecimal value,
            @Option(names = "--worst", description = "The worst value there is.") @Nullable BigDecimal worst,
            @Option(names = "--best", description = "The best value there is.") @Nullable BigDecimal best,
            @Option(names = "--category", defaultValue = "", description = "What about it.") String category,
            @Option(names = "--comment", defaultValue = "", description = "In your words.") String comment,
            @Option(names = "--preview", description = "Only ask whether it can be rated.") boolean preview) {
        ObjectNode body = Json.object();
        Dealing.put(body, "preview", preview);
        Dealing.put(body, "value", value);
        Dealing.put(body, "worst", worst);
        Dealing.put(body, "best", best);
        Dealing.put(body, "category", category);
        Dealing.put(body, "comment", comment);
        return step(dealing, id, "rate", body);
    }

    @Command(name = "support", description = "Ask for people who help.")
    int support(
            @Mixin Dealing dealing,
            @Parameters(paramLabel = "PURCHASE") String id,
            @Option(names = "--topic", defaultValue = "", description = "What about.") String topic,
            @Option(names = "--phone", defaultValue = "", description = "Where to call back.") String phone,
            @Option(names = "--preview", description = "Only ask who helps.") boolean preview) {
        ObjectNode body = Json.object();
        Dealing.put(body, "preview", preview);
        Dealing.put(body, "topic", topic);
        Dealing.put(body, "callbackPhone", phone);
        return step(dealing, id, "support", body);
    }

    private int step(Dealing dealing, String id, String verb, ObjectNode body) {
        return dealing.settle(this, PURCHASES + "/" + id + ":" + verb, body);
    }

    @Command(name = "timeline", description = "Tell a purchase, question by question.")
    int timeline(@Parameters(paramLabel = "PURCHASE") String id) {
        JsonNode purchase = ask(rest -> rest.get(PURCHASES + "/" + id));
        if (options().output() != FlexGateCommand.Output.TABLE) {
            return show(purchase);
        }
        TOLD.print(out(), Timeline.of(purchase));
        out().println("purchase " + id + " of " + purchase.path("partner").asText() + " is "
                + purchase.path("stage").asText());
        out().flush();
        return ExitCode.DONE.code();
    }
}
