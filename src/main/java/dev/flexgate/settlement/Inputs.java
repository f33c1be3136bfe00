package dev.flexgate.settlement;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.settlement.meter.StoredReading;
import dev.flexgate.settlement.rule.MeterHistory;
import dev.flexgate.workload.MeterId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that a run is calculated from.
 *
 * @param open the contract
 * @param readings newest versions by meter and half-hour, from the first day of history to the contract's last day
 * @param eventDays per meter, with the records that declare them
 * @param systemPrices by half-hour, as far as they are known
 */
record Inputs(
        OpenContract open,
        SortedMap<MeterId, SortedMap<Instant, StoredReading>> readings,
        SortedMap<MeterId, SortedMap<LocalDate, RecordId>> eventDays,
        SortedMap<Instant, EnergyPrice> systemPrices) {

    MeterHistory history(MeterId meter) {
        return new MeterHistory(ofMeter(meter).entrySet().stream()
                .filter(each -> each.getValue().reading().energy().isPresent())
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> each.getValue().reading().energy().orElseThrow())));
    }

    Optional<StoredReading> reading(MeterId meter, Instant start) {
        return Optional.ofNullable(ofMeter(meter).get(start));
    }

    SortedMap<Instant, StoredReading> ofMeter(MeterId meter) {
        return readings.getOrDefault(meter, new TreeMap<>());
    }

    Set<LocalDate> eventDays(MeterId meter) {
        return new TreeSet<>(eventDays.getOrDefault(meter, new TreeMap<>()).keySet());
    }
}
