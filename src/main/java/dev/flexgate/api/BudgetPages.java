package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.budget.Budget;
import dev.flexgate.budget.BudgetTerms;
import dev.flexgate.budget.Budgets;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.placement.PlacementDesk;
import dev.flexgate.placement.TrialAsk;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.TenantId;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Budgets of tenants and how they stand ({@code /budgets}), and policies tried on what was ({@code /policies:test}). */
final class BudgetPages {

    private static final String ONE = "/budgets/:tenant";
    private static final long BODY_BYTES_MAX = 16 * 1024;
    private static final int DAYS = 30;

    private final Budgets budgets;
    private final PlacementDesk desk;

    BudgetPages(Budgets budgets, PlacementDesk desk) {
        this.budgets = budgets;
        this.desk = desk;
    }

    void addTo(Router router, Answers answers) {
        router.get("/budgets").handler(answers.to(this::list));
        router.get(ONE).handler(answers.to(context -> shown(standing(context))));
        router.get(ONE + "/status")
                .handler(answers.to(context -> new Answer.Found(BudgetJson.json(budgets.status(standing(context))))));
        router.put(ONE)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .handler(answers.to(this::set));
        router.delete(ONE).handler(answers.to(this::end));
        router.postWithRegex("/policies:test")
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .handler(answers.to(this::test));
    }

    private Answer list(RoutingContext context) {
        Page page = Page.of(context);
        Caller caller = Caller.of(context);
        List<Budget> found = caller.isOperator()
                ? budgets.page(page.after(), page.limit())
                : budgets.find(new TenantId(caller.tenant())).stream().toList();
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("budgets");
        found.forEach(each -> list.add(BudgetJson.json(each)));
        if (caller.isOperator() && found.size() == page.limit()) {
            body.put("next", found.getLast().tenant().value());
        }
        return new Answer.Found(body);
    }

    /** What belongs to another tenant looks the same as what does not exist. */
    private Budget standing(RoutingContext context) {
        return budgets.find(tenant(context))
                .orElseThrow(() -> new ProblemException(Problem.of(ProblemCode.NOT_FOUND, "the tenant has no budget")));
    }

    private static TenantId tenant(RoutingContext context) {
        var tenant = new TenantId(Page.path(context, "tenant"));
        if (!Caller.of(context).sees(tenant.value())) {
            throw new ProblemException(Problem.of(ProblemCode.NOT_FOUND, "the tenant has no budget"));
        }
        return tenant;
    }

    private static Answer shown(Budget budget) {
        return new Answer.Done(200, BudgetJson.json(budget), Map.of("ETag", Match.etag(budget.version())));
    }

    private Answer set(RoutingContext context) {
        TenantId tenant = tenant(context);
        BudgetTerms terms = terms(JsonForm.of(context));
        int expected = Match.of(context).orElse(0);
        return answer(
                context, budgets.set(tenant, terms, expected, Caller.of(context).keyId()));
    }

