package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate policies}: what tenants want of every plan, and what another policy would have done. */
@Command(
        name = "policies",
        description = "List, show, put and delete policies of tenants, and try one on the jobs of the last days.")
final class PoliciesCommand extends RestCommand {

    private static final String POLICIES = "/api/v1/policies";

    private static final Table LIST = Table.of(
            "TENANT",
            "/tenant",
            "VERSION",
            "/version",
            "NAME",
            "/name",
            "GBP A TONNE",
            "/carbonGbpPerTonne",
            "CAP KG CO2",
            "/carbonCapKg",
            "LIMITS",
            "/limits",
            "SOURCE",
            "/source",
            "SINCE",
            "/recordedAt");

    private static final Table DAYS = Table.of(
            "DAY",
            "/day",
            "DECIDED",
            "/decided",
            "MOVED",
            "/moved",
            "HELD",
            "/held",
            "FORECAST SAVED KG",
            "/forecastSavedKg/p50",
            "P10",
            "/forecastSavedKg/p10",
            "P90",
            "/forecastSavedKg/p90",
            "REALISED",
            "/realised",
            "REALISED SAVED KG",
            "/realisedSavedKg",
            "USED KG SO FAR",
            "/usedKgSoFar");

    @Command(name = "list", aliases = "ls", description = "List policies in force.")
    int list(@Mixin Paging paging) {
        return list(query(POLICIES, "after", paging.after, "limit", paging.limitText()), "policies", LIST);
    }

    @Command(name = "show", aliases = "get", description = "Show one policy, as it is or as it was at a version.")
    int show(
            @Parameters(paramLabel = "TENANT") String tenant,
            @Option(names = "--at", defaultValue = "", description = "The version that a plan names.") String version) {
        String at = version.isEmpty() ? "" : "/versions/" + version;
        return show(ask(rest -> rest.get(POLICIES + "/" + tenant + at)));
    }

    @Command(
            name = "put",
            description =
                    "Set a tenant's policy from a file in the form of catalog/policies; a standing one is replaced.")
    int put(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--if-version", defaultValue = "", description = "Refuse when another version stands.")
                    String version) {
        JsonNode policy = read(file);
        String path = POLICIES + "/" + policy.path("tenant").asText();
        return show(
                ask(rest -> rest.put(path, Json.bytes(policy), version.isEmpty() ? match(rest, path) : at(version))));
    }

    @Command(name = "delete", description = "Withdraw a tenant's policy: nothing of it limits any more.")
    int delete(@Parameters(paramLabel = "TENANT") String tenant) {
        String path = POLICIES + "/" + tenant;
        return show(
                ask(rest -> rest.delete(path, at(rest.get(path).path("version").asText()))));
    }

    private static JsonNode read(Path file) {
        JsonNode policy;
        try {
            policy = StrictJson.parse(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the policy cannot be read", file + " is no readable file", "name another FILE");
        } catch (JsonRefusedException refused) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the policy cannot be read", file + ": " + refused.getMessage(), "mend the JSON");
        }
        if (!policy.path("tenant").isTextual()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "whose policy it is, is not said", file + " has no tenant", "add \"tenant\"");
        }
        return policy;
    }

    /** The version that stands, if one does. */
    private static Map<String, String> match(Rest rest, String path) {
        return rest.maybe(path)
                .map(standing -> at(standing.path("version").asText()))
                .orElse(Map.of());
    }

    private static Map<String, String> at(String version) {
        return Map.of("If-Match", "\"" + version + "\"");
    }

    @Command(name = "test", description = "What it would have done, by forecasts that stood then and by nothing else.")
    int test(
            @Option(names = "--tenant", defaultValue = "", description = "Whose jobs; your own.") String tenant,
            @Option(names = "--days", defaultValue = "30", description = "How far back, at most 90.") int days,
            @Option(names = "--carbon-per-tonne", defaultValue = "", description = "That of the policy in force.")
                    String perTonne,
            @Option(names = "--carbon-kg", defaultValue = "", description = "Budget of the whole time.") String carbon,
            @Option(names = "--money", defaultValue = "", description = "Budget of the whole time.") String money,
            @Option(names = "--hold", description = "Hold back what the budget has no room for.") boolean hold) {
        ObjectNode body = Json.object().put("days", days).put("mode", hold ? "HOLD" : "WARN");
        if (!tenant.isEmpty()) {
            body.put("tenant", tenant);
        }
        if (!perTonne.isEmpty()) {
            body.put("carbonPerTonne", perTonne);
        }
        if (!carbon.isEmpty()) {
            body.put("carbonKg", carbon);
        }
        if (!money.isEmpty()) {
            body.putObject("money").put("amount", money);
        }
        JsonNode answer = ask(rest -> rest.post("/api/v1/policies:test", Json.bytes(body)));
        JsonNode history = answer.path("history");
        err().println("history: forecasts on "
                + history.path("daysWithVintages").asInt() + " of "
                + history.path("days").asInt() + " days; "
                + history.path("jobsTried").asInt() + " of "
                + history.path("jobs").asInt() + " jobs tried, "
                + history.path("jobsWithoutForecast").asInt()
                + " without a forecast then, "
                + history.path("jobsWithoutOutturn").asInt() + " not all measured, "
                + history.path("jobsOnSimulatedForecasts").asInt() + " on simulated forecasts");
        return print(answer, "days", DAYS);
    }
}
