package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.FlexContract;
import dev.flexgate.beckn.message.FlexContract.Incentive;
import dev.flexgate.beckn.message.FlexContract.Line;
import dev.flexgate.beckn.message.FlexContract.Metering;
import dev.flexgate.beckn.message.FlexContract.Outcome;
import dev.flexgate.beckn.message.FlexContract.Participating;
import dev.flexgate.beckn.message.FlexContract.Participation;
import dev.flexgate.beckn.message.FlexContract.Performance;
import dev.flexgate.beckn.message.FlexContract.Report;
import dev.flexgate.beckn.message.FlexContract.Settled;
import dev.flexgate.beckn.message.FlexContract.Stage;
import dev.flexgate.beckn.message.GridEvent;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what {@link DegContracts} writes, and what other providers of this profile write. */
final class DegContractReading {

    private static final String PATH = "$.message.order";

    private DegContractReading() {}

    static FlexContract read(JsonNode order) {
        JsonNode attributes = order.path("beckn:orderAttributes");
        JsonNode fulfilment = order.path("beckn:fulfillment");
        List<Line> lines = new ArrayList<>();
        for (JsonNode line : order.path("beckn:orderItems")) {
            lines.add(line(line, PATH + ".beckn:orderItems[" + lines.size() + "]"));
        }
        return new FlexContract(
                order.path("beckn:id").asText(),
                order.path("beckn:seller").asText(),
                order.path("beckn:buyer").path("beckn:id").asText(),
                stage(order),
                lines,
                event(fulfilment.path("beckn:deliveryAttributes"), lines, order),
                fulfilment.path("beckn:id").asText(),
                attributes.path("beckn:orderType").asText(),
                attributes.path("beckn:priority").asText(),
                incentive(order.path("beckn:payment")),
                at(attributes));
    }

    private static Stage stage(JsonNode order) {
        String path = PATH + ".beckn:orderStatus";
        return switch (order.path("beckn:orderStatus").asText()) {
            case "REJECTED" -> Stage.REJECTED;
            case "CONFIRMED" -> Stage.CONFIRMED;
            case "IN_PROGRESS" -> Stage.IN_PROGRESS;
            case "COMPLETED" ->
                order.path("beckn:payment").path("beckn:paymentAttributes").has("beckn:totalPayable")
                        ? Stage.COMPLETED
                        : Stage.DELIVERED;
            case "CANCELLED" -> Stage.CANCELLED;
            default -> throw unknown(path);
        };
    }

    private static RefusedException unknown(String path) {
        return RefusedException.of(ErrorCode.SCH_INVALID_ENUM, path + " is no word of this profile")
                .at(path)
                .fix("send a word that docs/reference/beckn.md lists");
    }

    private static Instant at(JsonNode attributes) {
        String path = PATH + ".beckn:orderAttributes";
        return Stream.of("beckn:confirmationTimestamp", "beckn:statusTimestamp", "beckn:settlementTimestamp")
                .flatMap(name -> DegFields.maybeInstant(attributes, name, path).stream())
                .findFirst()
                .orElseThrow(() -> DegFields.format(path, "names no moment", "say as of when the order stands so"));
    }

