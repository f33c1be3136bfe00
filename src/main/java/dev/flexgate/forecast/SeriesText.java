package dev.flexgate.forecast;

import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The canonical text of a forecast, which is stored and hashed. First line: zone, signal, unit, time of issue, start
 * of the grid, number of half-hours, and the hash of the model if one was used. Then one line a half-hour: p10, p50, p90, quality, known since, source,
 * method. Separated by one space, every line ended by LF, UTF-8, decimals plain.
 */
final class SeriesText {

    private static final int POINT_FIELDS = 7;

    private SeriesText() {}

    static String write(
            Zone zone, Signal signal, Instant issuedAt, HalfHours grid, String model, List<ForecastPoint> points) {
        var text = new StringBuilder(100 * points.size());
        if (model.isEmpty()) {
            line(text, zone, signal, signal.unit(zone), issuedAt, grid.start(), grid.count());
        } else {
            line(text, zone, signal, signal.unit(zone), issuedAt, grid.start(), grid.count(), model);
        }
        for (ForecastPoint point : points) {
            Quantiles value = point.value();
            Provenance from = point.provenance();
            line(
                    text,
                    value.p10().toPlainString(),
                    value.p50().toPlainString(),
                    value.p90().toPlainString(),
                    from.quality(),
                    from.asOf(),
                    from.source(),
                    from.method());
        }
        return text.toString();
    }

    static List<ForecastPoint> read(String text, HalfHours grid) {
        String[] lines = text.split("\n", -1);
        var points = new ArrayList<ForecastPoint>(grid.count());
        for (int index = 0; index < grid.count(); index++) {
            String[] fields = lines[index + 1].split(" ", POINT_FIELDS);
            points.add(new ForecastPoint(
                    grid.at(index),
                    new Quantiles(new BigDecimal(fields[0]), new BigDecimal(fields[1]), new BigDecimal(fields[2])),
                    new Provenance(fields[5], fields[6], Instant.parse(fields[4]), Quality.valueOf(fields[3]))));
        }
        return points;
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static void line(StringBuilder text, Object... fields) {
        for (int index = 0; index < fields.length; index++) {
            text.append(index == 0 ? "" : " ").append(fields[index]);
        }
        text.append('\n');
    }
}
