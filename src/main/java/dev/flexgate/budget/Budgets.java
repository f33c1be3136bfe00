package dev.flexgate.budget;

import dev.flexgate.budget.BudgetRows.Stored;
import dev.flexgate.budget.BudgetStatus.Warning;
import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Readings;
import dev.flexgate.planning.Planning;
import dev.flexgate.planning.PlanningLimits;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Sites;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** The budgets of the tenants: one each, its versions, and how it stands. */
public final class Budgets {

    /** Channel on which the database tells that a budget was set. */
    public static final String NEWS = "budget";

    /** Most budgets of one page. */
    public static final int PAGE_MAX = 200;

    private final Rooms rooms;
    private final BudgetRecords records;
    private final InstantSource clock;
    private final BudgetLimits limits;
    private final Following following;
    private final ExchangeRates rates;
    private volatile SiteMeters meters = SiteMeters.NONE;

    /** What budgets lean on. */
    public record Rooms(Database database, Planning planning, Jobs jobs, Sites sites, Readings readings) {}

    /** What comes of setting or ending a budget. */
    public sealed interface Change {

        /** It stands so. */
        record Done(Budget budget) implements Change {}

        /** It stands at another version than whoever asked had read; 0 for none. */
        record Stale(int version) implements Change {}

        /** There are as many as there may be. */
        record Full(int most) implements Change {}
    }

    public Budgets(Rooms rooms, BudgetRecords records, InstantSource clock, BudgetLimits limits) {
        this.rooms = rooms;
        this.records = records;
        this.clock = clock;
        this.limits = limits;
        this.following = new Following(rooms.database(), rooms.planning(), rooms.jobs(), rooms.sites());
        this.rates = new ExchangeRates(rooms.database());
    }

    /** Counts by what {@code read} says from now on, where it says anything. */
    public void meter(SiteMeters read) {
        meters = read;
    }

    /** In which plans add up, and budgets of money are kept. */
    public Currency currency() {
        return PlanningLimits.CURRENCY;
    }

    public Instant now() {
        return clock.instant();
    }

    public Optional<Budget> find(TenantId tenant) {
        return BudgetRows.find(rooms.database(), tenant);
    }

    /** Budgets in force, by tenant from after {@code after}, at most {@value #PAGE_MAX}. */
    public List<Budget> page(String after, int count) {
        return BudgetRows.page(rooms.database(), after, Math.clamp(count, 1, PAGE_MAX));
    }

    List<Budget> all() {
        return BudgetRows.page(rooms.database(), "", limits.budgetsMax());
    }

    /** As {@link #set(Tx, TenantId, BudgetTerms, int, String)}, in a transaction of its own. */
    public Change set(TenantId tenant, BudgetTerms terms, int expected, String by) {
        return rooms.database().inTransaction(tx -> set(tx, tenant, terms, expected, by));
    }

    /** As {@link #end(Tx, TenantId, int, String)}, in a transaction of its own. */
    public Change end(TenantId tenant, int expected, String by) {
        return rooms.database().inTransaction(tx -> end(tx, tenant, expected, by));
    }

    /**
     * Sets the budget.
     *
     * @param expected version that whoever asks has read; 0 for none
     * @throws IllegalArgumentException when its money is not in the currency that plans add up in
     */
    public Change set(Tx tx, TenantId tenant, BudgetTerms terms, int expected, String by) {
        terms.money()
                .map(Money::currency)
                .filter(each -> !each.equals(currency()))
                .ifPresent(other -> {
                    throw new IllegalArgumentException(
                            "money: plans add up in " + currency() + ", state the budget in it, not in " + other);
                });
        BudgetRows.lock(tx, tenant);
        Optional<Stored> newest = BudgetRows.newest(tx, tenant);
        int standing = newest.filter(each -> !each.ended())
                .map(each -> each.budget().version())
                .orElse(0);
        if (standing != expected) {
            return new Change.Stale(standing);
        }
        if (standing == 0 && all().size() >= limits.budgetsMax()) {
            return new Change.Full(limits.budgetsMax());
        }
        int last = newest.map(each -> each.budget().version()).orElse(0);
        var budget = new Budget(tenant, last + 1, terms, moment(), by);
        BudgetRows.add(tx, budget, false, currency());
        records.set(tx, budget);
        told(tx);
        return new Change.Done(budget);
    }

