package dev.flexgate.feed;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.wire.CsvLimits;
import dev.flexgate.wire.CsvRefusedException;
import dev.flexgate.wire.CsvRow;
import dev.flexgate.wire.StrictCsv;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Reads recorded half-hourly series from CSV, plain or gzip; the header tells which of the two formats it is. */
final class RecordedSeries {

    private static final String UTC_TIME = "time_utc";
    private static final String CARBON_GRAMS = "carbon_intensity_gco2_kwh";
    private static final String POUNDS_PER_MWH = "day_ahead_price_gbp_mwh";
    private static final String LOCAL_TIME = "Period from";
    private static final String PENCE_PER_KWH = "Agile Import price (p/kWh)";

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm").withResolverStyle(ResolverStyle.STRICT);

    private RecordedSeries() {}

    static Map<Signal, NavigableMap<Instant, BigDecimal>> read(Path file) {
        Map<Signal, NavigableMap<Instant, BigDecimal>> series = new EnumMap<>(Signal.class);
        long line = 1;
        try (StrictCsv rows = StrictCsv.of(file, CsvLimits.DEFAULT)) {
            for (Optional<CsvRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                line = row.get().line();
                addRow(rows.columns(), row.get(), series);
            }
        } catch (CsvRefusedException refused) {
            throw new FeedException("the replay file " + file + " " + refused.getMessage(), refused);
        } catch (DateTimeException | NumberFormatException broken) {
            throw new FeedException("the replay file " + file + " line " + line + " cannot be read", broken);
        } catch (IOException broken) {
            throw new FeedException("cannot read the replay file " + file, broken);
        }
        if (series.isEmpty()) {
            throw new FeedException(file + " holds no series that can be replayed");
        }
        return series;
    }

    private static void addRow(
            List<String> columns, CsvRow row, Map<Signal, NavigableMap<Instant, BigDecimal>> series) {
        if (columns.contains(UTC_TIME)) {
            Instant start = OffsetDateTime.parse(row.cell(UTC_TIME)).toInstant();
            add(series, Signal.CARBON_INTENSITY, start, row.cell(CARBON_GRAMS), 0);
            add(series, Signal.ENERGY_PRICE, start, row.cell(POUNDS_PER_MWH), 3);
        } else if (columns.contains(LOCAL_TIME)) {
            add(series, Signal.ENERGY_PRICE, ukInstant(row.cell(LOCAL_TIME)), row.cell(PENCE_PER_KWH), 2);
        }
    }

    /** Local clock time in Great Britain; a time that happens twice is taken as its first, summer-time, one. */
    private static Instant ukInstant(String local) {
        LocalDateTime time = LocalDateTime.parse(local, LOCAL);
        var offsets = SettlementPeriod.ZONE.getRules().getValidOffsets(time);
        if (offsets.isEmpty()) {
            throw new DateTimeException("no such local time: " + local);
        }
        return time.toInstant(offsets.get(0));
    }

    private static void add(
            Map<Signal, NavigableMap<Instant, BigDecimal>> series,
            Signal signal,
            Instant start,
            String value,
            int pointLeft) {
        if (!value.isEmpty() && HalfHours.isAligned(start)) {
            series.computeIfAbsent(signal, _ -> new TreeMap<>())
                    .put(start, new BigDecimal(value).movePointLeft(pointLeft));
        }
    }
}
