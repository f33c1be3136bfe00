package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.wire.ProblemException;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/** What a grid operator sends over REST, read field by field; a {@link ProblemException} names every fault. */
final class FlexForm {

    private static final String EXAMPLE_START = "\"2026-11-21T17:00:00Z\"";
    private static final String EXAMPLE_END = "\"2026-11-21T18:30:00Z\"";
    private static final Currency POUNDS = Currency.getInstance("GBP");
    private static final int FACTOR_SCALE = 4;
    private static final int POWER_SCALE = 3;
    private static final int BONUS_SCALE = 6;
    private static final int REASON_LENGTH_MAX = 500;

    private FlexForm() {}

    /** The request of {@code requester}; without an id of its own it is known by its {@code Idempotency-Key}. */
    static NeedRequest need(RoutingContext context, String requester) {
        JsonForm form = JsonForm.of(context);
        String requestId = requestId(form, context);
        Optional<Area> area =
                form.required("area", "\"site:cambridge-east\"", value -> Area.parse(JsonForm.text(value)));
        Optional<Interval> window = form.window(EXAMPLE_START, EXAMPLE_END);
        Optional<Power> power = form.required(
                "powerKw", "500", JsonForm.written(text -> Power.ofKilowatts(JsonForm.decimal(text, POWER_SCALE))));
        Optional<Direction> direction =
                form.optional("direction", Direction.DOWN, "\"DOWN\"", JsonForm.oneOf(Direction.class));
        Currency currency = form.optional(
                        "currency", POUNDS, "\"GBP\"", value -> Currency.getInstance(JsonForm.text(value)))
                .orElse(POUNDS);
        Optional<EnergyPrice> cap = price(form, "maxPricePerKwh", currency);
        Optional<EnergyPrice> penalty = price(form, "penaltyPerKwh", currency);
        Optional<BaselineMethod> baseline = form.optional(
                "baselineMethod",
                new BaselineMethod.Bl01(false),
                "\"BL01\"",
                value -> BaselineMethod.of(JsonForm.text(value)));
        Optional<Pricing> pricing =
                form.optional("pricing", Pricing.PAY_AS_BID, "\"PAY_AS_BID\"", JsonForm.oneOf(Pricing.class));
        if (pricing.filter(Pricing.POSTED::equals).isPresent() && cap.isEmpty()) {
            form.fault("maxPricePerKwh", "REQUIRED", "is what a POSTED price pays; write for example \"0.25\"");
        }
        Optional<Formula> formula = formula(form, baseline);
        form.complain();
        return new NeedRequest(
                requester,
                requestId,
                area.orElseThrow(),
                window.orElseThrow(),
                power.orElseThrow(),
                direction.orElseThrow(),
                cap,
                penalty,
                baseline.orElseThrow(),
                pricing.orElseThrow(),
                formula.orElseThrow());
    }

    private static String requestId(JsonForm form, RoutingContext context) {
        String key = Optional.ofNullable(context.request().getHeader(Idempotency.HEADER))
                .orElse("");
        String requestId = form.maybe("requestId", "\"peak-1\"", JsonForm::text).orElse(key);
        if (!requestId.matches("[!-~]{1,255}")) {
            form.fault("requestId", "INVALID", "is 1 to 255 visible characters; write for example \"peak-1\"");
        }
        return requestId;
    }

    /** The rule that turns what is delivered into money, and its own terms. */
    private static Optional<Formula> formula(JsonForm form, Optional<BaselineMethod> baseline) {
        Optional<String> id = form.optional("formula", "pay-as-bid/1", "\"pay-as-bid/1\"", JsonForm::text);
        Optional<BigDecimal> above = bonus(form, "bonusThreshold");
        Optional<BigDecimal> rate = bonus(form, "bonusRate");
        boolean isIncentive = id.filter("deg-incentive/1"::equals).isPresent();
        if (!isIncentive && (above.isPresent() || rate.isPresent())) {
            form.fault("bonusRate", "INVALID", "goes with the formula deg-incentive/1 alone");
        }
        boolean isPlanned = baseline.filter(BaselineMethod.CounterfactualSchedule.class::isInstance)
                .isPresent();
        if (isPlanned && id.filter("deg-demand-flex/2"::equals).isPresent()) {
            form.fault("baselineMethod", "INVALID", "must be one of each meter for deg-demand-flex/2, such as 5of10");
        }
        return id.flatMap(text -> formula(form, text, above, rate));
    }

    private static Optional<Formula> formula(
            JsonForm form, String id, Optional<BigDecimal> above, Optional<BigDecimal> rate) {
        return switch (id) {
            case "pay-as-bid/1" -> Optional.of(new Formula.PayAsBid());
            case "uftp/1" -> Optional.of(new Formula.Uftp());
            case "deg-demand-flex/2" -> Optional.of(new Formula.PerMeterClamp());
            case "deg-incentive/1" ->
                Optional.of(new Formula.Incentive(above.orElse(BigDecimal.ONE), rate.orElse(BigDecimal.ZERO)));
            default -> {
                form.fault(
                        "formula",
                        "INVALID",
                        "must be one of pay-as-bid/1, uftp/1, deg-demand-flex/2, deg-incentive/1");
                yield Optional.empty();
            }
        };
    }

    private static Optional<BigDecimal> bonus(JsonForm form, String name) {
        return form.maybe(name, "\"0.05\"", JsonForm.written(text -> {
            BigDecimal value = JsonForm.decimal(text, BONUS_SCALE);
            if (value.signum() < 0 || value.compareTo(BigDecimal.TEN) > 0) {
                throw new IllegalArgumentException("must be 0 to 10");
            }
            return value;
        }));
    }

    /** An order for {@code offer}: all of it unless the body says which part. */
    static OrderRequest order(RoutingContext context, String requester, Offer offer) {
        JsonForm form = JsonForm.of(context);
        Money whole = offer.whole().price();
        Optional<Integer> option = form.optional("option", offer.whole().ref(), "1", JsonForm::integer);
        Optional<BigDecimal> factor = form.optional(
                "factor", BigDecimal.ONE, "0.5", JsonForm.written(text -> JsonForm.decimal(text, FACTOR_SCALE)));
        Optional<Money> price = form.maybe(
                "price",
                "\"" + whole.amount().toPlainString() + "\"",
                JsonForm.written(text -> new Money(JsonForm.decimal(text, Money.SCALE), whole.currency())));
        form.complain();
        return new OrderRequest(requester, offer.id(), option.orElseThrow(), factor.orElseThrow(), price);
    }

    /** Why, in words of the one who asks. */
    static String reason(RoutingContext context) {
        JsonForm form = JsonForm.of(context);
        Optional<String> reason = form.required("reason", "\"the peak is over\"", FlexForm::words);
        form.complain();
        return reason.orElseThrow();
    }

    static String words(JsonNode value) {
        String words = JsonForm.text(value).strip();
        if (words.isEmpty() || words.length() > REASON_LENGTH_MAX) {
            throw new IllegalArgumentException("must be 1 to " + REASON_LENGTH_MAX + " characters");
        }
        return words;
    }

    private static Optional<EnergyPrice> price(JsonForm form, String name, Currency currency) {
        return form.maybe(
                name,
                "\"0.25\"",
                JsonForm.written(text -> new EnergyPrice(JsonForm.decimal(text, EnergyPrice.SCALE_MAX), currency)));
    }
}