    private Answer end(RoutingContext context) {
        TenantId tenant = tenant(context);
        standing(context);
        int expected = Match.of(context)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemCode.VERSION_REQUIRED, "If-Match is needed to end a budget")));
        return answer(context, budgets.end(tenant, expected, Caller.of(context).keyId()));
    }

    private static Answer answer(RoutingContext context, Budgets.Change change) {
        return switch (change) {
            case Budgets.Change.Done(Budget budget) -> shown(budget);
            case Budgets.Change.Stale(int version) -> Match.stale(context, "budget", version);
            case Budgets.Change.Full(int most) ->
                new Answer.Refused(Problem.of(ProblemCode.BUDGET_LIMIT, most + " budgets are in force"));
        };
    }

    private BudgetTerms terms(JsonForm form) {
        Optional<CarbonMass> carbon = form.maybe("carbonKg", "500", BudgetPages::mass);
        Optional<Money> money = money(form, "money");
        Optional<BudgetTerms.Mode> mode =
                form.optional("mode", BudgetTerms.Mode.WARN, "\"HOLD\"", JsonForm.oneOf(BudgetTerms.Mode.class));
        Optional<Set<Priority>> holds =
                form.optional("holds", BudgetTerms.HOLDS, "[\"NORMAL\", \"LOW\"]", BudgetPages::priorities);
        Optional<Interval> period = period(form);
        if (!form.has("carbonKg") && !form.has("money")) {
            form.fault("carbonKg", "REQUIRED", "a budget limits carbonKg, money or both");
        }
        form.complain();
        return new BudgetTerms(carbon, money, mode.orElseThrow(), holds.orElseThrow(), period);
    }

    private static Set<Priority> priorities(JsonNode value) {
        Function<JsonNode, Priority> one = JsonForm.oneOf(Priority.class);
        if (!value.isArray() || value.isEmpty()) {
            throw new IllegalArgumentException("must be a list of priorities, at least one");
        }
        Set<Priority> all = EnumSet.noneOf(Priority.class);
        value.forEach(each -> all.add(one.apply(each)));
        return all;
    }

    private static Optional<Interval> period(JsonForm form) {
        if (!form.has("period")) {
            return Optional.empty();
        }
        return form.object("period").flatMap(period -> {
            Optional<Instant> start = period.required("start", "\"2026-11-01T00:00:00Z\"", JobForm::second);
            Optional<Instant> end = period.required("end", "\"2026-12-01T00:00:00Z\"", JobForm::second);
            period.refuseUnknown();
            if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
                period.fault("end", "INTERVAL_INVERTED", "must be after the start " + start.get());
                return Optional.empty();
            }
            return start.flatMap(from -> end.map(until -> new Interval(from, until)));
        });
    }

    private Optional<Money> money(JsonForm form, String name) {
        if (!form.has(name)) {
            return Optional.empty();
        }
        return form.object(name).flatMap(its -> {
            Optional<BigDecimal> amount = its.required("amount", "\"1200.00\"", BudgetPages::amount);
            Optional<Currency> currency = its.optional(
                    "currency", budgets.currency(), "\"GBP\"", value -> Currency.getInstance(JsonForm.text(value)));
            its.refuseUnknown();
            currency.filter(each -> !each.equals(budgets.currency()))
                    .ifPresent(other -> its.fault(
                            "currency",
                            "INVALID",
                            "plans add up in " + budgets.currency() + ": state it in that, not in " + other));
            return amount.flatMap(each -> currency.map(in -> new Money(each, in)));
        });
    }

    private static CarbonMass mass(JsonNode value) {
        BigDecimal kilograms = amount(value);
        return CarbonMass.ofKilograms(kilograms);
    }

    /** At most four decimals, as money is kept; more than nothing. */
    private static BigDecimal amount(JsonNode value) {
        BigDecimal amount =
                JsonForm.written(text -> JsonForm.decimal(text, Money.SCALE)).apply(value);
        if (amount.signum() <= 0 || amount.precision() - amount.scale() > 11) {
            throw new IllegalArgumentException("must be more than 0, and plausible");
        }
        return amount;
    }

    private Answer test(RoutingContext context) {
        JsonForm form = JsonForm.of(context);
        Caller caller = Caller.of(context);
        Optional<TenantId> tenant = form.optional(
                "tenant",
                new TenantId(caller.tenant()),
                "\"fen-research\"",
                value -> new TenantId(JsonForm.text(value)));
        tenant.filter(each -> !caller.sees(each.value())).ifPresent(_ -> {
            throw new ProblemException(Problem.of(ProblemCode.NOT_FOUND, "there is no such tenant"));
        });
        Optional<Money> perTonne = form.maybe("carbonPerTonne", "60", BudgetPages::worth)
                .map(amount -> new Money(amount, budgets.currency()))
                .or(() -> tenant.map(desk::perTonne));
        Optional<BigDecimal> carbon = form.maybe("carbonKg", "500", BudgetPages::amount);
        Optional<Money> money = money(form, "money");
        Optional<BudgetTerms.Mode> mode =
                form.optional("mode", BudgetTerms.Mode.WARN, "\"HOLD\"", JsonForm.oneOf(BudgetTerms.Mode.class));
        Optional<Integer> days = form.optional("days", DAYS, "30", BudgetPages::days);
        form.complain();
        var ask = new TrialAsk(
                tenant.orElseThrow(),
                perTonne.orElseThrow(),
                carbon,
                money.map(Money::amount),
                mode.orElseThrow() == BudgetTerms.Mode.HOLD,
                days.orElseThrow());
        return new Answer.Found(BudgetJson.json(ask, desk.trial(ask)));
    }

    private static int days(JsonNode value) {
        int days = JsonForm.integer(value);
        if (days < 1 || days > TrialAsk.DAYS_MAX) {
            throw new IllegalArgumentException("must be 1 to " + TrialAsk.DAYS_MAX);
        }
        return days;
    }

    private static BigDecimal worth(JsonNode value) {
        BigDecimal amount =
                JsonForm.written(text -> JsonForm.decimal(text, Money.SCALE)).apply(value);
        if (amount.signum() < 0 || amount.precision() - amount.scale() > 9) {
            throw new IllegalArgumentException("must be 0 or more, and plausible");
        }
        return amount;
    }
}
