package dev.flexgate.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.AssetId;
import dev.flexgate.workload.MeterId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a contract is written, in the database and as evidence: decimals as text, whole units as integers. */
final class ContractJson {

    private ContractJson() {}

    static ObjectNode write(SettlementContract contract, List<ContractMeter> meters) {
        ObjectNode json = Json.object()
                .put("contractId", contract.id().toString())
                .put("counterparty", contract.counterparty())
                .put("seller", contract.seller())
                .put("direction", contract.direction().name())
                .put("currency", contract.currency().getCurrencyCode())
                .put("baselineMethod", contract.baseline().code());
        json.set("formula", FormulaJson.write(contract.formula()));
        ArrayNode list = json.putArray("meters");
        meters.forEach(meter -> list.addObject()
                .put("assetId", meter.asset().value())
                .put("assetVersion", meter.assetVersion())
                .put("siteId", meter.site().value())
                .put("meterId", meter.meter().value())
                .put("isPureImport", meter.isPureImport()));
        ArrayNode lines = json.putArray("lines");
        contract.lines()
                .forEach(line -> lines.addObject()
                        .put("utcStart", line.start().toString())
                        .put("orderedW", line.ordered().watts())
                        .put("pricePerKwh", line.price().perKilowattHour().toPlainString())
                        .put("penaltyPerKwh", line.penalty().perKilowattHour().toPlainString()));
        return json;
    }

    static SettlementContract contract(JsonNode json) {
        String currency = json.path("currency").asText();
        List<ContractLine> lines = new ArrayList<>();
        for (JsonNode line : json.path("lines")) {
            lines.add(new ContractLine(
                    Instant.parse(line.path("utcStart").asText()),
                    new Power(line.path("orderedW").asLong()),
                    EnergyPrice.of(line.path("pricePerKwh").asText(), currency),
                    EnergyPrice.of(line.path("penaltyPerKwh").asText(), currency)));
        }
        return new SettlementContract(
                ContractId.parse(json.path("contractId").asText()),
                json.path("counterparty").asText(),
                json.path("seller").asText(),
                meters(json).stream().map(ContractMeter::asset).toList(),
                Direction.valueOf(json.path("direction").asText()),
                lines,
                FormulaJson.read(json.path("formula"), currency),
                BaselineMethod.of(json.path("baselineMethod").asText()));
    }

    static List<ContractMeter> meters(JsonNode json) {
        List<ContractMeter> meters = new ArrayList<>();
        for (JsonNode meter : json.path("meters")) {
            meters.add(new ContractMeter(
                    new AssetId(meter.path("assetId").asText()),
                    meter.path("assetVersion").asInt(),
                    new SiteId(meter.path("siteId").asText()),
                    new MeterId(meter.path("meterId").asText()),
                    meter.path("isPureImport").asBoolean()));
        }
        return meters;
    }

    /** Planned load as frozen: W by the start of each half-hour. */
    static ObjectNode write(SortedMap<Instant, Power> load) {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("plannedLoad");
        load.forEach((start, power) ->
                list.addObject().put("utcStart", start.toString()).put("loadW", power.watts()));
        return json;
    }

    static SortedMap<Instant, Power> load(JsonNode json) {
        var load = new TreeMap<Instant, Power>();
        for (JsonNode each : json.path("plannedLoad")) {
            load.put(
                    Instant.parse(each.path("utcStart").asText()),
                    new Power(each.path("loadW").asLong()));
        }
        return load;
    }
}
