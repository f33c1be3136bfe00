package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flexgate policies}: what a policy would have done. */
@Command(name = "policies", description = "Try a policy on the jobs of the last days.")
final class PoliciesCommand extends RestCommand {

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
