package dev.flexgate.console.work;

import dev.flexgate.budget.Budget;
import dev.flexgate.budget.BudgetStatus;
import dev.flexgate.budget.BudgetTerms;
import dev.flexgate.budget.Budgets;
import dev.flexgate.budget.Day;
import dev.flexgate.budget.Exhaustion;
import dev.flexgate.budget.Use;
import dev.flexgate.console.Amount;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.TenantId;
import io.vertx.ext.web.Router;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code /budgets}: will we keep to the cap, and what would another policy have done? */
public final class BudgetPages {

    private static final int PER_PAGE = 50;
    private static final int METER = 400;

    private final DeskRooms rooms;
    private final TrialPages trials;

    BudgetPages(DeskRooms rooms) {
        this.rooms = rooms;
        this.trials = new TrialPages(rooms);
    }

    void addTo(Router router, Pages pages) {
        router.get("/budgets").handler(pages.show(visit -> list(visit, Optional.empty(), 200)));
        router.post("/budgets").handler(pages.show(this::set));
        trials.addTo(router, pages);
    }

    /**
     * The budgets and a form for another.
     *
     * @param fault why a budget was not set
     * @param tenant whose budget the form would set
     */
    public record BudgetsPage(
            List<Card> cards, Optional<String> next, Optional<String> fault, String tenant, String currency) {}

    /** One tenant's budget. */
    public record Card(
            String tenant,
            int version,
            String mode,
            String period,
            List<Meter> meters,
            List<DayLine> days,
            Mark mark) {}

    /**
     * One kind of it, drawn 400 wide.
     *
     * @param still what is planned beyond what is counted
     * @param used width of what is counted
     * @param ahead width of what is planned beyond that
     */
    public record Meter(
            String name,
            String counted,
            String planned,
            String measured,
            String limit,
            String percent,
            String still,
            String ends,
            boolean limited,
            int used,
            int ahead,
            int at80,
            int at95,
            String css) {}

    /** One day of it. */
    public record DayLine(String day, String plannedKg, String countedKg, String plannedMoney, String countedMoney) {}

    private Budgets budgets() {
        return rooms.budgets();
    }

    private View list(Visit visit, Optional<String> fault, int status) {
        Caller caller = Caller.of(visit.context());
        List<Budget> found = caller.isOperator()
                ? budgets().page(visit.query("after").orElse(""), PER_PAGE)
                : budgets().find(new TenantId(caller.tenant())).stream().toList();
        Optional<String> next = caller.isOperator() && found.size() == PER_PAGE
                ? Optional.of("/budgets?after=" + found.getLast().tenant())
                : Optional.empty();
        var page = new BudgetsPage(
                found.stream().map(budgets()::status).map(this::card).toList(),
                next,
                fault,
                caller.tenant(),
                budgets().currency().getCurrencyCode());
        return new View.Shown(status, Section.BUDGETS, "Budgets", "page/budgets.jte", page);
    }

    private Card card(BudgetStatus status) {
        Budget budget = status.budget();
        return new Card(
                budget.tenant().value(),
                budget.version(),
                budget.terms().mode() == BudgetTerms.Mode.HOLD
                        ? "holds jobs back of priority "
                                + budget.terms().holds().stream()
                                        .sorted()
                                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                        : "warns",
                rooms.times().utc(status.period().start()) + " to "
                        + rooms.times().utc(status.period().end()) + " UTC",
                List.of(
                        meter("Carbon, kg CO₂e", status.carbon(), status.carbonEnds()),
                        meter(
                                "Energy cost, " + status.currency().getCurrencyCode(),
                                status.money(),
                                status.moneyEnds())),
                status.days().stream().map(this::line).toList(),
                new Mark(
                        status.carbon().measuredHalfHours() == status.carbon().halfHours()
                                        && status.carbon().halfHours() > 0
                                ? Mark.Kind.MEASURED
                                : Mark.Kind.PLANNED,
                        "FlexGate",
                        "planned use at measured intensity and price where they are known ("
                                + status.carbon().measuredHalfHours() + " of "
                                + status.carbon().halfHours() + " half-hours), else as forecast; energy as metered in "
                                + status.carbon().meteredHalfHours() + " of them, else as planned",
                        Optional.of(status.asOf())));
    }

