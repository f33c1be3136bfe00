package dev.flexgate.settlement.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one meter read, as the inputs of a run say.
 *
 * @param days energy in J by half-hour of the day, from 0; one that was not read is not there
 * @param batchOf which batch brought each half-hour: its record
 * @param eventDays days that do not count, with their records
 */
record Series(Map<LocalDate, Map<Integer, Long>> days, Map<Instant, String> batchOf, Map<LocalDate, String> eventDays) {

    static Map<String, Series> all(JsonNode inputs) {
        var all = new HashMap<String, Series>();
        inputs.path("meters").forEach(meter -> all.put(meter.path("meterId").asText(), of(meter)));
        return all;
    }

    private static Series of(JsonNode meter) {
        var days = new HashMap<LocalDate, Map<Integer, Long>>();
        var batchOf = new HashMap<Instant, String>();
        for (JsonNode day : meter.path("days")) {
            LocalDate date = LocalDate.parse(day.path("settlementDate").asText());
            JsonNode values = day.path("energyJ");
            if (values.size() != LocalDays.periods(date)) {
                throw new IllegalArgumentException("the readings of " + date + " are " + values.size());
            }
            var energy = new HashMap<Integer, Long>();
            for (int at = 0; at < values.size(); at++) {
                if (!values.get(at).isNull()) {
                    energy.put(at, values.get(at).longValue());
                }
                JsonNode batch = day.path("batch");
                int number = batch.isArray() ? batch.path(at).asInt(-1) : batch.asInt(-1);
                if (number >= 0) {
                    batchOf.put(
                            LocalDays.start(date).plusSeconds(1_800L * at),
                            meter.path("batches").path(number).asText());
                }
            }
            days.put(date, energy);
        }
        var events = new HashMap<LocalDate, String>();
        meter.path("eventDays")
                .forEach(day -> events.put(
                        LocalDate.parse(day.path("settlementDate").asText()),
                        day.path("recordId").asText()));
        return new Series(days, batchOf, events);
    }

    OptionalLong at(Instant start) {
        return at(LocalDays.of(start), LocalDays.index(start));
    }

    OptionalLong at(LocalDate date, int index) {
        Long energy = ofDay(date).get(index);
        return energy == null ? OptionalLong.empty() : OptionalLong.of(energy);
    }

    boolean isWhole(LocalDate date) {
        return ofDay(date).size() == LocalDays.periods(date);
    }

    /** The energy of a whole day. */
    long total(LocalDate date) {
        return ofDay(date).values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<Integer, Long> ofDay(LocalDate date) {
        return days.getOrDefault(date, Map.of());
    }

    Set<Instant> starts() {
        return new HashSet<>(batchOf.keySet());
    }
}
