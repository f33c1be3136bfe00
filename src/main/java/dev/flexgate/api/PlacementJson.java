package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.forecast.Quantiles;
import dev.flexgate.placement.Exchange;
import dev.flexgate.placement.PlacementAnswer;
import dev.flexgate.placement.PlacementAnswer.Placed;
import dev.flexgate.placement.Region;
import dev.flexgate.placement.Standing;
import dev.flexgate.placement.Terms;
import dev.flexgate.placement.Vintage;
import dev.flexgate.placement.Window;
import dev.flexgate.placement.WindowAnswer;
import dev.flexgate.placement.WindowAnswer.Ranked;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Windows and places in JSON. What is not known is null, not 0. */
final class PlacementJson {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private PlacementJson() {}

    static ObjectNode json(WindowAnswer.Found found) {
        ObjectNode json = Json.object()
                .put("asOf", found.asOf().toString())
                .put("zone", found.carbon().zone().code())
                .put("start", found.span().start().toString())
                .put("end", found.span().end().toString())
                .put("carbonUnit", found.carbon().signal().unit(found.carbon().zone()))
                .put("priceUnit", found.currency().getCurrencyCode() + "/kWh");
        ObjectNode now = json.putObject("runNow").put("is", "unbroken, from the earliest start on");
        window(now, found.runNow());
        ArrayNode windows = json.putArray("windows");
        for (Ranked each : found.windows()) {
            ObjectNode one = windows.addObject().put("rank", windows.size());
            window(one, each.window());
            ObjectNode saved = one.putObject("savedAgainstRunNow");
            saved.set("carbon", band(each.carbonSaved()));
            percent(saved, each.carbonSaved().p50(), found.runNow().carbon().p50());
            if (each.moneySaved().isPresent()) {
                saved.set("price", band(each.moneySaved().get()));
            } else {
                saved.putNull("price");
            }
        }
        ArrayNode forecasts = json.putArray("forecasts");
        forecasts.add(json(found.carbon()));
        found.price().ifPresent(price -> forecasts.add(json(price)));
        if (!found.priceMissing().isEmpty()) {
            json.put("priceMissing", found.priceMissing());
        }
        return json;
    }

    private static void percent(ObjectNode json, BigDecimal saved, BigDecimal before) {
        if (before.signum() > 0) {
            json.put("carbonPercent", plain(saved.multiply(HUNDRED).divide(before, MathContext.DECIMAL64), 1));
        } else {
            json.putNull("carbonPercent");
        }
    }

    private static void window(ObjectNode json, Window window) {
        json.put("start", window.pieces().getFirst().start().toString())
                .put("end", window.pieces().getLast().end().toString());
        json.set("pieces", pieces(window.pieces()));
        json.set("carbon", band(window.carbon()));
        if (window.price().isPresent()) {
            json.set("price", band(window.price().get()));
        } else {
            json.putNull("price");
        }
    }

    private static ArrayNode pieces(List<Interval> pieces) {
        ArrayNode list = Json.array();
        pieces.forEach(each -> list.addObject()
                .put("start", each.start().toString())
                .put("end", each.end().toString()));
        return list;
    }

    static ObjectNode json(Vintage vintage) {
        return Json.object()
                .put("forecastId", vintage.id().toString())
                .put("zone", vintage.zone().code())
                .put("signal", vintage.signal().name())
                .put("issuedAt", vintage.issuedAt().toString())
                .put("until", vintage.until().toString())
                .put("quality", vintage.quality().name())
                .put("sha256", vintage.sha256());
    }

    static ObjectNode json(PlacementAnswer answer, Exchange exchange) {
        ObjectNode json = Json.object()
                .put("asOf", answer.asOf().toString())
                .put("planVersion", answer.planVersion())
                .put("homeSite", answer.home())
                .put("currency", exchange.currency().getCurrencyCode());
        ObjectNode rates = json.putObject("exchange")
                .put("perKgCarbon", plain(exchange.perKilogram()))
                .put("perMs", plain(exchange.perMillisecond()))
                .put("perGb", plain(exchange.perGigabyte()))
                .put("networkKwhPerGb", plain(exchange.kilowattHoursPerGigabyte()));
        ObjectNode worth = rates.putObject("worth");
        exchange.worth().forEach((currency, each) -> worth.put(currency.getCurrencyCode(), plain(each)));
        if (answer.runNow().isPresent()) {
            json.set("runNowAtHome", terms(answer.runNow().get()));
        } else {
            json.putNull("runNowAtHome");
        }
        ArrayNode regions = json.putArray("regions");
        answer.regions().forEach(each -> regions.add(json(each)));
        return json;
    }

