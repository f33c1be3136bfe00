package dev.flexgate.settlement;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.meter.StoredReading;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.MeterId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The inputs of a run as evidence: every reading day by day in J with the record of the batch that brought it, the
 * event days with their records, and the prices. From it and the contract a run can be calculated again.
 */
final class HistoryJson {

    static final String FORMAT = "flexgate-settlement-inputs/1";

    private HistoryJson() {}

    static ObjectNode write(Inputs inputs) {
        ObjectNode json = Json.object().put("format", FORMAT);
        var span = InputsReader.span(inputs.open().contract());
        json.put("utcStart", span.start().toString()).put("utcEnd", span.end().toString());
        ArrayNode meters = json.putArray("meters");
        inputs.readings().forEach((meter, readings) -> meters.add(meter(inputs, meter, readings)));
        ArrayNode prices = json.putArray("systemPrices");
        inputs.systemPrices()
                .forEach((start, price) -> prices.addObject()
                        .put("utcStart", start.toString())
                        .put("pricePerKwh", price.perKilowattHour().toPlainString()));
        return json;
    }

    private static ObjectNode meter(Inputs inputs, MeterId meter, SortedMap<Instant, StoredReading> readings) {
        Map<RecordId, Integer> batches = batches(readings);
        ObjectNode json = Json.object().put("meterId", meter.value());
        ArrayNode records = json.putArray("batches");
        batches.keySet().forEach(record -> records.add(record.toString()));
        ArrayNode events = json.putArray("eventDays");
        inputs.eventDays()
                .getOrDefault(meter, new TreeMap<>())
                .forEach((day, record) ->
                        events.addObject().put("settlementDate", day.toString()).put("recordId", record.toString()));
        ArrayNode days = json.putArray("days");
        readings.keySet().stream()
                .map(start -> SettlementPeriod.containing(start).date())
                .distinct()
                .forEach(day -> days.add(day(day, readings, batches)));
        return json;
    }

    /** In the order of their first reading. */
    private static Map<RecordId, Integer> batches(SortedMap<Instant, StoredReading> readings) {
        Map<RecordId, Integer> batches = new LinkedHashMap<>();
        readings.values().forEach(stored -> batches.putIfAbsent(stored.record(), batches.size()));
        return batches;
    }

    /** Energy per settlement period, null where there is none; and the batch of each, one number if it is the same. */
    private static ObjectNode day(
            LocalDate day, SortedMap<Instant, StoredReading> readings, Map<RecordId, Integer> batches) {
        ObjectNode json = Json.object().put("settlementDate", day.toString());
        ArrayNode energy = json.putArray("energyJ");
        int[] batchOf = IntStream.range(0, SettlementPeriod.periodsInDay(day))
                .map(index -> {
                    StoredReading stored = readings.get(start(day, index));
                    if (stored == null || stored.reading().energy().isEmpty()) {
                        energy.addNull();
                    } else {
                        energy.add(stored.reading().energy().get().joules());
                    }
                    return stored == null ? -1 : batches.getOrDefault(stored.record(), -1);
                })
                .toArray();
        if (IntStream.of(batchOf).distinct().count() == 1) {
            json.put("batch", batchOf[0]);
        } else {
            ArrayNode list = json.putArray("batch");
            IntStream.of(batchOf).forEach(list::add);
        }
        return json;
    }

    private static Instant start(LocalDate day, int index) {
        return new SettlementPeriod(day, 1).interval().start().plus(HalfHours.STEP.multipliedBy(index));
    }
}
