package dev.flexgate.beckn.dialect;

import dev.flexgate.beckn.message.Contract.Stage;

/**
 * The words that LTS has for a stage; several stages share some of them.
 *
 * @param contractCode of the contract and its considerations
 * @param commitmentCode of a commitment
 * @param performanceCode of a performance
 * @param settlementStatus of a settlement
 */
record LtsStage(String contractCode, String commitmentCode, String performanceCode, String settlementStatus) {

    static LtsStage of(Stage stage) {
        return switch (stage) {
            case QUOTED, INITIATED -> new LtsStage("DRAFT", "DRAFT", "PENDING", "DRAFT");
            case CONFIRMED -> new LtsStage("ACTIVE", "ACTIVE", "CONFIRMED", "COMMITTED");
            case DELIVERING -> new LtsStage("ACTIVE", "ACTIVE", "IN_PROGRESS", "COMMITTED");
            case DELIVERED -> new LtsStage("ACTIVE", "CLOSED", "COMPLETED", "COMMITTED");
            case SETTLED -> new LtsStage("COMPLETE", "CLOSED", "COMPLETED", "COMPLETE");
            case CANCELLED, LAPSED -> new LtsStage("CANCELLED", "CLOSED", "CANCELLED", "DRAFT");
        };
    }
}
