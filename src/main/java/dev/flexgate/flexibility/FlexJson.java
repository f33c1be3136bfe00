package dev.flexgate.flexibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.settlement.FormulaJson;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Needs, offers and orders as JSON, at rest and over REST. Whole units are integers, decimals are strings. */
public final class FlexJson {

    private static final String CEILING = "itCeilingW";
    private static final String FLOOR = "itFloorW";

    private FlexJson() {}

    public static ObjectNode write(NeedRequest request) {
        ObjectNode json = Json.object();
        json.put("requester", request.requester());
        json.put("requestId", request.requestId());
        json.put("area", request.area().text());
        json.put("start", request.window().start().toString());
        json.put("end", request.window().end().toString());
        json.put("powerW", request.power().watts());
        json.put("direction", request.direction().name());
        json.put("currency", currency(request));
        request.cap().ifPresent(cap -> json.put("capPerKwh", text(cap)));
        request.penalty().ifPresent(penalty -> json.put("penaltyPerKwh", text(penalty)));
        json.put("baselineMethod", request.baseline().code());
        json.put("pricing", request.pricing().name());
        json.set("formula", FormulaJson.write(request.formula()));
        return json;
    }

    static NeedRequest request(JsonNode json) {
        String currency = json.path("currency").asText();
        return new NeedRequest(
                json.path("requester").asText(),
                json.path("requestId").asText(),
                Area.parse(json.path("area").asText()),
                interval(json),
                new Power(json.path("powerW").asLong()),
                Direction.valueOf(json.path("direction").asText()),
                price(json, "capPerKwh", currency),
                price(json, "penaltyPerKwh", currency),
                BaselineMethod.of(json.path("baselineMethod").asText()),
                Pricing.valueOf(json.path("pricing").asText()),
                json.has("formula") ? FormulaJson.read(json.path("formula"), currency) : new Formula.PayAsBid());
    }

    /** The need with its request and where it stands. */
    public static ObjectNode write(Need need) {
        ObjectNode json = Json.object();
        json.put("needId", need.id().toString());
        json.put("state", need.state().text());
        json.put("version", need.version());
        json.put("since", need.since().toString());
        json.setAll(StateJson.write(need.state()));
        json.set("request", write(need.request()));
        return json;
    }

    /** The offer with its curve and where it stands. */
    public static ObjectNode write(Offer offer) {
        ObjectNode json = Json.object();
        json.put("offerId", offer.id().toString());
        json.put("needId", offer.need().toString());
        json.put("state", offer.state().text());
        json.put("version", offer.version());
        json.put("since", offer.since().toString());
        json.setAll(StateJson.write(offer.state()));
        json.put("validUntil", offer.validUntil().toString());
        json.setAll(terms(offer));
        return json;
    }

    static ObjectNode terms(Offer offer) {
        ObjectNode json = Json.object();
        json.put("direction", offer.direction().name());
        json.put("planVersion", offer.planVersion());
        json.put("quality", offer.quality().name());
        json.put("confidence", offer.confidence().toPlainString());
        offer.binding().ifPresent(reason -> json.set("binding", StateJson.write(reason)));
        ArrayNode options = json.putArray("options");
        offer.options().forEach(option -> options.add(write(option)));
        ArrayNode baseline = json.putArray("baseline");
        offer.baseline().forEach(load -> baseline.add(write(load)));
        return json;
    }

    static Offer offer(
            JsonNode json, OfferId id, NeedId need, Instant validUntil, OfferState state, int version, Instant since) {
        return new Offer(
                id,
                need,
                Direction.valueOf(json.path("direction").asText("DOWN")), // absent before turn-ups were sold
                list(json.path("options"), FlexJson::option),
                list(json.path("baseline"), FlexJson::load),
                Quality.valueOf(json.path("quality").asText()),
                json.path("planVersion").asLong(),
                json.has("binding") ? Optional.of(StateJson.reason(json.path("binding"))) : Optional.empty(),
                validUntil,
                state,
                version,
                since);
    }

    private static ObjectNode write(OfferOption option) {
        ObjectNode json = Json.object();
        json.put("option", option.ref());
        json.put("powerW", option.power().watts());
        json.put("energyJ", option.energy().joules());
        json.put("currency", option.price().currency().getCurrencyCode());
        json.put("price", text(option.price()));
        json.put("marginalPerKwh", text(option.marginal()));
        json.put("extraCost", text(option.extraCost()));
        json.put("extraCostUncertainty", text(option.extraCostUncertainty()));
        json.put("extraCostResolved", option.isExtraCostResolved());
        json.put("extraCarbonMg", option.extraCarbon().milligrams());
        json.put("confidence", option.confidence().toPlainString());
        ArrayNode shares = json.putArray("sites");
        option.shares()
                .forEach(share -> shares.addObject()
                        .put("siteId", share.site().value())
                        .put("powerW", share.power().watts())
                        .put("itPowerW", share.itPower().watts())
                        .put("pricePerKwh", text(share.price())));
        ArrayNode rebound = json.putArray("rebound");
        option.rebound()
                .forEach(each -> rebound.addObject()
                        .put("siteId", each.site().value())
                        .put("start", each.period().start().toString())
                        .put("changeW", each.change().watts()));
        return json;
    }

