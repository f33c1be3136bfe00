package dev.flexgate.settlement;

import dev.flexgate.audit.Evidence;
import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Money;
import dev.flexgate.settlement.Ledger.PeriodFlows;
import dev.flexgate.settlement.SettlementCase.Run;
import dev.flexgate.settlement.meter.MeterReadings;
import dev.flexgate.settlement.rule.Flow;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at one contract in one transaction and, if there is cause, calculates its next run: with the first complete
 * readings, with what is known when the rest is overdue, and again whenever what it was calculated from has changed.
 */
final class Calculating {

    /** What came of a look. */
    enum Looked {
        /** Nothing to do before the time noted with the contract. */
        WAITS,
        /** A run was calculated. */
        CALCULATED
    }

    private final SettlementRecords records;
    private final InputsReader reader;
    private final SettlementLimits limits;
    private final InstantSource clock;
    private final List<SettlementWatcher> watchers;
    private final SettlementRooms rooms;

    Calculating(
            SettlementRooms rooms,
            MeterReadings readings,
            SettlementLimits limits,
            InstantSource clock,
            List<SettlementWatcher> watchers) {
        this.rooms = rooms;
        this.records = new SettlementRecords(rooms.audit(), rooms.actor());
        this.reader = new InputsReader(rooms, readings);
        this.limits = limits;
        this.clock = clock;
        this.watchers = watchers;
    }

    Looked look(Tx tx, ContractId id) {
        OpenContract open =
                Contracts.lock(tx, id).orElseThrow(() -> new IllegalStateException("no settlement of order " + id));
        Instant now = clock.instant();
        Instant end = open.contract().window().end();
        if (open.state() == SettlementCase.State.CANCELLED) {
            return waits(tx, id, Optional.empty());
        }
        if (now.isBefore(end)) {
            return waits(tx, id, Optional.of(end));
        }
        Inputs inputs = reader.read(tx, open);
        Evidence history = SettlementRecords.evidence("inputs", HistoryJson.write(inputs));
        String sha256 = Digests.sha256Hex(history.content().getBytes());
        boolean isFinal = !now.isBefore(end.plus(limits.finalAfter()));
        if (open.run() > 0 && (open.inputsSha256().equals(sha256) || isFinal)) {
            return waits(tx, id, Optional.empty());
        }
        Calculation calculation = Calculation.of(inputs);
        Instant overdue = end.plus(limits.overdueAfter());
        if (open.run() == 0 && !calculation.isComplete() && now.isBefore(overdue)) {
            return waits(tx, id, Optional.of(overdue));
        }
        calculate(tx, inputs, calculation, history, now);
        return Looked.CALCULATED;
    }

    private static Looked waits(Tx tx, ContractId id, Optional<Instant> until) {
        Contracts.lookAt(tx, id, until);
        return Looked.WAITS;
    }

    private void calculate(Tx tx, Inputs inputs, Calculation calculation, Evidence history, Instant now) {
        OpenContract open = inputs.open();
        int number = open.run() + 1;
        var written = new RunRecords(records, inputs, history, number, now);
        Before before = before(tx, open);
        List<RecordId> baselines = written.baselines(tx, calculation, before.baselines());
        var volumes = new ArrayList<DeliveredVolume>();
        var lines = new ArrayList<SettlementLine>();
        for (int at = 0; at < calculation.lines().size(); at++) {
            Calculation.Result result = calculation.lines().get(at);
            Optional<DeliveredVolume> oldVolume = before.volume(at);
            Optional<SettlementLine> oldLine = before.line(at);
            RecordId volume = written.volume(
                    tx, result, baselines, oldVolume.map(old -> old.finding().record()));
            volumes.add(provisional(result, number, volume));
            Money net = net(open.contract(), result);
            Money due = oldLine.map(old -> net.minus(old.amounts().net())).orElse(net);
            var causes = new RunRecords.Causes(
                    volume, oldLine.map(old -> old.amounts().record()));
            RecordId line = written.line(tx, result, net, due, causes);
            lines.add(calculated(result, number, net, due, line));
        }
        Run run = new Run(
                number, now, reason(number, calculation), sum(lines, false), sum(lines, true), unmeasured(calculation));
        store(
                tx,
                open,
                run,
                new Found(baselines, Digests.sha256Hex(history.content().getBytes()), volumes, lines),
                before);
        Contracts.calculated(
                tx,
                open.id(),
                number,
                Digests.sha256Hex(history.content().getBytes()),
                Optional.empty(),
                written.version());
        tell(tx, open, lines);
    }

