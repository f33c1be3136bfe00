package dev.flexgate.settlement.rule;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.SettlementPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What one meter read, by the start of each half-hour; what is not there was not read.
 *
 * @param energy net import, positive is consumption
 */
public record MeterHistory(Map<Instant, Energy> energy) {

    public MeterHistory {
        energy = Map.copyOf(energy);
    }

    public Optional<Energy> at(Instant start) {
        return Optional.ofNullable(energy.get(start));
    }

    /** Whether every settlement period of the local day was read: 46, 48 or 50. */
    boolean isComplete(LocalDate day) {
        return starts(day).stream().allMatch(energy::containsKey);
    }

    /** All energy of a complete day. */
    Volume total(LocalDate day) {
        return starts(day).stream()
                .map(start -> Volume.of(Objects.requireNonNull(energy.get(start))))
                .reduce(Volume.ZERO, Volume::plus);
    }

    /** What a complete day of 48 half-hours read from {@code time} on, local. */
    Volume at(LocalDate day, LocalTime time) {
        Instant start = day.atTime(time).atZone(SettlementPeriod.ZONE).toInstant();
        return Volume.of(Objects.requireNonNull(energy.get(start)));
    }

    private static List<Instant> starts(LocalDate day) {
        Instant first = new SettlementPeriod(day, 1).interval().start();
        return IntStream.range(0, SettlementPeriod.periodsInDay(day))
                .mapToObj(index -> first.plus(HalfHours.STEP.multipliedBy(index)))
                .toList();
    }
}
