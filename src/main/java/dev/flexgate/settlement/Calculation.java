package dev.flexgate.settlement;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.settlement.meter.Reading;
import dev.flexgate.settlement.meter.StoredReading;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.BaselineRules;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.settlement.rule.Flow;
import dev.flexgate.settlement.rule.Measured;
import dev.flexgate.settlement.rule.Measured.Known;
import dev.flexgate.settlement.rule.Measured.MeterVolume;
import dev.flexgate.settlement.rule.MeterBaseline;
import dev.flexgate.settlement.rule.MeterBaseline.InDay;
import dev.flexgate.settlement.rule.MeterBaseline.Period;
import dev.flexgate.settlement.rule.MoneyRules;
import dev.flexgate.settlement.rule.Volume;
import dev.flexgate.workload.MeterId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One run, calculated: a pure function of its inputs.
 *
 * @param baselines one a meter; empty where the baseline is the planned load
 * @param lines one a line of the contract, in order of time
 */
record Calculation(SortedMap<MeterId, MeterBaseline> baselines, List<Result> lines) {

    static final String OK = "OK";
    static final String INSUFFICIENT = "INSUFFICIENT";
    static final String NOT_FROZEN = "NOT_FROZEN";

    /**
     * One half-hour.
     *
     * @param flows empty where something is unknown
     */
    record Result(
            ContractLine line, Measured measured, String baselineStatus, Quality quality, Optional<List<Flow>> flows) {}

    static Calculation of(Inputs inputs) {
        SettlementContract contract = inputs.open().contract();
        SortedMap<MeterId, MeterBaseline> baselines = baselines(inputs);
        List<Measured> measured = contract.lines().stream()
                .map(line -> measured(inputs, baselines, line))
                .toList();
        var cases = new ArrayList<MoneyRules.Case>();
        for (int at = 0; at < measured.size(); at++) {
            ContractLine line = contract.lines().get(at);
            Optional<EnergyPrice> systemPrice =
                    Optional.ofNullable(inputs.systemPrices().get(line.start()));
            cases.add(new MoneyRules.Case(line, measured.get(at), systemPrice));
        }
        var flows = MoneyRules.settle(contract.formula(), contract.direction(), cases);
        var results = new ArrayList<Result>();
        for (int at = 0; at < measured.size(); at++) {
            ContractLine line = contract.lines().get(at);
            results.add(new Result(
                    line, measured.get(at), status(inputs, baselines, line), quality(inputs, line), flows.get(at)));
        }
        return new Calculation(baselines, List.copyOf(results));
    }

    /** Whether nothing is unknown any more. */
    boolean isComplete() {
        return lines.stream().allMatch(line -> line.flows().isPresent());
    }

    private static SortedMap<MeterId, MeterBaseline> baselines(Inputs inputs) {
        SettlementContract contract = inputs.open().contract();
        var baselines = new TreeMap<MeterId, MeterBaseline>();
        if (contract.baseline() instanceof BaselineMethod.CounterfactualSchedule) {
            return baselines;
        }
        List<Instant> starts =
                contract.lines().stream().map(ContractLine::start).toList();
        for (ContractMeter meter : inputs.open().meters()) {
            baselines.put(
                    meter.meter(),
                    BaselineRules.of(
                            contract.baseline(),
                            inputs.history(meter.meter()),
                            inputs.eventDays(meter.meter()),
                            starts,
                            meter.isPureImport()));
        }
        return baselines;
    }

    private static Measured measured(Inputs inputs, SortedMap<MeterId, MeterBaseline> baselines, ContractLine line) {
        var missing = new ArrayList<String>();
        var meters = new ArrayList<MeterVolume>();
        for (MeterId meter : inputs.open().meterIds()) {
            Optional<Energy> energy = inputs.reading(meter, line.start())
                    .map(StoredReading::reading)
                    .flatMap(Reading::energy);
            if (energy.isEmpty()) {
                missing.add("reading of " + meter);
            } else {
                Volume metered = Volume.of(energy.get());
                meters.add(new MeterVolume(meter, metered, baseline(baselines, meter, line, metered)));
            }
        }
        if (!missing.isEmpty()) {
            return new Measured.Unknown(missing);
        }
        if (!baselines.isEmpty()) {
            return Known.of(meters);
        }
        return planned(inputs, line)
                .<Measured>map(planned -> ofPortfolio(meters, Volume.of(planned, line.interval())))
                .orElseGet(() -> new Measured.Unknown(List.of("planned load, frozen before the event")));
    }

    /** The planned load of one meter is its own baseline; of several only that of all together. */
    private static Measured ofPortfolio(List<MeterVolume> meters, Volume planned) {
        return meters.size() == 1
                ? Known.of(List.of(new MeterVolume(
                        meters.getFirst().meter(), meters.getFirst().metered(), Optional.of(planned))))
                : new Known(meters, planned);
    }

    private static Optional<Power> planned(Inputs inputs, ContractLine line) {
        return inputs.open()
                .frozen()
                .map(frozen -> Objects.requireNonNull(frozen.load().get(line.start())));
    }

    private static Optional<Volume> baseline(
            SortedMap<MeterId, MeterBaseline> baselines, MeterId meter, ContractLine line, Volume metered) {
        return Optional.ofNullable(baselines.get(meter)).map(baseline -> switch (Objects.requireNonNull(
                baseline.periods().get(line.start()))) {
            case Period.Found found -> found.value();
            // Too little history: what was metered counts as usual, so nothing was delivered.
            case Period.Insufficient _ -> metered;
        });
    }

    private static String status(Inputs inputs, SortedMap<MeterId, MeterBaseline> baselines, ContractLine line) {
        if (baselines.isEmpty()) {
            return inputs.open().frozen().isPresent() ? OK : NOT_FROZEN;
        }
        String status = OK;
        for (MeterBaseline baseline : baselines.values()) {
            switch (Objects.requireNonNull(baseline.periods().get(line.start()))) {
                case Period.Insufficient _ -> {
                    return INSUFFICIENT;
                }
                case Period.Found found
                when found.inDay() == InDay.WINDOW_INCOMPLETE -> status = "IN_DAY_WINDOW_INCOMPLETE";
                case Period.Found _ -> {}
            }
        }
        return status;
    }

    private static Quality quality(Inputs inputs, ContractLine line) {
        return inputs.open().meterIds().stream()
                .map(meter -> inputs.reading(meter, line.start())
                        .map(stored -> stored.reading().quality().quality())
                        .orElse(Quality.ESTIMATED))
                .reduce(Quality.MEASURED, Quality::worse);
    }
}