    /** Ends the budget: from now on nothing is limited. */
    public Change end(Tx tx, TenantId tenant, int expected, String by) {
        BudgetRows.lock(tx, tenant);
        Optional<Budget> standing =
                BudgetRows.newest(tx, tenant).filter(each -> !each.ended()).map(Stored::budget);
        if (standing.isEmpty() || standing.get().version() != expected) {
            return new Change.Stale(standing.map(Budget::version).orElse(0));
        }
        Budget before = standing.get();
        var ended = new Budget(tenant, before.version() + 1, before.terms(), moment(), by);
        BudgetRows.add(tx, ended, true, currency());
        records.ended(tx, ended);
        told(tx);
        return new Change.Done(ended);
    }

    private static void told(Tx tx) {
        tx.notifyOnCommit(NEWS);
        tx.notifyOnCommit(Planning.LOOK);
    }

    private Instant moment() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** How the budget stands now, all plans followed. */
    public BudgetStatus status(Budget budget) {
        follow();
        Instant now = clock.instant();
        Interval period = budget.terms().periodAt(now);
        Counting counting = counting(budget, period, now);
        Use carbon = counting.use(Kind.CARBON, budget.terms().carbon().map(CarbonMass::kilograms), period);
        Use money = counting.use(Kind.MONEY, budget.terms().money().map(Money::amount), period);
        Optional<Instant> since = LoadRows.since(rooms.database());
        Instant planEnd =
                rooms.planning().standing().map(plan -> plan.grid().end()).orElse(now);
        return new BudgetStatus(
                budget,
                period,
                now,
                currency(),
                carbon,
                money,
                counting.exhaustion(carbon, period, counting.pace(Kind.CARBON, limits.paceDays(), since), planEnd),
                counting.exhaustion(money, period, counting.pace(Kind.MONEY, limits.paceDays(), since), planEnd),
                since,
                counting.days(period),
                WarningRows.told(rooms.database(), budget.tenant(), period.start()));
    }

    private Counting counting(Budget budget, Interval period, Instant now) {
        Instant pace = now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(limits.paceDays()));
        Instant from = period.start().isBefore(pace) ? period.start() : pace;
        Instant until = period.end().isAfter(now) ? period.end() : now;
        var span = new Interval(from, until.truncatedTo(ChronoUnit.SECONDS));
        List<Load> loads = LoadRows.between(rooms.database(), budget.tenant(), span);
        return new Counting(
                loads,
                new Outturn(rooms.readings(), rates, meters, rooms.sites().all(), span, now),
                now);
    }

    /** Follows what was planned since; how many plans. */
    int follow() {
        return following.follow(limits.plansPerRound());
    }

    /** Warns of every threshold that was passed, each once in its period; which they are. */
    List<Warning> warn(BudgetStatus status) {
        Budget budget = status.budget();
        return rooms.database().inTransaction(tx -> {
            WarningRows.lock(tx, budget.tenant());
            List<Warning> told =
                    WarningRows.told(tx, budget.tenant(), status.period().start());
            List<Warning> due = due(status).stream()
                    .filter(each -> told.stream()
                            .noneMatch(other -> other.kind() == each.kind() && other.percent() == each.percent()))
                    .toList();
            due.forEach(each -> WarningRows.add(
                    tx,
                    budget.tenant(),
                    status.period().start(),
                    each,
                    records.warned(tx, budget, status.period(), status.use(each.kind()), each)));
            return due;
        });
    }

    private List<Warning> due(BudgetStatus status) {
        Instant at = status.asOf().truncatedTo(ChronoUnit.MICROS);
        return List.of(Kind.values()).stream()
                .flatMap(kind -> limits.thresholds().stream()
                        .filter(percent -> status.use(kind)
                                .ratio()
                                .filter(ratio -> ratio.movePointRight(2).compareTo(BigDecimal.valueOf(percent)) >= 0)
                                .isPresent())
                        .map(percent -> new Warning(kind, percent, at)))
                .toList();
    }

    /** Forgets loads that nobody asks about any more. */
    void forget() {
        Instant before = clock.instant().minus(limits.keep());
        rooms.database().doInTransaction(tx -> LoadRows.forget(tx, before, limits.forgetMax()));
    }

    BudgetLimits limits() {
        return limits;
    }
}
