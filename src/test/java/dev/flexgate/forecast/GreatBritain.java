package dev.flexgate.forecast;

import dev.flexgate.Shared;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The real half-hourly series of Great Britain, January 2021 to June 2022: no missing steps, a few empty cells. */
final class GreatBritain {

    static final Instant START = Instant.parse("2021-01-01T00:00:00Z");

    private static final String FILE = "data/gb-halfhourly/gb_electric_insights_2021-01_2022-06.csv.gz";

    private GreatBritain() {}

    /** gCO2/kWh; {@link Double#NaN} where empty. */
    static double[] carbonGrams() {
        return column("carbon_intensity_gco2_kwh");
    }

    /** GBP/MWh; {@link Double#NaN} where empty. */
    static double[] dayAheadPounds() {
        return column("day_ahead_price_gbp_mwh");
    }

    static int indexOf(String moment) {
        return Math.toIntExact(Duration.between(START, Instant.parse(moment)).toMinutes() / 30);
    }

    private static double[] column(String name) {
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Shared.path(FILE))), StandardCharsets.UTF_8))) {
            int column = List.of(lines.readLine().split(",")).indexOf(name);
            return lines.lines()
                    .map(line -> line.split(",", -1)[column])
                    .mapToDouble(cell -> cell.isEmpty() ? Double.NaN : Double.parseDouble(cell))
                    .toArray();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
