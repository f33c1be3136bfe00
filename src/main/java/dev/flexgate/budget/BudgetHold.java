package dev.flexgate.budget;

import dev.flexgate.planning.Cost;
import dev.flexgate.planning.Holds;
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
import java.util.function.Function;

/**
 * Holds new jobs back that a budget in mode {@code HOLD} has no room for. A job is let on when the most that it could use
 * fits into what is left after all that is counted and planned; what it does not use is free again once it is planned.
 * Jobs of a priority that the budget does not hold go on, and count.
 */
public final class BudgetHold implements Holds {

    private final Budgets budgets;

    public BudgetHold(Budgets budgets) {
        this.budgets = budgets;
    }

    /** What a tenant may still use of each kind; empty for any amount. */
    private static final class Room {

        private final Map<Kind, BigDecimal> left = new HashMap<>();
        private final Set<Priority> holds;

        Room(BudgetStatus status) {
            holds = status.budget().terms().holds();
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
    public Map<JobId, String> held(List<Job> fresh, Function<Job, Cost> most) {
        Map<TenantId, Room> rooms = new HashMap<>();
        for (Budget budget : budgets.all()) {
            boolean concerns = fresh.stream().anyMatch(job -> job.tenant().equals(budget.tenant()));
            if (concerns && budget.terms().mode() == BudgetTerms.Mode.HOLD) {
                rooms.put(budget.tenant(), new Room(budgets.status(budget)));
            }
        }
        Map<JobId, String> held = new HashMap<>();
        fresh.stream()
                .filter(job -> rooms.containsKey(job.tenant()))
                .sorted(Comparator.comparing(Job::priority).thenComparing(Job::id))
                .forEach(job -> Optional.ofNullable(rooms.get(job.tenant()))
                        .flatMap(room -> why(room, job, most.apply(job)))
                        .ifPresent(why -> held.put(job.id(), why)));
        return held;
    }

    private Optional<String> why(Room room, Job job, Cost most) {
        Optional<Kind> missing = room.holds(job) ? room.missing(most) : Optional.empty();
        if (missing.isEmpty()) {
            room.take(most);
            return Optional.empty();
        }
        Kind kind = missing.get();
        String unit = kind == Kind.MONEY ? budgets.currency().getCurrencyCode() : kind.unit();
        return Optional.of("it could use " + amount(kind, most).toPlainString() + " " + unit + ", and "
                + room.left(kind).max(BigDecimal.ZERO).toPlainString() + " " + unit + " of the budget of "
                + job.tenant() + " is left");
    }
}
