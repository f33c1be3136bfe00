package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flexgate windows}: when is it best. */
@Command(name = "windows", description = "Find the best windows of a zone, by the forecast that stands.")
final class WindowsCommand extends RestCommand {

    private static final Table BEST = Table.of(
            "#",
            "/rank",
            "START",
            "/start",
            "END",
            "/end",
            "G/KWH P50",
            "/carbon/p50",
            "P10",
            "/carbon/p10",
            "P90",
            "/carbon/p90",
            "PRICE P50",
            "/price/p50",
            "SAVED G/KWH",
            "/savedAgainstRunNow/carbon/p50",
            "SAVED %",
            "/savedAgainstRunNow/carbonPercent",
            "SAVED PRICE",
            "/savedAgainstRunNow/price/p50");

    @Command(name = "best", description = "The best windows, each with its saving against running now.")
    int best(
            @Option(names = "--zone", required = true, description = "Such as GB-13.") String zone,
            @Option(names = "--duration", required = true, description = "Whole half-hours, such as PT4H.")
                    String duration,
            @Option(names = "--earliest", defaultValue = "", description = "Earliest start; now.") String earliest,
            @Option(
                            names = {"--latest", "--deadline"},
                            defaultValue = "",
                            description = "Latest end; a day after the earliest start.")
                    String latest,
            @Option(names = "--split", description = "It may pause between half-hours.") boolean split,
            @Option(names = "--by", defaultValue = "CARBON", description = "CARBON, MONEY or MIX.") String by,
            @Option(names = "--per-kg", defaultValue = "", description = "Worth of a kilogram of CO2, for MIX.")
                    String perKilogram,
            @Option(names = "--currency", defaultValue = "", description = "Of that worth, such as GBP.")
                    String currency,
            @Option(names = "--price-zone", defaultValue = "", description = "Such as GB-C.") String priceZone,
            @Option(names = "--count", defaultValue = "", description = "How many; 3.") String count,
            @Option(names = "--as-of", defaultValue = "", description = "What was known then.") String asOf) {
        JsonNode answer = ask(rest -> rest.get(query(
                "/api/v1/windows:best",
                "zone",
                zone,
                "duration",
                duration,
                "earliest",
                earliest,
                "latest",
                latest,
                "shape",
                split ? "SPLIT" : "",
                "by",
                by,
                "perKgCarbon",
                perKilogram,
                "currency",
                currency,
                "priceZone",
                priceZone,
                "count",
                count,
                "asOf",
                asOf)));
        answer.path("forecasts")
                .forEach(
                        each -> err().println("forecast: " + each.path("signal").asText() + " of "
                                + each.path("zone").asText() + ", issued "
                                + each.path("issuedAt").asText() + ", "
                                + each.path("quality").asText()));
        return print(answer, "windows", BEST);
    }
}