    private static OfferOption option(JsonNode json) {
        String currency = json.path("currency").asText();
        return new OfferOption(
                json.path("option").asInt(),
                new Power(json.path("powerW").asLong()),
                list(
                        json.path("sites"),
                        share -> new SiteShare(
                                new SiteId(share.path("siteId").asText()),
                                new Power(share.path("powerW").asLong()),
                                new Power(share.path("itPowerW").asLong()),
                                EnergyPrice.of(share.path("pricePerKwh").asText(), currency))),
                new Energy(json.path("energyJ").asLong()),
                Money.of(json.path("extraCost").asText(), currency),
                Money.of(json.path("extraCostUncertainty").asText("0"), currency),
                new CarbonMass(json.path("extraCarbonMg").asLong()),
                EnergyPrice.of(json.path("marginalPerKwh").asText(), currency),
                Money.of(json.path("price").asText(), currency),
                new BigDecimal(json.path("confidence").asText()),
                list(
                        json.path("rebound"),
                        each -> new Rebound(
                                new SiteId(each.path("siteId").asText()),
                                period(each),
                                new Power(each.path("changeW").asLong()))));
    }

    private static ObjectNode write(PlannedLoad load) {
        return Json.object()
                .put("siteId", load.site().value())
                .put("start", load.period().start().toString())
                .put("itJobsW", load.itJobs().watts())
                .put("facilityW", load.facility().watts())
                .put("turnedItW", load.turned().watts());
    }

    private static PlannedLoad load(JsonNode json) {
        return new PlannedLoad(
                new SiteId(json.path("siteId").asText()),
                period(json),
                new Power(json.path("itJobsW").asLong()),
                new Power(json.path("facilityW").asLong()),
                new Power(
                        json.path("turnedItW").asLong(json.path("turnedDownItW").asLong())));
    }

    /** The order with its lines and where it stands. */
    public static ObjectNode write(FlexOrder order) {
        ObjectNode json = Json.object();
        json.put("orderId", order.id().toString());
        json.put("offerId", order.offer().toString());
        json.put("needId", order.need().toString());
        json.put("requester", order.request().requester());
        json.put("requestId", order.request().requestId());
        json.put("state", order.state().text());
        json.put("version", order.version());
        json.put("since", order.since().toString());
        json.setAll(StateJson.write(order));
        json.put("start", order.window().start().toString());
        json.put("end", order.window().end().toString());
        json.put("direction", order.direction().name());
        json.put("powerW", order.power().watts());
        json.put("baselineLoadW", order.baselineLoad().watts());
        json.put("targetLoadW", order.targetLoad().watts());
        json.put("baselineMethod", order.request().baseline().code());
        json.setAll(terms(order));
        return json;
    }

    static ObjectNode terms(FlexOrder order) {
        ObjectNode json = Json.object();
        json.put("option", order.optionRef());
        json.put("factor", order.factor().toPlainString());
        json.put("currency", order.price().currency().getCurrencyCode());
        json.put("price", text(order.price()));
        json.put("confidence", order.confidence().toPlainString());
        ArrayNode lines = json.putArray("lines");
        order.lines()
                .forEach(line -> lines.addObject()
                        .put("siteId", line.site().value())
                        .put("start", line.period().start().toString())
                        .put("orderedW", line.ordered().watts())
                        .put("itOrderedW", line.itOrdered().watts())
                        .put("baselineW", line.baseline().watts())
                        .put("targetW", line.target().watts())
                        .put(
                                order.direction() == Direction.DOWN ? CEILING : FLOOR,
                                line.itBound().watts())
                        .put("pricePerKwh", text(line.price()))
                        .put("penaltyPerKwh", text(line.penalty())));
        return json;
    }

    static FlexOrder order(
            JsonNode json,
            FlexOrderId id,
            OfferId offer,
            NeedId need,
            NeedRequest request,
            FlexOrderState state,
            int version,
            Instant since,
            List<SiteFailure> failures) {
        String currency = json.path("currency").asText();
        return new FlexOrder(
                id,
                offer,
                need,
                request,
                json.path("option").asInt(),
                new BigDecimal(json.path("factor").asText()),
                list(
                        json.path("lines"),
                        line -> new OrderLine(
                                new SiteId(line.path("siteId").asText()),
                                period(line),
                                new Power(line.path("orderedW").asLong()),
                                new Power(line.path("itOrderedW").asLong()),
                                new Power(line.path("baselineW").asLong()),
                                new Power(line.path("targetW").asLong()),
                                new Power(line.path(line.has(FLOOR) ? FLOOR : CEILING)
                                        .asLong()),
                                EnergyPrice.of(line.path("pricePerKwh").asText(), currency),
                                EnergyPrice.of(line.path("penaltyPerKwh").asText(), currency))),
                Money.of(json.path("price").asText(), currency),
                new BigDecimal(json.path("confidence").asText()),
                state,
                version,
                since,
                failures);
    }

    private static String currency(NeedRequest request) {
        return request.cap()
                .or(request::penalty)
                .map(price -> price.currency().getCurrencyCode())
                .orElse("GBP");
    }

    private static Optional<EnergyPrice> price(JsonNode json, String name, String currency) {
        return json.has(name) ? Optional.of(EnergyPrice.of(json.path(name).asText(), currency)) : Optional.empty();
    }

    private static Interval interval(JsonNode json) {
        return Interval.of(json.path("start").asText(), json.path("end").asText());
    }

    private static Interval period(JsonNode json) {
        return Interval.from(Instant.parse(json.path("start").asText()), HalfHours.STEP);
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> form) {
        List<T> values = new ArrayList<>(array.size());
        array.forEach(each -> values.add(form.apply(each)));
        return values;
    }

    private static String text(EnergyPrice price) {
        return price.perKilowattHour().toPlainString();
    }

    private static String text(Money money) {
        return money.amount().toPlainString();
    }
}
