package dev.flexgate.settlement;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.meter.MeterReadings;
import dev.flexgate.settlement.meter.StoredReading;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.MeterId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers what a run is calculated from, inside the run's transaction. */
final class InputsReader {

    /** 63 days of at most 50 half-hours, and the two days a contract may span. */
    private static final int READINGS_MAX = 65 * 50;

    private final SettlementRooms rooms;
    private final MeterReadings readings;

    InputsReader(SettlementRooms rooms, MeterReadings readings) {
        this.rooms = rooms;
        this.readings = readings;
    }

    Inputs read(Tx tx, OpenContract open) {
        Interval span = span(open.contract());
        var byMeter = new TreeMap<MeterId, SortedMap<Instant, StoredReading>>();
        for (MeterId meter : open.meterIds()) {
            var ofMeter = new TreeMap<Instant, StoredReading>();
            readings.of(meter, span, READINGS_MAX)
                    .forEach(stored -> ofMeter.put(stored.reading().start(), stored));
            byMeter.put(meter, ofMeter);
        }
        return new Inputs(open, byMeter, eventDays(tx, open, span), prices(open, span));
    }

    /** A planned load needs no history. */
    static Interval span(SettlementContract contract) {
        LocalDate first = switch (contract.baseline()) {
            case BaselineMethod.Bl01 _, BaselineMethod.BestOf _ -> Settlement.historyDay(contract);
            case BaselineMethod.CounterfactualSchedule _ -> firstDay(contract);
        };
        return new Interval(start(first), start(lastDay(contract).plusDays(1)));
    }

    static LocalDate firstDay(SettlementContract contract) {
        return SettlementPeriod.containing(contract.window().start()).date();
    }

    static LocalDate lastDay(SettlementContract contract) {
        return SettlementPeriod.containing(contract.lines().getLast().start()).date();
    }

    private static Instant start(LocalDate day) {
        return new SettlementPeriod(day, 1).interval().start();
    }

    private static SortedMap<MeterId, SortedMap<LocalDate, RecordId>> eventDays(
            Tx tx, OpenContract open, Interval span) {
        var days = new TreeMap<MeterId, SortedMap<LocalDate, RecordId>>();
        LocalDate from = SettlementPeriod.containing(span.start()).date();
        // What happens on the last day itself or later says nothing about its history.
        LocalDate until = lastDay(open.contract());
        EventDays.of(tx, open.meterIds(), from, until)
                .forEach(each ->
                        days.computeIfAbsent(each.meter(), _ -> new TreeMap<>()).put(each.day(), each.record()));
        return days;
    }

    private SortedMap<Instant, EnergyPrice> prices(OpenContract open, Interval span) {
        return open.contract().formula() instanceof Formula.TradedVolume
                ? SystemPrices.of(rooms.database(), open.contract().currency(), span)
                : new TreeMap<>();
    }
}
