package dev.flexgate.settlement.recompute;

import java.util.List;

/** What a {@link SettlementVerifier} found. */
public sealed interface Recomputation {

    /**
     * Everything came out again, to the last digit.
     *
     * @param orders one a settlement in the bundle
     * @param records of the bundle
     */
    record Confirmed(List<Order> orders, int records) implements Recomputation {

        public Confirmed {
            orders = List.copyOf(orders);
        }
    }

    /**
     * The first check that failed.
     *
     * @param check of {@link dev.flexgate.audit.Check} or {@link RecomputeCheck}
     * @param file within the bundle; empty if the whole of it is meant
     */
    record Refused(String check, String file, String why) implements Recomputation {}

    /**
     * A settlement recomputed.
     *
     * @param currency of its money
     * @param runs oldest first
     * @param boundReadings half-hours whose raw batch is in the bundle
     * @param readings half-hours calculated with
     */
    record Order(String orderId, String currency, List<Run> runs, long boundReadings, long readings) {

        public Order {
            runs = List.copyOf(runs);
        }
    }

    /**
     * One run.
     *
     * @param deliveredMwh sum over the half-hours that are known, six decimals
     * @param net what the seller gets in all
     * @param due what of that the run adds
     */
    record Run(int number, String deliveredMwh, String net, String due) {}
}
