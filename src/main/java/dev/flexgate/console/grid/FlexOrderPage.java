package dev.flexgate.console.grid;

import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.settlement.SettlementCase;
import java.util.List;
import java.util.Optional;

/**
 * One order of a grid operator.
 *
 * @param order as it stands
 * @param dispatches instructions to the sites
 * @param settlement of it, where it was opened
 * @param records ids of the newest records about it with their words
 * @param mine whether the visitor ordered it, and may call it off
 * @param refusal why the last step failed; empty when none did
 */
public record FlexOrderPage(
        FlexOrder order,
        List<DispatchInstruction> dispatches,
        Optional<SettlementCase> settlement,
        List<RecordLine> records,
        boolean mine,
        String refusal) {

    /** A record of the log. */
    public record RecordLine(String id, long index, String type, String outcome) {}
}
