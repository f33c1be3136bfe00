package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flexgate placements}: which region for a job. */
@Command(name = "placements", description = "Rank regions for a job, every term of the score shown.")
final class PlacementsCommand extends RestCommand {

    private static final Table RANKED = Table.of(
            "#",
            "/rank",
            "REGION",
            "/region",
            "ZONE",
            "/carbonZone",
            "STANDING",
            "/standing",
            "PARETO",
            "/pareto",
            "START",
            "/terms/start",
            "TOTAL P50",
            "/terms/total/p50",
            "P10",
            "/terms/total/p10",
            "P90",
            "/terms/total/p90",
            "ENERGY",
            "/terms/worth/energy/p50",
            "CARBON",
            "/terms/worth/carbon/p50",
            "KG CO2",
            "/terms/carbonKg/p50",
            "MS",
            "/terms/latency/ms",
            "TRANSFER",
            "/terms/worth/transfer",
            "WHY NOT",
            "/reasons/0/code");

    private static final Table REGIONS = Table.of(
            "REGION",
            "/region",
            "NAME",
            "/name",
            "OURS",
            "/ours",
            "CARBON ZONE",
            "/carbonZone",
            "PRICE ZONE",
            "/priceZone",
            "CURRENCY",
            "/currency",
            "CARBON UNTIL",
            "/carbonForecastUntil",
            "PRICE UNTIL",
            "/priceForecastUntil");

    @Command(name = "evaluate", description = "Rank all regions for the job that a JSON file describes; - reads stdin.")
    int evaluate(@Parameters(paramLabel = "FILE", description = "See docs/reference/placement.md.") Path file) {
        byte[] body = Inputs.read(file);
        JsonNode answer = ask(rest -> rest.post("/api/v1/placements:evaluate", body));
        return print(answer, "regions", RANKED);
    }

    @Command(name = "regions", description = "List the regions that the gateway knows, and how far each is forecast.")
    int regions() {
        return list("/api/v1/regions", "regions", REGIONS);
    }
}
