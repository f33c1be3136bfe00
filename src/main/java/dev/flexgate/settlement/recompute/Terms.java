package dev.flexgate.settlement.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was agreed, read from the contract that came as evidence. */
record Terms(
        String orderId,
        String currency,
        boolean isTurnDown,
        String method,
        JsonNode formula,
        List<Meter> meters,
        List<Line> lines) {

    record Meter(String id, boolean isPureImport) {}

    /** One half-hour; prices per kWh. */
    record Line(Instant start, long orderedW, Ratio price, Ratio penalty, JsonNode json) {

        Ratio ordered() {
            return Ratio.of(orderedW).multiply(Ratio.of(1_800));
        }
    }

    static Terms of(JsonNode json) {
        var meters = new ArrayList<Meter>();
        json.path("meters")
                .forEach(meter -> meters.add(new Meter(
                        meter.path("meterId").asText(),
                        meter.path("isPureImport").asBoolean())));
        var lines = new ArrayList<Line>();
        json.path("lines")
                .forEach(line -> lines.add(new Line(
                        Instant.parse(line.path("utcStart").asText()),
                        line.path("orderedW").asLong(),
                        Ratio.of(line.path("pricePerKwh").asText()),
                        Ratio.of(line.path("penaltyPerKwh").asText()),
                        line)));
        if (meters.isEmpty() || lines.isEmpty()) {
            throw new IllegalArgumentException("a contract without meters or lines");
        }
        return new Terms(
                json.path("contractId").asText(),
                json.path("currency").asText(),
                json.path("direction").asText().equals("DOWN"),
                json.path("baselineMethod").asText(),
                json.path("formula"),
                meters,
                lines);
    }

    boolean isPlanned() {
        return method.equals("COUNTERFACTUAL_SCHEDULE");
    }

    boolean isInDay() {
        return method.equals("BL01_IN_DAY");
    }

    Instant end() {
        return lines.getLast().start().plusSeconds(1_800);
    }
}
