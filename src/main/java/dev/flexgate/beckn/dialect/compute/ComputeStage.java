package dev.flexgate.beckn.dialect.compute;

import dev.flexgate.beckn.message.Contract.Stage;
import java.util.Map;

/**
 * The words that rc1 has for a stage.
 *
 * @param order of the official list
 * @param fulfilment as recorded messages say it
 * @param payment of the official list
 */
record ComputeStage(String order, String fulfilment, String payment) {

    /** The stage that a peer means, who does not say it in our own word. */
    private static final Map<String, Stage> BY_ORDER = Map.ofEntries(
            Map.entry("CREATED", Stage.QUOTED),
            Map.entry("PENDING", Stage.INITIATED),
            Map.entry("CONFIRMED", Stage.CONFIRMED),
            Map.entry("INPROGRESS", Stage.DELIVERING),
            Map.entry("PARTIALLYFULFILLED", Stage.DELIVERING),
            Map.entry("COMPLETED", Stage.DELIVERED),
            Map.entry("CANCELLED", Stage.CANCELLED),
            Map.entry("REJECTED", Stage.LAPSED),
            Map.entry("FAILED", Stage.LAPSED));

    static ComputeStage of(Stage stage) {
        return switch (stage) {
            case QUOTED -> new ComputeStage("CREATED", "QUOTED", "INITIATED");
            case INITIATED -> new ComputeStage("PENDING", "PENDING", "INITIATED");
            case CONFIRMED -> new ComputeStage("CONFIRMED", "CONFIRMED", "PENDING");
            case DELIVERING -> new ComputeStage("INPROGRESS", "IN_PROGRESS", "PENDING");
            case DELIVERED -> new ComputeStage("COMPLETED", "COMPLETED", "PENDING");
            case SETTLED -> new ComputeStage("COMPLETED", "COMPLETED", "SETTLED");
            case CANCELLED -> new ComputeStage("CANCELLED", "CANCELLED", "CANCELLED");
            case LAPSED -> new ComputeStage("CANCELLED", "CANCELLED", "VOIDED");
        };
    }

    static Stage read(String orderStatus) {
        return BY_ORDER.getOrDefault(orderStatus, Stage.QUOTED);
    }
}