    private Meter meter(String name, Use use, Exhaustion ends) {
        BigDecimal whole = use.limit().orElse(use.counted().add(use.ahead().p50()));
        int used = width(use.counted(), whole);
        String percent = use.ratio()
                .map(ratio -> Amount.digits(ratio.movePointRight(2), 1) + " %")
                .orElse("no limit");
        boolean beyond = use.left().filter(left -> left.signum() < 0).isPresent();
        return new Meter(
                name,
                Amount.digits(use.counted(), 1),
                Amount.digits(use.planned(), 1),
                use.measuredHalfHours() == 0 ? "–" : Amount.digits(use.measured(), 1),
                use.limit().map(limit -> Amount.digits(limit, 1)).orElse("–"),
                percent,
                Amount.digits(use.ahead().p50(), 1),
                ends(ends),
                use.limit().isPresent(),
                used,
                Math.min(METER - used, width(use.ahead().p50(), whole)),
                METER * 80 / 100,
                METER * 95 / 100,
                beyond ? "bad" : "good");
    }

    private static int width(BigDecimal amount, BigDecimal whole) {
        double share = whole.signum() > 0 ? amount.doubleValue() / whole.doubleValue() : 0;
        return (int) Math.round(Math.clamp(share, 0, 1) * METER);
    }

    private String ends(Exhaustion ends) {
        return switch (ends) {
            case Exhaustion.Unlimited _ -> "";
            case Exhaustion.Exhausted _ -> "used up";
            case Exhaustion.Unknown(String why) -> "not known: " + why;
            case Exhaustion.Forecast forecast ->
                forecast.expected()
                                .map(at -> "used up about " + rooms.times().utc(at) + " UTC")
                                .orElse("lasts the period")
                        + forecast.earliest()
                                .map(at -> ", at the earliest " + rooms.times().utc(at))
                                .orElse("")
                        + ", by the plan"
                        + (forecast.paceDays() > 0 ? " and the last " + forecast.paceDays() + " days" : "");
        };
    }

    private DayLine line(Day day) {
        return new DayLine(
                rooms.times().utcDay(day.start()),
                Amount.digits(day.planned().carbonKg(), 1),
                Amount.digits(day.counted().carbonKg(), 1),
                Amount.digits(day.planned().money(), 2),
                Amount.digits(day.counted().money(), 2));
    }

    private View set(Visit visit) {
        Caller caller = Caller.of(visit.context());
        try {
            var tenant = new TenantId(visit.required("tenant"));
            if (!caller.sees(tenant.value())) {
                return list(visit, Optional.of("Tenant: you may set your own budget alone"), 403);
            }
            Optional<Integer> version = visit.field("version").map(Integer::valueOf);
            Budgets.Change change = visit.field("act").filter("end"::equals).isPresent()
                    ? budgets().end(tenant, version.orElse(0), caller.keyId())
                    : budgets().set(tenant, terms(visit), version.orElse(0), caller.keyId());
            return switch (change) {
                case Budgets.Change.Done _ -> new View.Moved("/budgets");
                case Budgets.Change.Stale(int stands) ->
                    list(
                            visit,
                            Optional.of("It stands at version " + stands
                                    + " by now: look at it, then change it where it stands"),
                            409);
                case Budgets.Change.Full(int most) -> list(visit, Optional.of(most + " budgets are in force"), 409);
            };
        } catch (IllegalArgumentException unusable) {
            return list(visit, Optional.of(String.valueOf(unusable.getMessage())), 422);
        }
    }

    private BudgetTerms terms(Visit visit) {
        return new BudgetTerms(
                visit.field("carbon").map(text -> CarbonMass.ofKilograms(amount("Carbon", text))),
                visit.field("money")
                        .map(text -> new Money(amount("Money", text), budgets().currency())),
                visit.field("hold").isPresent() ? BudgetTerms.Mode.HOLD : BudgetTerms.Mode.WARN,
                visit.field("holdHigh").isPresent() ? EnumSet.allOf(Priority.class) : BudgetTerms.HOLDS,
                Optional.empty());
    }

    static BigDecimal amount(String field, String text) {
        BigDecimal amount = PlacementPages.amount(field, text);
        if (amount.scale() > Money.SCALE) {
            throw new IllegalArgumentException(field + ": at most four decimals");
        }
        return amount;
    }
}
