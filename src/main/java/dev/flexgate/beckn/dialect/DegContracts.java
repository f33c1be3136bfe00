package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.FlexContract;
import dev.flexgate.beckn.message.FlexContract.Incentive;
import dev.flexgate.beckn.message.FlexContract.Participating;
import dev.flexgate.beckn.message.FlexContract.Participation;
import dev.flexgate.beckn.message.FlexContract.Stage;
import dev.flexgate.beckn.message.FlexTotals;
import dev.flexgate.beckn.message.FlexTotals.Standing;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import java.time.Duration;
import java.time.Instant;

/** An activation as its provider answers it: the order, its delivery, its payment; the lines are {@link DegReports}. */
final class DegContracts {

    private DegContracts() {}

    /** The word for a stage; what is measured but not settled is complete, with a payment that is not. */
    static String word(Stage stage) {
        return switch (stage) {
            case REJECTED -> "REJECTED";
            case CONFIRMED -> "CONFIRMED";
            case IN_PROGRESS -> "IN_PROGRESS";
            case DELIVERED, COMPLETED -> "COMPLETED";
            case CANCELLED -> "CANCELLED";
        };
    }

    /**
     * Writes the order.
     *
     * @param answersConfirm whether this confirms, else it tells how it stands
     */
    static ObjectNode write(FlexContract contract, boolean answersConfirm) {
        ObjectNode order = DegFields.core("Order")
                .put("beckn:id", contract.id())
                .put("beckn:orderStatus", word(contract.stage()))
                .put("beckn:seller", contract.seller())
                .put("beckn:buyer", contract.buyer());
        ArrayNode lines = order.putArray("beckn:orderItems");
        contract.lines().forEach(line -> lines.add(line(contract, line)));
        order.set("beckn:fulfillment", fulfilment(contract, answersConfirm));
        contract.incentive().ifPresent(incentive -> order.set("beckn:payment", payment(contract, incentive)));
        ObjectNode attributes = DegFields.attributes(DegActivations.ORDER);
        DegFields.putUnlessEmpty(attributes, "beckn:orderType", contract.orderType());
        DegFields.putUnlessEmpty(attributes, "beckn:priority", contract.priority());
        attributes.put(
                timestamp(contract.stage(), answersConfirm), contract.at().toString());
        order.set("beckn:orderAttributes", attributes);
        return order;
    }

    private static String timestamp(Stage stage, boolean answersConfirm) {
        if (answersConfirm) {
            return "beckn:confirmationTimestamp";
        }
        return stage == Stage.COMPLETED ? "beckn:settlementTimestamp" : "beckn:statusTimestamp";
    }

    private static ObjectNode line(FlexContract contract, FlexContract.Line line) {
        boolean declined = line.report() instanceof Participation participation
                && participation.status() == Participating.DECLINED;
        ObjectNode json = DegFields.typed("OrderItem")
                .put("beckn:lineId", line.id())
                .put("beckn:orderedItem", line.resourceId())
                .put("beckn:orderItemStatus", declined ? word(Stage.REJECTED) : word(contract.stage()));
        json.set("beckn:orderItemAttributes", DegReports.write(line, contract));
        return json;
    }

    private static ObjectNode fulfilment(FlexContract contract, boolean answersConfirm) {
        ObjectNode json = DegFields.core("Fulfillment")
                .put("beckn:id", contract.fulfilmentId())
                .put("beckn:mode", "DEMAND_RESPONSE")
                .put("beckn:status", word(contract.stage()));
        ObjectNode delivery = DegFields.attributes(DegActivations.EVENT)
                .put("beckn:eventId", contract.event().id());
        if (FlexTotals.isMeasured(contract)) {
            measured(delivery, contract);
        } else {
            promised(delivery, contract, answersConfirm);
        }
        json.set("beckn:deliveryAttributes", delivery);
        return json;
    }

    private static void measured(ObjectNode json, FlexContract contract) {
        switch (contract.stage()) {
            case DELIVERED, COMPLETED -> completed(json, contract);
            case REJECTED, CONFIRMED, CANCELLED, IN_PROGRESS -> inProgress(json, contract);
        }
    }