    /** What a run found. */
    private record Found(
            List<RecordId> baselines, String inputsSha256, List<DeliveredVolume> volumes, List<SettlementLine> lines) {}

    /** The run before, all of it empty for the first. */
    private record Before(List<RecordId> baselines, List<DeliveredVolume> volumes, List<SettlementLine> lines) {

        Optional<DeliveredVolume> volume(int at) {
            return volumes.isEmpty() ? Optional.empty() : Optional.of(volumes.get(at));
        }

        Optional<SettlementLine> line(int at) {
            return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(at));
        }
    }

    private Before before(Tx tx, OpenContract open) {
        return new Before(
                Runs.baselineRecords(tx, open.id(), open.run()),
                Runs.volumes(rooms.database(), open.id(), open.run()),
                Runs.lines(rooms.database(), open.contract(), open.run()));
    }

    private void store(Tx tx, OpenContract open, Run run, Found found, Before before) {
        Runs.add(tx, open.id(), run, found.inputsSha256(), found.baselines());
        before.volumes().forEach(old -> Runs.move(tx, open.id(), old.supersede(run.number())));
        before.lines().forEach(old -> Runs.move(tx, open.id(), old.overtake(run.number())));
        found.volumes().forEach(volume -> Runs.add(tx, open.id(), volume));
        Runs.add(tx, open.id(), found.lines());
        Ledger.post(tx, open.contract(), run.number(), run.at(), flows(before.lines()), flows(found.lines()));
    }

    private void tell(Tx tx, OpenContract open, List<SettlementLine> lines) {
        tx.notifyOnCommit(Settlement.NEWS);
        List<RecordId> written =
                lines.stream().map(line -> line.amounts().record()).toList();
        if (!watchers.isEmpty()) {
            SettlementCase settled =
                    Cases.of(rooms.database(), Contracts.lock(tx, open.id()).orElseThrow());
            watchers.forEach(watcher -> watcher.settled(tx, settled, written));
        }
    }

    private static List<PeriodFlows> flows(List<SettlementLine> lines) {
        return lines.stream()
                .map(line ->
                        new PeriodFlows(line.amounts().start(), line.amounts().flows()))
                .toList();
    }

    private static DeliveredVolume provisional(Calculation.Result result, int run, RecordId record) {
        return new DeliveredVolume.Provisional(
                new DeliveredVolume.Finding(
                        result.line().start(),
                        run,
                        result.measured(),
                        result.quality(),
                        result.baselineStatus(),
                        record),
                1);
    }

    private static SettlementLine calculated(
            Calculation.Result result, int run, Money net, Money due, RecordId record) {
        return new SettlementLine.Calculated(
                new SettlementLine.Amounts(
                        result.line().start(),
                        run,
                        result.flows().isPresent(),
                        result.flows().orElse(List.of()),
                        net,
                        due,
                        record),
                1);
    }

    private static Money net(SettlementContract contract, Calculation.Result result) {
        return result.flows().orElse(List.of()).stream()
                .map(flow -> flow.toward(Flow.Role.SELLER))
                .reduce(Money.zero(contract.currency()), Money::plus);
    }

    private static Money sum(List<SettlementLine> lines, boolean due) {
        return lines.stream()
                .map(SettlementLine::amounts)
                .map(amounts -> due ? amounts.due() : amounts.net())
                .reduce(Money::plus)
                .orElseThrow();
    }

    private static int unmeasured(Calculation calculation) {
        return Math.toIntExact(calculation.lines().stream()
                .filter(line -> line.flows().isEmpty())
                .count());
    }

    private static String reason(int number, Calculation calculation) {
        if (number > 1) {
            return "RESTATED";
        }
        return calculation.isComplete() ? "READINGS_COMPLETE" : "READINGS_OVERDUE";
    }
}
