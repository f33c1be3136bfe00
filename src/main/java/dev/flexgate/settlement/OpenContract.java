package dev.flexgate.settlement;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.MeterId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A contract at rest.
 *
 * @param meters one an asset, in the order of the contract
 * @param frozen planned load per half-hour, if it was frozen
 * @param run the last run, 0 before the first
 * @param inputsSha256 what that run was calculated from; empty before it
 * @param version how many records there are about it
 */
record OpenContract(
        SettlementContract contract,
        List<ContractMeter> meters,
        SettlementCase.State state,
        Optional<Frozen> frozen,
        int run,
        String inputsSha256,
        Instant openedAt,
        RecordId openedRecord,
        long version) {

    record Frozen(SortedMap<Instant, Power> load, RecordId record) {}

    List<MeterId> meterIds() {
        return meters.stream().map(ContractMeter::meter).toList();
    }

    ContractId id() {
        return contract.id();
    }
}
