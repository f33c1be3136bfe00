package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.FlexContract;
import dev.flexgate.beckn.message.FlexContract.Metering;
import dev.flexgate.beckn.message.FlexContract.Outcome;
import dev.flexgate.beckn.message.FlexContract.Participation;
import dev.flexgate.beckn.message.FlexContract.Performance;
import dev.flexgate.beckn.message.FlexContract.Settled;
import dev.flexgate.beckn.message.FlexTotals;
import dev.flexgate.beckn.message.GridEvent;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import java.util.Locale;

/** How one resource stands, as {@code beckn:orderItemAttributes}: promised, under way, or over. */
final class DegReports {

    static final String PARTICIPATION = "DemandFlexibilityParticipation";
    static final String PERFORMANCE = "DemandFlexibilityPerformance";
    static final String SETTLEMENT = "DemandFlexibilitySettlement";

    private DegReports() {}

    static ObjectNode write(FlexContract.Line line, FlexContract contract) {
        return switch (line.report()) {
            case Participation participation -> participation(line, participation);
            case Performance performance -> performance(line, performance);
            case Outcome outcome -> outcome(line, outcome, contract);
        };
    }

    private static ObjectNode named(String type, FlexContract.Line line) {
        return DegFields.attributes(type)
                .put("beckn:consumerId", line.consumerId())
                .put("beckn:consumerName", line.consumerName());
    }

    private static ObjectNode participation(FlexContract.Line line, Participation report) {
        ObjectNode json = named(PARTICIPATION, line);
        DegFields.kilowatts(json, "beckn:committedReduction", report.committed());
        json.put("beckn:confidenceLevel", LtsFields.plain(report.confidence()));
        report.baseline().ifPresent(load -> DegFields.kilowatts(json, "beckn:baselineLoad", load));
        report.target().ifPresent(load -> DegFields.kilowatts(json, "beckn:targetLoad", load));
        json.put("beckn:baselineMethod", report.baselineMethod())
                .put("beckn:participationStatus", report.status().name().toLowerCase(Locale.ROOT));
        DegFields.putUnlessEmpty(json, "beckn:participationReason", report.reason());
        ArrayNode devices = json.putArray("beckn:devicesPrepared");
        report.devices().forEach(devices::add);
        json.put("beckn:controlMode", report.controlMode());
        report.estimatedIncentive()
                .ifPresent(estimate -> json.put("beckn:estimatedIncentive", DegFields.amount(estimate))
                        .put(
                                "beckn:estimatedIncentiveCurrency",
                                estimate.currency().getCurrencyCode()));
        return json;
    }

    private static ObjectNode performance(FlexContract.Line line, Performance report) {
        ObjectNode json = named(PERFORMANCE, line);
        DegFields.kilowatts(json, "beckn:committedReduction", report.committed());
        DegFields.kilowatts(json, "beckn:actualReduction", report.actual());
        json.put("beckn:performancePercentage", FlexTotals.percentage(report.actual(), report.committed()));
        DegFields.kilowatts(json, "beckn:currentLoad", report.current());
        DegFields.kilowatts(json, "beckn:baselineLoad", report.baseline());
        json.set("beckn:meteringData", metering(report.metering()));
        json.put(
                "beckn:performanceStatus",
                switch (FlexTotals.standing(report.actual(), report.committed())) {
                    case EXCEEDED -> "exceeding_commitment";
                    case MET -> "meeting_commitment";
                    case UNDERPERFORMED -> "underperforming_commitment";
                });
        DegFields.energy(json, "beckn:accumulatedReduction", report.accumulated());
        return json;
    }

    private static ObjectNode outcome(FlexContract.Line line, Outcome report, FlexContract contract) {
        ObjectNode json = named(SETTLEMENT, line);
        json.set("beckn:eventDetails", eventDetails(report, contract.event()));
        ObjectNode promise = json.putObject("beckn:commitmentParameters");
        DegFields.kilowatts(promise, "baselineLoad", report.baseline());
        DegFields.kilowatts(promise, "targetLoad", report.target());
        DegFields.kilowatts(promise, "committedReduction", report.committed());
        promise.put("baselineMethod", report.baselineMethod());
        json.set("beckn:performanceMetrics", metrics(report));
        report.settlement().ifPresent(settled -> json.set("beckn:settlementDetails", settlement(settled, contract)));
        return json;
    }

    private static ObjectNode eventDetails(Outcome report, GridEvent event) {
        ObjectNode json = Json.object().put("eventId", event.id());
        DegFields.putUnlessEmpty(json, "eventType", event.type());
        return json.put("eventStartTime", report.window().start().toString())
                .put("eventEndTime", report.window().end().toString())
                .put("eventDuration", report.window().length().toString());
    }

    private static ObjectNode metrics(Outcome report) {
        Power actual = FlexTotals.mean(report.reduced(), report.window());
        ObjectNode json = Json.object();
        DegFields.kilowatts(json, "actualAverageLoad", report.averageLoad());
        DegFields.kilowatts(json, "actualReduction", actual);
        json.put("performancePercentage", FlexTotals.percentage(actual, report.committed()));
        DegFields.energy(json, "totalEnergyReduced", report.reduced());
        json.put(
                "performanceStatus",
                switch (FlexTotals.standing(actual, report.committed())) {
                    case EXCEEDED -> "exceeded_commitment";
                    case MET -> "met_commitment";
                    case UNDERPERFORMED -> "underperformed_commitment";
                });
        json.set("meteringData", metering(report.metering()));
        return json;
    }

    private static ObjectNode metering(Metering metering) {
        ObjectNode json = Json.object();
        DegFields.putUnlessEmpty(json, "meterId", metering.meterId());
        metering.readAt().ifPresent(at -> json.put("meterReadingTimestamp", at.toString()));
        ArrayNode samples = json.putArray("intervalData");
        metering.samples()
                .forEach(sample -> samples.addObject()
                        .put("timestamp", sample.at().toString())
                        .put("load", sample.load().kilowatts()));
        return json.put("intervalUnit", DegFields.KILOWATT);
    }

    private static ObjectNode settlement(Settled settled, FlexContract contract) {
        ObjectNode json = Json.object()
                .put("incentiveRate", settled.rate())
                .put("incentiveCurrency", settled.total().currency().getCurrencyCode())
                .put("incentiveType", "per_kWh_reduced")
                .put("totalIncentive", DegFields.amount(settled.total()))
                .put("bonusIncentive", DegFields.amount(settled.bonus()));
        if (settled.bonusReason().isEmpty()) {
            json.putNull("bonusReason");
        } else {
            json.put("bonusReason", settled.bonusReason());
        }
        json.put("totalPayable", DegFields.amount(settled.payable())).put("settlementStatus", settled.status());
        contract.incentive()
                .map(FlexContract.Incentive::terms)
                .ifPresent(terms -> json.put("settlementMethod", terms.method())
                        .put("expectedPaymentDate", terms.expectedOn())
                        .put("paymentCycle", terms.frequency()));
        return json;
    }
}
