package dev.flexgate.budget;

import dev.flexgate.planning.Cost;
import dev.flexgate.planning.Holds;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds jobs back that a budget in mode {@code HOLD} has no room for and that have not begun. A new job is let on when the most
 * that it could use fits into what is left after all that is counted and planned; what it does not use is free again once it
 * is planned. Where more is planned than is left, because forecasts or meters say more than when it was planned, jobs are
 * taken out of the plan again, the least urgent first, until the rest fits; they come back as new jobs do. Jobs of a
 * priority that the budget does not hold go on, and count.
 */
public final class BudgetHold implements Holds {

    private static final Comparator<Job> MOST_URGENT =
            Comparator.comparing(Job::priority).thenComparing(Job::id);

    private final Budgets budgets;

    public BudgetHold(Budgets budgets) {
        this.budgets = budgets;
    }

    /** What a tenant may still use of each kind; empty for any amount. */
    private static final class Room {

        private final Map<Kind, BigDecimal> left = new HashMap<>();
        private final Set<Priority> holds;
        private final Interval period;

        Room(BudgetStatus status) {
            holds = status.budget().terms().holds();
            period = status.period();
            for (Kind kind : Kind.values()) {
                status.use(kind).left().ifPresent(each -> left.put(kind, each));
            }
        }

        /** The kind of which there is too little for {@code most}. */
        Optional<Kind> missing(Cost most) {
            return left.entrySet().stream()
                    .filter(each -> amount(each.getKey(), most).compareTo(each.getValue()) > 0)
                    .map(Map.Entry::getKey)
                    .min(Comparator.naturalOrder());
        }

        /** The kind of which more is planned than is left, and of which {@code planned} uses some. */
        Optional<Kind> overdrawn(Cost planned) {
            return left.entrySet().stream()
                    .filter(each -> each.getValue().signum() < 0
                            && amount(each.getKey(), planned).signum() > 0)
                    .map(Map.Entry::getKey)
                    .min(Comparator.naturalOrder());
        }

        void giveBack(Cost planned) {
            left.replaceAll((kind, each) -> each.add(amount(kind, planned)));
        }

        boolean holds(Job job) {
            return holds.contains(job.priority());
        }

        void take(Cost most) {
            left.replaceAll((kind, each) -> each.subtract(amount(kind, most)));
        }

        BigDecimal left(Kind kind) {
            return left.getOrDefault(kind, BigDecimal.ZERO);
        }
    }

    private static BigDecimal amount(Kind kind, Cost cost) {
        return switch (kind) {
            case CARBON -> cost.carbon().kilograms();
            case MONEY -> cost.money().amount();
        };
    }

    @Override
    public Map<JobId, String> held(List<Unbegun> jobs) {
        Map<TenantId, Room> rooms = rooms(jobs);
        Map<JobId, String> held = new HashMap<>();
        jobs.stream()
                .filter(each -> each.placed().isPresent())
                .sorted(Comparator.comparing(Unbegun::job, MOST_URGENT.reversed()))
                .forEach(each -> Optional.ofNullable(rooms.get(each.job().tenant()))
                        .flatMap(room -> whyOut(room, each))
                        .ifPresent(why -> held.put(each.job().id(), why)));
        jobs.stream()
                .filter(each -> each.placed().isEmpty())
                .sorted(Comparator.comparing(Unbegun::job, MOST_URGENT))
                .forEach(each -> Optional.ofNullable(rooms.get(each.job().tenant()))
                        .flatMap(room -> why(room, each.job(), each.most().get()))
                        .ifPresent(why -> held.put(each.job().id(), why)));
        return held;
    }

    private Map<TenantId, Room> rooms(List<Unbegun> jobs) {
        Map<TenantId, Room> rooms = new HashMap<>();
        for (Budget budget : budgets.all()) {
            boolean concerns =
                    jobs.stream().anyMatch(each -> each.job().tenant().equals(budget.tenant()));
            if (concerns && budget.terms().mode() == BudgetTerms.Mode.HOLD) {
                rooms.put(budget.tenant(), new Room(budgets.status(budget)));
            }
        }
        return rooms;
    }

    private Optional<String> whyOut(Room room, Unbegun unbegun) {
        Cost planned = unbegun.placed().orElseThrow().apply(room.period);
        return Optional.of(unbegun.job())
                .filter(room::holds)
                .flatMap(_ -> room.overdrawn(planned))
                .map(kind -> {
                    String why = "it is planned to use " + said(kind, amount(kind, planned))
                            + ", and more is planned than the"
                            + " budget of " + unbegun.job().tenant() + " has left, by "
                            + said(kind, room.left(kind).negate());
                    room.giveBack(planned);
                    return why;
                });
    }

    private String said(Kind kind, BigDecimal amount) {
        String unit = kind == Kind.MONEY ? budgets.currency().getCurrencyCode() : kind.unit();
        return amount.stripTrailingZeros().toPlainString() + " " + unit;
    }

    private Optional<String> why(Room room, Job job, Cost most) {
        Optional<Kind> missing = room.holds(job) ? room.missing(most) : Optional.empty();
        if (missing.isEmpty()) {
            room.take(most);
            return Optional.empty();
        }
        Kind kind = missing.get();
        return Optional.of("it could use " + said(kind, amount(kind, most)) + ", and "
                + said(kind, room.left(kind).max(BigDecimal.ZERO)) + " of the budget of " + job.tenant() + " is left");
    }
}
