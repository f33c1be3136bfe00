package dev.flexgate.settlement.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.StrictJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The readings of a batch, read again from the bytes that came. */
final class RawBatch {

    private record Key(String meter, Instant start) {}

    private final Map<Key, BigDecimal> joules = new HashMap<>();
    private final Set<Key> failed = new HashSet<>();

    static RawBatch of(byte[] content) {
        var batch = new RawBatch();
        StrictJson.parse(content).path("readings").forEach(batch::add);
        return batch;
    }

    private void add(JsonNode line) {
        Instant start = OffsetDateTime.parse(line.path("start").asText()).toInstant();
        long seconds = Duration.parse(line.path("interval").asText()).toSeconds();
        BigDecimal factor = joulesPer(line.path("unit").asText(), seconds);
        int at = 0;
        for (JsonNode value : line.path("values")) {
            long into = seconds * at;
            var key = new Key(line.path("meterId").asText(), start.plusSeconds(into - into % 1_800));
            if (value.isNull()) {
                failed.add(key);
            } else {
                joules.merge(key, new BigDecimal(value.asText()).multiply(factor), BigDecimal::add);
            }
            at++;
        }
    }

    private static BigDecimal joulesPer(String unit, long seconds) {
        return switch (unit) {
            case "Wh" -> BigDecimal.valueOf(3_600);
            case "kWh" -> BigDecimal.valueOf(3_600_000);
            case "MWh" -> BigDecimal.valueOf(3_600_000_000L);
            case "kW" -> BigDecimal.valueOf(1_000 * seconds);
            default -> throw new IllegalArgumentException("a batch in an unknown unit: " + unit);
        };
    }

    /** What it says of a half-hour; empty where it says that the meter failed, or nothing. */
    OptionalLong at(String meter, Instant start) {
        var key = new Key(meter, start);
        BigDecimal energy = joules.get(key);
        return energy == null || failed.contains(key) ? OptionalLong.empty() : OptionalLong.of(energy.longValueExact());
    }
}
