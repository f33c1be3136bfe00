package dev.flexgate.budget;

import dev.flexgate.budget.BudgetStatus.Warning;
import dev.flexgate.planning.Planning;
import dev.flexgate.store.Database;
import dev.flexgate.store.Lease;
import dev.flexgate.store.Leases;
import dev.flexgate.store.Rounds;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the plans, counts and warns: woken by news of plans, and by a tick; one gateway at a time. */
public final class BudgetAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetAgent.class);
    private static final String LEASE = "budget-agent";

    private final Budgets budgets;
    private final Database database;
    private final MeterRegistry meters;
    private final MultiGauge ratios;
    private final Rounds rounds;

    /** @param holder unique to this process */
    public BudgetAgent(Budgets budgets, Database database, String holder, MeterRegistry meters) {
        this.budgets = budgets;
        this.database = database;
        this.meters = meters;
        this.ratios = MultiGauge.builder("flexgate.budget.used.ratio")
                .description("Counted over limit, in the period that runs")
                .register(meters);
        var turn = new Rounds.Turn(
                new Leases(database), LEASE, holder, budgets.limits().lease());
        this.rounds = Rounds.exclusive(LEASE, Rounds.Pace.of(budgets.limits().tick()), turn, this::round);
    }

    /** Begins; returns at once. */
    public void start() {
        database.listen(Planning.NEWS, _ -> rounds.wake());
        database.listen(Budgets.NEWS, _ -> rounds.wake());
        rounds.start();
    }

    private Rounds.Left round(Lease lease) {
        int followed = budgets.follow();
        if (followed >= budgets.limits().plansPerRound()) {
            return Rounds.Left.MAYBE_MORE;
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Budget budget : budgets.all()) {
            if (rounds.isStopping()) {
                break;
            }
            BudgetStatus status = budgets.status(budget);
            budgets.warn(status).forEach(warning -> said(budget, warning));
            for (Kind kind : Kind.values()) {
                status.use(kind)
                        .ratio()
                        .ifPresent(ratio -> rows.add(MultiGauge.Row.of(
                                Tags.of("tenant", budget.tenant().value(), "kind", word(kind)), ratio.doubleValue())));
            }
        }
        ratios.register(rows, true);
        budgets.forget();
        return Rounds.Left.NOTHING;
    }

    private void said(Budget budget, Warning warning) {
        LOG.warn("budget of {}: {} % of its {} is used", budget.tenant(), warning.percent(), word(warning.kind()));
        meters.counter(
                        "flexgate.budget.warnings",
                        "kind",
                        word(warning.kind()),
                        "percent",
                        Integer.toString(warning.percent()))
                .increment();
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        rounds.close();
    }
}
