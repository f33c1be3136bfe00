package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.placement.Exchange;
import dev.flexgate.placement.PlacementAsk;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Demand;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SiteId;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a place for a job is asked for in JSON. */
final class PlacementForm {

    private static final int SCALE_MAX = 10;

    private PlacementForm() {}

    /**
     * What was asked.
     *
     * @param asOf what was known then is used
     */
    record Asked(PlacementAsk ask, Instant asOf) {}

    static Asked read(RoutingContext context, Instant moment, Currency currency) {
        JsonForm form = JsonForm.of(context);
        Instant now = moment.truncatedTo(ChronoUnit.SECONDS);
        Optional<Instant> asOf = form.optional("asOf", moment, "\"2026-11-21T18:00:00Z\"", JsonForm::moment);
        if (asOf.filter(moment::isBefore).isPresent()) {
            form.fault("asOf", "INVALID", "must not be in the future");
        }
        Optional<JobShape> shape = form.object("shape").flatMap(JobForm::shape);
        Optional<Power> power = form.required("itPowerKw", "400", value -> JobForm.power(JsonForm.number(value)));
        Optional<Energy> work = form.required("workKwh", "1600", value -> JobForm.energy(JsonForm.number(value)));
        Optional<Instant> release = form.optional("release", now, "\"2026-11-22T18:00:00Z\"", JobForm::second);
        Optional<Instant> deadline = form.required("deadline", "\"2026-11-23T06:00:00Z\"", JobForm::second);
        Optional<Interval> window = JobForm.window(form, release, deadline);
        Optional<SiteId> home = form.required("homeSite", "\"frankfurt\"", value -> new SiteId(JsonForm.text(value)));
        Optional<List<String>> residency = form.optional("residency", List.of(), "[\"DE\", \"FI\"]", JsonForm::texts);
        Optional<BigDecimal> latencyMax = form.maybe("maxLatencyMs", "40", PlacementForm::amount);
        Optional<Map<String, BigDecimal>> latency =
                form.optional("latencyMs", Map.of(), "{\"hamina\": 31.5}", PlacementForm::amounts);
        Optional<BigDecimal> transfer = form.optional("transferGb", BigDecimal.ZERO, "120", PlacementForm::amount);
        Optional<BigDecimal> gramsMax = form.maybe("maxCarbonGPerKwh", "400", PlacementForm::amount);
        Optional<Boolean> zonesToo = form.optional("zonesToo", false, "true", PlacementForm::truth);
        Optional<Exchange> exchange = exchange(form, currency);
        form.complain();
        return new Asked(
                new PlacementAsk(
                        new Demand(power.orElseThrow(), work.orElseThrow()),
                        shape.orElseThrow(),
                        window.orElseThrow(),
                        home.orElseThrow(),
                        residency.orElseThrow(),
                        latencyMax,
                        latency.orElseThrow(),
                        transfer.orElseThrow(),
                        gramsMax,
                        zonesToo.orElseThrow(),
                        exchange.orElseThrow()),
                asOf.orElseThrow());
    }

    /** What is not stated is worth nothing, and the answer says so; the energy of networks has a default. */
    private static Optional<Exchange> exchange(JsonForm form, Currency otherwise) {
        return form.object("exchange").flatMap(rates -> {
            Optional<Currency> currency = rates.optional(
                    "currency", otherwise, "\"GBP\"", value -> Currency.getInstance(JsonForm.text(value)));
            Optional<BigDecimal> kilogram = rates.required("perKgCarbon", "0.08", PlacementForm::amount);
            Optional<BigDecimal> millisecond = rates.optional("perMs", BigDecimal.ZERO, "0.002", PlacementForm::amount);
            Optional<BigDecimal> gigabyte = rates.optional("perGb", BigDecimal.ZERO, "0.02", PlacementForm::amount);
            Optional<BigDecimal> network =
                    rates.optional("networkKwhPerGb", Exchange.NETWORK_KWH_PER_GB, "0.001", PlacementForm::amount);
            Optional<Map<String, BigDecimal>> worth =
                    rates.optional("worth", Map.of(), "{\"EUR\": 0.86}", PlacementForm::amounts);
            Optional<Map<Currency, BigDecimal>> currencies = worth.flatMap(named -> currencies(rates, named));
            rates.refuseUnknown();
            return currency.isEmpty()
                            || kilogram.isEmpty()
                            || millisecond.isEmpty()
                            || gigabyte.isEmpty()
                            || network.isEmpty()
                            || currencies.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Exchange(
                            currency.get(),
                            kilogram.get(),
                            millisecond.get(),
                            gigabyte.get(),
                            network.get(),
                            currencies.get()));
        });
    }

    private static Optional<Map<Currency, BigDecimal>> currencies(JsonForm form, Map<String, BigDecimal> named) {
        Map<Currency, BigDecimal> worth = new HashMap<>();
        for (Map.Entry<String, BigDecimal> each : named.entrySet()) {
            try {
                worth.put(Currency.getInstance(each.getKey()), each.getValue());
            } catch (IllegalArgumentException unknown) {
                form.fault("worth", "INVALID", each.getKey() + " is no currency of ISO 4217");
                return Optional.empty();
            }
            if (each.getValue().signum() == 0) {
                form.fault("worth", "INVALID", "no currency is worth 0: leave " + each.getKey() + " out");
                return Optional.empty();
            }
        }
        return Optional.of(worth);
    }

    private static BigDecimal amount(JsonNode value) {
        BigDecimal amount =
                JsonForm.written(text -> JsonForm.decimal(text, SCALE_MAX)).apply(value);
        if (amount.signum() < 0 || amount.precision() - amount.scale() > 12) {
            throw new IllegalArgumentException("must be 0 or more, and plausible");
        }
        return amount;
    }

    private static Map<String, BigDecimal> amounts(JsonNode value) {
        if (!value.isObject() || value.size() > PlacementAsk.NAMES_MAX) {
            throw new IllegalArgumentException(
                    "must be an object of names and amounts, at most " + PlacementAsk.NAMES_MAX);
        }
        Map<String, BigDecimal> amounts = new HashMap<>();
        value.propertyStream().forEach(each -> amounts.put(each.getKey(), amount(each.getValue())));
        return amounts;
    }

    private static boolean truth(JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("must be true or false");
        }
        return value.booleanValue();
    }
}