    /** While nothing is measured nothing is said of what was delivered: unknown is not zero. */
    private static void promised(ObjectNode json, FlexContract contract, boolean answersConfirm) {
        switch (contract.stage()) {
            case IN_PROGRESS -> json.put("beckn:eventStatus", "active");
            case DELIVERED, COMPLETED -> json.put("beckn:eventStatus", "completed");
            case CANCELLED -> json.put("beckn:eventStatus", "cancelled");
            case REJECTED, CONFIRMED -> {}
        }
        DegFields.megawatts(json, "beckn:totalCommittedReduction", FlexTotals.committed(contract));
        json.set(
                "beckn:participationSummary",
                Json.object()
                        .put("totalResources", contract.lines().size())
                        .put("confirmedResources", FlexTotals.participating(contract, Participating.CONFIRMED))
                        .put(
                                "partiallyConfirmedResources",
                                FlexTotals.participating(contract, Participating.PARTIALLY_CONFIRMED))
                        .put("declinedResources", FlexTotals.participating(contract, Participating.DECLINED))
                        .put("aggregatedConfidenceLevel", LtsFields.plain(FlexTotals.confidence(contract))));
        DegActivations.window(json, contract.event());
        if (answersConfirm) {
            json.put("beckn:confirmationTimestamp", contract.at().toString());
        }
    }

    private static void inProgress(ObjectNode json, FlexContract contract) {
        json.put("beckn:eventStatus", "active");
        DegFields.megawatts(json, "beckn:totalCommittedReduction", FlexTotals.committed(contract));
        DegFields.megawatts(json, "beckn:totalActualReduction", FlexTotals.actual(contract));
        json.put(
                "beckn:aggregatedPerformance",
                FlexTotals.percentage(FlexTotals.actual(contract), FlexTotals.committed(contract)));
        DegFields.energy(json, "beckn:totalAccumulatedReduction", FlexTotals.saved(contract));
        DegActivations.window(json, contract.event());
        contract.event().window().ifPresent(window -> {
            Duration elapsed = elapsed(window, contract.at());
            json.put("beckn:elapsedTime", elapsed.toString())
                    .put("beckn:remainingTime", window.length().minus(elapsed).toString());
        });
    }

    /** In whole minutes, as it is told. */
    private static Duration elapsed(Interval window, Instant at) {
        Instant inside = at.isAfter(window.end()) ? window.end() : at;
        Duration elapsed =
                Duration.ofMinutes(Duration.between(window.start(), inside).toMinutes());
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    private static void completed(ObjectNode json, FlexContract contract) {
        json.put("beckn:eventStatus", "completed");
        contract.event()
                .window()
                .ifPresent(window ->
                        json.put("beckn:eventCompletionTimestamp", window.end().toString()));
        ObjectNode total = json.putObject("beckn:aggregatedPerformance");
        DegFields.megawatts(total, "totalCommittedReduction", FlexTotals.committed(contract));
        DegFields.megawatts(total, "totalActualReduction", FlexTotals.actual(contract));
        total.put(
                "overallPerformancePercentage",
                FlexTotals.percentage(FlexTotals.actual(contract), FlexTotals.committed(contract)));
        DegFields.energy(total, "totalEnergyReduced", FlexTotals.saved(contract));
        total.put("numberOfResources", FlexTotals.delivering(contract))
                .put("resourcesExceeded", FlexTotals.standing(contract, Standing.EXCEEDED))
                .put("resourcesMet", FlexTotals.standing(contract, Standing.MET))
                .put("resourcesUnderperformed", FlexTotals.standing(contract, Standing.UNDERPERFORMED));
    }

    private static ObjectNode payment(FlexContract contract, Incentive incentive) {
        boolean settled = contract.stage() == Stage.COMPLETED;
        ObjectNode json =
                DegFields.core("Payment").put("beckn:id", incentive.id()).put("beckn:status", incentive.status());
        ObjectNode attributes = DegFields.attributes("DemandFlexibilityIncentive");
        if (settled) {
            attributes
                    .put("beckn:totalIncentive", DegFields.amount(incentive.total()))
                    .put("beckn:totalBonus", DegFields.amount(incentive.bonus()))
                    .put("beckn:totalPayable", DegFields.amount(incentive.payable()));
        } else {
            attributes.put("beckn:totalEstimatedIncentive", DegFields.amount(incentive.total()));
        }
        attributes
                .put("beckn:currency", incentive.total().currency().getCurrencyCode())
                .put("beckn:paymentMethod", incentive.terms().method())
                .put("beckn:settlementFrequency", incentive.terms().frequency());
        if (settled) {
            String day = incentive.terms().expectedOn();
            attributes
                    .put("beckn:expectedPaymentDate", day)
                    .put("beckn:paymentCycle", day.length() < 7 ? day : day.substring(0, 7))
                    .put("beckn:settlementStatus", incentive.status())
                    .put("beckn:approvalTimestamp", contract.at().toString());
        } else {
            attributes.put("beckn:expectedSettlementDate", incentive.terms().expectedOn());
        }
        json.set("beckn:paymentAttributes", attributes);
        return json;
    }
}
