package dev.flexgate.settlement;

import dev.flexgate.settlement.SettlementCase.Run;
import dev.flexgate.settlement.SettlementCase.SettledPeriod;
import dev.flexgate.store.Database;
import java.util.ArrayList;
import java.util.List;

/** Puts together what is known about a contract. */
final class Cases {

    private Cases() {}

    static SettlementCase of(Database database, OpenContract open) {
        SettlementContract contract = open.contract();
        List<DeliveredVolume> volumes = Runs.volumes(database, open.id(), open.run());
        List<SettlementLine> lines = Runs.lines(database, contract, open.run());
        var periods = new ArrayList<SettledPeriod>();
        for (int at = 0; at < lines.size(); at++) {
            periods.add(new SettledPeriod(contract.lines().get(at), volumes.get(at), lines.get(at)));
        }
        // A run that was calculated since the contract was read has periods of its own: all of it next time, none now.
        List<Run> runs = Runs.of(database, open.id()).stream()
                .filter(run -> run.number() <= open.run())
                .toList();
        return new SettlementCase(contract, open.state(), open.openedAt(), runs, periods);
    }
}
