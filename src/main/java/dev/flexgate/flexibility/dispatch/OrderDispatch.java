package dev.flexgate.flexibility.dispatch;

import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.FlexOrderState;
import dev.flexgate.flexibility.FlexWatcher;
import dev.flexgate.flexibility.OrderLine;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Open;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Turns what becomes of an order into instructions, in the transaction of the order: its sites are instructed once it
 * is scheduled, and let go when it is called off or stopped.
 */
public final class OrderDispatch implements FlexWatcher {

    /** A site hears of it so long before the window, so that it can checkpoint and drain. */
    static final Duration LEAD = Duration.ofMinutes(15);

    /** However late an order comes, its instructions have so long to reach their sites. */
    static final Duration LEAST_TIME = Duration.ofMinutes(5);

    private final Dispatches dispatches;

    public OrderDispatch(Dispatches dispatches) {
        this.dispatches = dispatches;
    }

    @Override
    public void changed(Tx tx, FlexOrder order, RecordId record) {
        switch (order.state()) {
            case FlexOrderState.Scheduled _ ->
                instructions(order).forEach(wanted -> dispatches.instruct(tx, wanted, List.of(record)));
            case FlexOrderState.Cancelled cancelled ->
                letGo(
                        tx,
                        order,
                        "the order was cancelled: " + cancelled.reason().detail(),
                        record);
            case FlexOrderState.Aborted aborted ->
                letGo(tx, order, "the order was aborted: " + aborted.reason().detail(), record);
            case FlexOrderState.Received _,
                    FlexOrderState.Rejected _,
                    FlexOrderState.Accepted _,
                    FlexOrderState.Active _,
                    FlexOrderState.Failed _,
                    FlexOrderState.DeliveryComplete _,
                    FlexOrderState.Measured _,
                    FlexOrderState.SettlementProposed _,
                    FlexOrderState.Disputed _,
                    FlexOrderState.Settled _,
                    FlexOrderState.Restated _ -> {}
        }
    }

    /** One instruction a site and run of half-hours without a hole. */
    static List<Instruction> instructions(FlexOrder order) {
        List<Instruction> instructions = new ArrayList<>();
        for (SiteId site : order.sites()) {
            List<Target> run = new ArrayList<>();
            for (Target target : targets(order, site)) {
                boolean follows = run.isEmpty()
                        || run.getLast().period().end().equals(target.period().start());
                if (!follows || run.size() == Instruction.TARGETS_MAX) {
                    instructions.add(instruction(order, site, run));
                    run = new ArrayList<>();
                }
                run.add(target);
            }
            instructions.add(instruction(order, site, run));
        }
        return instructions;
    }

    private static List<Target> targets(FlexOrder order, SiteId site) {
        return order.lines().stream()
                .filter(line -> line.site().equals(site))
                .sorted(Comparator.comparing(line -> line.period().start()))
                .map(line -> new Target(line.period(), line.itBound(), line.target(), reduction(order, line)))
                .toList();
    }

    private static Power reduction(FlexOrder order, OrderLine line) {
        return order.direction() == Direction.DOWN ? line.ordered() : Power.ZERO.minus(line.ordered());
    }

    private static Instruction instruction(FlexOrder order, SiteId site, List<Target> targets) {
        Instant start = targets.getFirst().period().start();
        Instant end = targets.getLast().period().end();
        Instant least = order.since().plus(LEAST_TIME);
        Instant deadline = least.isBefore(start) ? start : least;
        return new Instruction(
                order.id().value(),
                site,
                order.direction(),
                targets,
                start.minus(LEAD),
                deadline.isAfter(end) ? end : deadline);
    }

    private void letGo(Tx tx, FlexOrder order, String why, RecordId record) {
        for (DispatchInstruction instruction : dispatches.ofOrder(order.id().value())) {
            if (instruction instanceof Open) {
                Instant start = instruction.instruction().window().start();
                DispatchStep step = order.since().isBefore(start)
                        ? dispatches.cancel(tx, instruction.id(), why, List.of(record))
                        : dispatches.abort(tx, instruction.id(), why, List.of(record));
                requireEnded(step);
            }
        }
    }

    private static void requireEnded(DispatchStep step) {
        if (step instanceof DispatchStep.Refused refused && refused.reason() == DispatchRefusal.INSTRUCTION_UNKNOWN) {
            throw new IllegalStateException("an instruction was there and is gone: " + refused.detail());
        }
    }
}
