package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.settlement.SystemPrices;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Imbalance prices by half-hour, which {@code vtp/1} cashes out at: {@code /settlement/system-prices}. */
final class PriceImport {

    /** A month of the longest days. */
    private static final int MOST = 1_550;

    private static final int SCALE_MAX = 4;
    private static final Currency POUNDS = Currency.getInstance("GBP");

    private final SystemPrices prices;

    PriceImport(SystemPrices prices) {
        this.prices = prices;
    }

    void addTo(Router router, Answers answers) {
        router.get("/settlement/system-prices").handler(answers.to(this::known));
        router.post("/settlement/system-prices").handler(answers.once(this::take));
    }

    private record Stated(Instant start, EnergyPrice price) {}

    /** All of a batch or none; what is known already and the same changes nothing. */
    private Answer take(RoutingContext context, Tx tx) {
        Caller.of(context).require(Scope.OPERATOR);
        JsonForm form = JsonForm.of(context);
        Optional<String> source = form.required("source", "\"elexon-bmrs\"", FlexForm::words);
        Currency currency = form.optional(
                        "currency", POUNDS, "\"GBP\"", value -> Currency.getInstance(JsonForm.text(value)))
                .orElse(POUNDS);
        List<Stated> stated = new ArrayList<>();
        for (JsonForm each : form.objects("prices", MOST)) {
            stated(each, currency).ifPresent(stated::add);
        }
        form.complain();
        int taken = 0;
        for (Stated each : stated) {
            taken += prices.state(tx, each.start(), each.price(), source.orElseThrow(), List.of()) ? 1 : 0;
        }
        return new Answer.Found(Json.object().put("taken", taken).put("unchanged", stated.size() - taken));
    }

    private static Optional<Stated> stated(JsonForm form, Currency currency) {
        Optional<Instant> start = form.required("start", "\"2026-11-21T17:00:00Z\"", value -> {
            Instant moment = JsonForm.moment(value);
            if (!HalfHours.isAligned(moment)) {
                throw new IllegalArgumentException("must be the start of a half-hour");
            }
            return moment;
        });
        Optional<EnergyPrice> price = form.required("pricePerMwh", "\"98.53\"", JsonForm.written(text -> {
            BigDecimal perMegawattHour = JsonForm.decimal(text, SCALE_MAX);
            return new EnergyPrice(perMegawattHour.movePointLeft(3), currency);
        }));
        form.refuseUnknown();
        return start.flatMap(from -> price.map(each -> new Stated(from, each)));
    }

    private Answer known(RoutingContext context) {
        Currency currency =
                Page.parameter(context, "currency").map(Currency::getInstance).orElse(POUNDS);
        var span = new Interval(Page.time(context, "from"), Page.time(context, "to"));
        if (span.length().compareTo(HalfHours.STEP.multipliedBy(MOST)) > 0) {
            throw new IllegalArgumentException("from and to are at most " + MOST + " half-hours apart");
        }
        ObjectNode json = Json.object().put("currency", currency.getCurrencyCode());
        ArrayNode list = json.putArray("prices");
        prices.newest(currency, span)
                .forEach((start, price) -> list.addObject()
                        .put("start", start.toString())
                        .put(
                                "pricePerMwh",
                                price.perKilowattHour().movePointRight(3).toPlainString()));
        return new Answer.Found(json);
    }
}
