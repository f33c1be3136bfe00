package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate budgets}: how much carbon and money tenants may use. */
@Command(name = "budgets", description = "Set, list and end budgets of tenants, and see how they stand.")
final class BudgetsCommand extends RestCommand {

    private static final String BUDGETS = "/api/v1/budgets";

    private static final Table LIST = Table.of(
            "TENANT",
            "/tenant",
            "VERSION",
            "/version",
            "KG CO2",
            "/carbonKg",
            "MONEY",
            "/money/amount",
            "CURRENCY",
            "/money/currency",
            "MODE",
            "/mode",
            "SINCE",
            "/recordedAt");

    @Command(name = "ls", description = "List budgets in force.")
    int ls(@Mixin Paging paging) {
        return list(query(BUDGETS, "after", paging.after, "limit", paging.limitText()), "budgets", LIST);
    }

    @Command(name = "get", description = "Show one budget.")
    int get(@Parameters(paramLabel = "TENANT") String tenant) {
        return show(ask(rest -> rest.get(BUDGETS + "/" + tenant)));
    }

    @Command(name = "status", description = "How much is used, what is ahead, and when it will be used up.")
    int status(@Parameters(paramLabel = "TENANT") String tenant) {
        JsonNode answer = ask(rest -> rest.get(BUDGETS + "/" + tenant + "/status"));
        if (options().output() != FlexGateCommand.Output.TABLE) {
            return show(answer);
        }
        out().println("period " + answer.path("start").asText() + " to "
                + answer.path("end").asText() + ", as of " + answer.path("asOf").asText());
        for (String kind : new String[] {"carbonKg", "money"}) {
            JsonNode use = answer.path(kind);
            JsonNode ends = use.path("exhaustion");
            out().println(kind + " counted " + use.path("counted").asText() + " of "
                    + use.path("limit").asText("no limit") + ", planned "
                    + use.path("planned").asText() + ", measured "
                    + use.path("measured").asText() + " ("
                    + use.path("measuredHalfHours").asInt() + " of "
                    + use.path("halfHours").asInt() + " half-hours), ahead "
                    + use.at("/ahead/p50").asText() + "; used up: "
                    + ends.path("is").asText() + " "
                    + ends.path("expected").asText(""));
        }
        answer.path("warnings")
                .forEach(each -> out().println("warned of "
                        + each.path("percent").asInt() + " % of its "
                        + each.path("kind").asText() + " at " + each.path("at").asText()));
        out().flush();
        return ExitCode.DONE.code();
    }

    @Command(name = "set", description = "Set a budget; a standing one is replaced.")
    int set(
            @Parameters(paramLabel = "TENANT") String tenant,
            @Option(names = "--carbon-kg", defaultValue = "", description = "Most emissions of a month.") String carbon,
            @Option(names = "--money", defaultValue = "", description = "Most cost of energy of a month.") String money,
            @Option(names = "--hold", description = "Hold new jobs back that it has no room for.") boolean hold,
            @Option(
                            names = "--holds",
                            paramLabel = "PRIORITY",
                            split = ",",
                            description = "Jobs of which priority it holds (default: NORMAL,LOW).")
                    List<String> holds,
            @Option(names = "--start", defaultValue = "", description = "Of the one period that it is for.")
                    String start,
            @Option(names = "--end", defaultValue = "", description = "The same.") String end) {
        ObjectNode body = Json.object().put("mode", hold ? "HOLD" : "WARN");
        if (holds != null) {
            holds.forEach(each -> body.withArrayProperty("holds").add(each.toUpperCase(Locale.ROOT)));
        }
        if (!carbon.isEmpty()) {
            body.put("carbonKg", carbon);
        }
        if (!money.isEmpty()) {
            body.putObject("money").put("amount", money);
        }
        if (!start.isEmpty() || !end.isEmpty()) {
            body.putObject("period").put("start", start).put("end", end);
        }
        return show(ask(rest -> rest.put(BUDGETS + "/" + tenant, Json.bytes(body), match(rest, tenant))));
    }

    @Command(name = "end", description = "End a budget: from now on nothing is limited.")
    int end(@Parameters(paramLabel = "TENANT") String tenant) {
        return show(ask(rest -> rest.delete(
                BUDGETS + "/" + tenant,
                Map.of(
                        "If-Match",
                        "\"" + rest.get(BUDGETS + "/" + tenant).path("version").asInt() + "\""))));
    }

    /** The version that stands, if one does. */
    private static Map<String, String> match(Rest rest, String tenant) {
        for (JsonNode each : rest.get(query(BUDGETS, "limit", "200")).path("budgets")) {
            if (each.path("tenant").asText().equals(tenant)) {
                return Map.of("If-Match", "\"" + each.path("version").asInt() + "\"");
            }
        }
        return Map.of();
    }
}
