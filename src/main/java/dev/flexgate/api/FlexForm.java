package dev.flexgate.api;

import dev.flexgate.flexibility.Area;
import dev.flexgate.flexibility.NeedRequest;
import dev.flexgate.flexibility.Offer;
import dev.flexgate.flexibility.OrderRequest;
import dev.flexgate.flexibility.Pricing;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.rule.BaselineMethod;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a grid operator sends over REST, read field by field.
 *
 * @param value empty when there are faults
 * @param faults each with pointer, code and what would pass
 * @param <T> what it is
 */
record FlexForm<T>(Optional<T> value, List<Map<String, String>> faults) {

    private static final String EXAMPLE_START = "\"2026-11-21T17:00:00Z\"";
    private static final String EXAMPLE_END = "\"2026-11-21T18:30:00Z\"";
    private static final String KEY = "Idempotency-Key";
    private static final Currency POUNDS = Currency.getInstance("GBP");
    private static final int FACTOR_SCALE = 4;
    private static final int REASON_LENGTH_MAX = 500;

    /** The request of {@code requester}; without an id of its own it is known by its {@code Idempotency-Key}. */
    static FlexForm<NeedRequest> need(RoutingContext context, String requester) {
        FlexFields fields = FlexFields.of(context);
        String key = Optional.ofNullable(context.request().getHeader(KEY)).orElse("");
        String requestId =
                fields.optional("requestId", "\"peak-1\"", text -> text).orElse(key);
        if (!requestId.matches("[!-~]{1,255}")) {
            fields.fault("requestId", "REQUIRED", "is missing; write for example \"peak-1\", or send " + KEY);
        }
        Optional<Area> area = fields.required("area", "\"site:cambridge-east\"", Area::parse);
        Optional<Instant> start = fields.required("start", EXAMPLE_START, FlexFields::moment);
        Optional<Instant> end = fields.required("end", EXAMPLE_END, FlexFields::moment);
        Optional<Interval> window = start.flatMap(from -> end.flatMap(until -> window(fields, from, until)));
        Optional<Power> power =
                fields.required("powerKw", "500", text -> Power.ofKilowatts(FlexFields.decimal(text, 3)));
        Direction direction = fields.optional("direction", "\"DOWN\"", text -> FlexFields.oneOf(Direction.class, text))
                .orElse(Direction.DOWN);
        Currency currency =
                fields.optional("currency", "\"GBP\"", Currency::getInstance).orElse(POUNDS);
        Optional<EnergyPrice> cap = price(fields, "maxPricePerKwh", currency);
        Optional<EnergyPrice> penalty = price(fields, "penaltyPerKwh", currency);
        BaselineMethod baseline = fields.optional("baselineMethod", "\"BL01\"", BaselineMethod::of)
                .orElse(new BaselineMethod.Bl01(false));
        Pricing pricing = fields.optional("pricing", "\"PAY_AS_BID\"", text -> FlexFields.oneOf(Pricing.class, text))
                .orElse(Pricing.PAY_AS_BID);
        List<Map<String, String>> faults = fields.faults();
        if (!faults.isEmpty()) {
            return new FlexForm<>(Optional.empty(), faults);
        }
        return of(new NeedRequest(
                requester,
                requestId,
                area.orElseThrow(),
                window.orElseThrow(),
                power.orElseThrow(),
                direction,
                cap,
                penalty,
                baseline,
                pricing));
    }

    private static Optional<Interval> window(FlexFields fields, Instant from, Instant until) {
        try {
            return Optional.of(new Interval(from, until));
        } catch (IllegalArgumentException wrong) {
            fields.fault("end", "INVALID", wrong.getMessage() + "; write for example " + EXAMPLE_END);
            return Optional.empty();
        }
    }

    /** An order for {@code offer}: all of it unless the body says which part. */
    static FlexForm<OrderRequest> order(RoutingContext context, String requester, Offer offer) {
        FlexFields fields = FlexFields.of(context);
        Money whole = offer.whole().price();
        int option = fields.optional("option", "1", text -> new BigDecimal(text).intValueExact())
                .orElse(offer.whole().ref());
        BigDecimal factor = fields.optional("factor", "0.5", text -> FlexFields.decimal(text, FACTOR_SCALE))
                .orElse(BigDecimal.ONE);
        Optional<Money> price = fields.optional(
                "price",
                "\"" + whole.amount().toPlainString() + "\"",
                text -> new Money(FlexFields.decimal(text, Money.SCALE), whole.currency()));
        List<Map<String, String>> faults = fields.faults();
        return faults.isEmpty()
                ? of(new OrderRequest(requester, offer.id(), option, factor, price))
                : new FlexForm<>(Optional.empty(), faults);
    }

    /** Why, in words of the one who asks. */
    static FlexForm<String> reason(RoutingContext context) {
        FlexFields fields = FlexFields.of(context);
        Optional<String> reason = fields.required("reason", "\"the peak is over\"", FlexForm::words);
        List<Map<String, String>> faults = fields.faults();
        return new FlexForm<>(faults.isEmpty() ? reason : Optional.empty(), faults);
    }

    private static String words(String text) {
        String words = text.strip();
        if (words.isEmpty() || words.length() > REASON_LENGTH_MAX) {
            throw new IllegalArgumentException("must be 1 to " + REASON_LENGTH_MAX + " characters");
        }
        return words;
    }

    private static Optional<EnergyPrice> price(FlexFields fields, String name, Currency currency) {
        return fields.optional(
                name, "\"0.25\"", text -> new EnergyPrice(FlexFields.decimal(text, EnergyPrice.SCALE_MAX), currency));
    }

    private static <T> FlexForm<T> of(T value) {
        return new FlexForm<>(Optional.of(value), List.of());
    }
}