    private static GridEvent event(JsonNode delivery, List<Line> lines, JsonNode order) {
        Optional<Interval> window = DegActivations.window(delivery)
                .or(() -> lines.stream()
                        .flatMap(line ->
                                line.report() instanceof Outcome outcome ? Stream.of(outcome.window()) : Stream.of())
                        .findFirst());
        JsonNode details = order.path("beckn:orderItems")
                .path(0)
                .path("beckn:orderItemAttributes")
                .path("beckn:eventDetails");
        return new GridEvent(
                delivery.path("beckn:eventId").asText(),
                details.path("eventType").asText(),
                "",
                window,
                Optional.empty(),
                GridEvent.Conditions.UNSAID,
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Incentive> incentive(JsonNode payment) {
        JsonNode attributes = payment.path("beckn:paymentAttributes");
        if (attributes.isMissingNode()) {
            return Optional.empty();
        }
        String path = PATH + ".beckn:payment.beckn:paymentAttributes";
        boolean settled = attributes.has("beckn:totalPayable");
        JsonNode currency = attributes.path("beckn:currency");
        Money total = DegFields.money(
                attributes.path(settled ? "beckn:totalIncentive" : "beckn:totalEstimatedIncentive"), currency, path);
        return Optional.of(new Incentive(
                payment.path("beckn:id").asText(),
                payment.path("beckn:status").asText(),
                total,
                settled
                        ? DegFields.money(attributes.path("beckn:totalBonus"), currency, path)
                        : Money.zero(total.currency()),
                new FlexContract.Terms(
                        attributes.path("beckn:paymentMethod").asText(),
                        attributes.path("beckn:settlementFrequency").asText(),
                        attributes
                                .path(settled ? "beckn:expectedPaymentDate" : "beckn:expectedSettlementDate")
                                .asText())));
    }

    private static Line line(JsonNode json, String path) {
        JsonNode attributes = json.path("beckn:orderItemAttributes");
        return new Line(
                json.path("beckn:lineId").asText(),
                json.path("beckn:orderedItem").asText(),
                attributes.path("beckn:consumerId").asText(),
                attributes.path("beckn:consumerName").asText(),
                report(attributes, path + ".beckn:orderItemAttributes"));
    }

    private static Report report(JsonNode json, String path) {
        if (DegFields.isOf(json, DegReports.PARTICIPATION)) {
            return participation(json, path);
        }
        if (DegFields.isOf(json, DegReports.PERFORMANCE)) {
            return new Performance(
                    DegFields.powerOf(json, "beckn:committedReduction", path),
                    DegFields.powerOf(json, "beckn:currentLoad", path),
                    DegFields.powerOf(json, "beckn:baselineLoad", path),
                    metering(json.path("beckn:meteringData"), path + ".beckn:meteringData"),
                    DegFields.energy(json, "beckn:accumulatedReduction", path));
        }
        if (DegFields.isOf(json, DegReports.SETTLEMENT)) {
            return outcome(json, path);
        }
        throw RefusedException.of(ErrorCode.SCH_TYPE_NOT_SUPPORTED, path + " is of no type of this profile")
                .at(path + ".@type")
                .fix("send " + DegReports.PARTICIPATION + ", " + DegReports.PERFORMANCE + " or "
                        + DegReports.SETTLEMENT);
    }

    private static Participation participation(JsonNode json, String path) {
        var devices = new ArrayList<String>();
        json.path("beckn:devicesPrepared").forEach(device -> devices.add(device.asText()));
        JsonNode estimate = json.path("beckn:estimatedIncentive");
        return new Participation(
                DegFields.powerOf(json, "beckn:committedReduction", path),
                LtsFields.plain(json.path("beckn:confidenceLevel").decimalValue()),
                DegFields.maybePower(json, "beckn:baselineLoad", path),
                DegFields.maybePower(json, "beckn:targetLoad", path),
                json.path("beckn:baselineMethod").asText(),
                participating(json.path("beckn:participationStatus").asText(), path),
                json.path("beckn:participationReason").asText(),
                devices,
                json.path("beckn:controlMode").asText(),
                estimate.isNumber()
                        ? Optional.of(DegFields.money(estimate, json.path("beckn:estimatedIncentiveCurrency"), path))
                        : Optional.empty());
    }

    private static Participating participating(String word, String path) {
        return Stream.of(Participating.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(path + ".beckn:participationStatus"));
    }

    private static Outcome outcome(JsonNode json, String path) {
        JsonNode event = json.path("beckn:eventDetails");
        JsonNode promise = json.path("beckn:commitmentParameters");
        JsonNode metrics = json.path("beckn:performanceMetrics");
        JsonNode settlement = json.path("beckn:settlementDetails");
        String inside = path + ".beckn:commitmentParameters";
        return new Outcome(
                DegFields.powerOf(promise, "committedReduction", inside),
                DegFields.window(
                        LtsFields.instant(event.path("eventStartTime"), path + ".beckn:eventDetails.eventStartTime"),
                        LtsFields.instant(event.path("eventEndTime"), path + ".beckn:eventDetails.eventEndTime"),
                        path + ".beckn:eventDetails"),
                DegFields.powerOf(promise, "baselineLoad", inside),
                DegFields.powerOf(promise, "targetLoad", inside),
                promise.path("baselineMethod").asText(),
                DegFields.powerOf(metrics, "actualAverageLoad", path + ".beckn:performanceMetrics"),
                DegFields.energy(metrics, "totalEnergyReduced", path + ".beckn:performanceMetrics"),
                metering(metrics.path("meteringData"), path + ".beckn:performanceMetrics.meteringData"),
                settlement.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(settled(settlement, path + ".beckn:settlementDetails")));
    }

    private static Settled settled(JsonNode json, String path) {
        JsonNode currency = json.path("incentiveCurrency");
        return new Settled(
                LtsFields.plain(json.path("incentiveRate").decimalValue()),
                DegFields.money(json.path("totalIncentive"), currency, path),
                DegFields.money(json.path("bonusIncentive"), currency, path),
                json.path("bonusReason").isNull()
                        ? ""
                        : json.path("bonusReason").asText(),
                json.path("settlementStatus").asText());
    }

    private static Metering metering(JsonNode json, String path) {
        String unit = json.path("intervalUnit").asText(DegFields.KILOWATT);
        var samples = new ArrayList<Metering.Sample>();
        for (JsonNode sample : json.path("intervalData")) {
            String place = path + ".intervalData[" + samples.size() + "]";
            Power load = DegFields.power(sample.path("load"), unit, place + ".load");
            samples.add(new Metering.Sample(LtsFields.instant(sample.path("timestamp"), place + ".timestamp"), load));
        }
        return new Metering(
                json.path("meterId").asText(), DegFields.maybeInstant(json, "meterReadingTimestamp", path), samples);
    }
}