    private static ObjectNode json(Placed placed) {
        ObjectNode json = region(placed.region());
        switch (placed.standing()) {
            case Standing.Ranked(int rank, boolean pareto, boolean withinBand) ->
                json.put("standing", "RANKED")
                        .put("rank", rank)
                        .put("pareto", pareto)
                        .put("withinBandOfFirst", withinBand);
            case Standing.Excluded(List<Standing.Reason> reasons) ->
                json.put("standing", "EXCLUDED").set("reasons", reasons(reasons));
            case Standing.Unknown(List<Standing.Reason> reasons) ->
                json.put("standing", "UNKNOWN").set("reasons", reasons(reasons));
        }
        if (placed.terms().isPresent()) {
            json.set("terms", terms(placed.terms().get()));
        } else {
            json.putNull("terms");
        }
        return json;
    }

    static ObjectNode region(Region region) {
        ObjectNode json = Json.object()
                .put("region", region.id())
                .put("name", region.name())
                .put("ours", region.site().isPresent())
                .put("carbonZone", region.carbonZone().code())
                .put("priceZone", region.priceZone().code())
                .put("pue", plain(region.effectiveness()));
        region.place()
                .ifPresent(place -> json.put("locality", place.locality())
                        .put("latitude", place.latitude())
                        .put("longitude", place.longitude()));
        return json;
    }

    private static ArrayNode reasons(List<Standing.Reason> reasons) {
        ArrayNode list = Json.array();
        reasons.forEach(each -> list.addObject().put("code", each.code().name()).put("detail", each.detail()));
        return list;
    }

    private static ObjectNode terms(Terms terms) {
        ObjectNode json = Json.object()
                .put("start", terms.pieces().getFirst().start().toString())
                .put("end", terms.pieces().getLast().end().toString());
        json.set("pieces", pieces(terms.pieces()));
        json.put("energyKwh", plain(terms.energyKwh()));
        json.set("meanCarbonGPerKwh", band(terms.meanGrams()));
        json.set("carbonKg", band(terms.carbonKg()));
        json.set("transferCarbonKg", band(terms.transferKg()));
        json.put("priceCurrency", terms.priceCurrency().getCurrencyCode())
                .put("rate", plain(terms.rate()))
                .put("room", terms.room().name());
        terms.latency()
                .ifPresentOrElse(
                        latency -> json.putObject("latency")
                                .put("ms", plain(latency.milliseconds()))
                                .put("source", latency.source().name()),
                        () -> json.putNull("latency"));
        ObjectNode worth = json.putObject("worth");
        worth.set("energy", band(terms.worth().energy()));
        worth.set("carbon", band(terms.worth().carbon()));
        worth.put("latency", plain(terms.worth().latency()))
                .put("transfer", plain(terms.worth().transfer()));
        json.set("money", band(terms.worth().money()));
        json.set("total", band(terms.total()));
        ArrayNode forecasts = json.putArray("forecasts");
        terms.vintages().forEach(each -> forecasts.add(json(each)));
        return json;
    }

    static ObjectNode band(Quantiles value) {
        return Json.object()
                .put("p10", plain(value.p10()))
                .put("p50", plain(value.p50()))
                .put("p90", plain(value.p90()));
    }

    private static BigDecimal plain(BigDecimal value, int scale) {
        return plain(value.setScale(scale, RoundingMode.HALF_EVEN));
    }

    /** Without zeros at its end and without an exponent. */
    static BigDecimal plain(BigDecimal value) {
        return new BigDecimal(value.stripTrailingZeros().toPlainString());
    }
}
