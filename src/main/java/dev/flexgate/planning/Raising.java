package dev.flexgate.planning;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * How jobs come to draw at least so much: their energy is made cheaper there, a step at a time, until enough of them
 * have come; so many of those as it takes then stay, and all others negotiate once more at the true prices beside them.
 */
final class Raising {

    /**
     * Currency per MWh. The last is more than prices of energy differ, and less than the least that work left undone is
     * worth: whoever does not come for that cannot.
     */
    private static final int[] STEPS = {10, 50, 200, 800};

    private static final int STRONGEST = STEPS[STEPS.length - 1];

    private final PlanCase now;
    private final Outcome without;
    private final Negotiations memory;

    Raising(PlanCase now, Outcome without, Negotiations memory) {
        this.now = now;
        this.without = without;
        this.memory = memory;
    }

    /**
     * A plan that reaches every floor.
     *
     * @param aCase what it is agreed on: the jobs that hold the floors stay, the rest is negotiated
     * @param bound no plan that reaches the floors has an objective below this
     */
    record Raised(PlanCase aCase, Agreement agreement, Outcome outcome, Money bound) {}

    /** The best plan found that reaches every floor; empty where no plan was found that does. */
    Optional<Raised> to(Floors floors) {
        Money bound = without.certificate().lowerBound();
        List<PlanCase> ways = new ArrayList<>();
        held(floors, now.standing()).ifPresent(ways::add);
        for (int step = 0; ways.isEmpty() && step < STEPS.length; step++) {
            Outcome lured = lured(STEPS[step], floors);
            Money least = least(STEPS[step], floors, lured);
            bound = least.compareTo(bound) > 0 ? least : bound;
            held(floors, lured.allocations()).ifPresent(ways::add);
        }
        justAsMuch(floors).ifPresent(ways::add);
        ways.sort(Comparator.comparing(this::dearer));
        Money proven = bound;
        return ways.stream().flatMap(way -> raised(way, proven).stream()).findFirst();
    }

    /** By how much each site is above the floors where as many come as can, in the half-hour with the least. */
    Map<SiteId, Power> reach(Floors floors) {
        Outcome most = lured(STRONGEST, floors);
        Map<SiteId, Power> reach = new LinkedHashMap<>();
        floors.least().forEach((site, periods) -> {
            List<Power> planned = PlannedPower.at(site, now.grid(), most.allocations());
            periods.forEach((start, least) ->
                    reach.merge(site, planned.get(now.grid().indexOf(start)).minus(least), Power::min));
        });
        return reach;
    }

    /** Where work divides at will, the best plan draws what was asked and not a watt more: so held, all come at once. */
    private Optional<PlanCase> justAsMuch(Floors floors) {
        PlanCase capped = now.under(floors.asCeilings());
        return memory.agree(capped, new Lure(STRONGEST, where(floors)))
                .map(agreed -> OutcomeRules.lured(capped, agreed))
                .flatMap(lured -> held(floors, lured.allocations()));
    }

    private Outcome lured(int perMwh, Floors floors) {
        Lure lure = new Lure(perMwh, where(floors));
        return memory.agree(now, lure)
                .map(agreed -> OutcomeRules.lured(now, agreed))
                .orElse(without);
    }

    /** What jobs are told does not depend on how much is asked: so one answer serves every point of a curve. */
    private static Floors where(Floors floors) {
        Floors cells = Floors.NONE;
        for (Map.Entry<SiteId, SortedMap<Instant, Power>> site : floors.least().entrySet()) {
            for (Instant start : site.getValue().keySet()) {
                cells = cells.and(site.getKey(), start, Power.ZERO);
            }
        }
        return cells;
    }

    /** A bound on lured plans, less what those that reach the floors owe to the lure: Lagrange's. */
    private Money least(int perMwh, Floors floors, Outcome lured) {
        return lured.certificate().lowerBound().plus(new Lure(perMwh, floors).worth(now));
    }

    private Optional<PlanCase> held(Floors floors, List<Allocation> runs) {
        return reaches(floors, runs)
                ? Optional.of(HoldRules.hold(now, floors, runs))
                        .filter(held -> reaches(floors, held.inputs().fixed()))
                : Optional.empty();
    }

    /** What those who are held pay more than in the standing plan: whom they displace is not seen before they are. */
    private BigDecimal dearer(PlanCase way) {
        Set<JobId> held = way.inputs().held().stream().map(Allocation::job).collect(Collectors.toSet());
        List<Allocation> before = now.standing().stream()
                .filter(run -> held.contains(run.job()) && now.grid().span().contains(run.interval()))
                .toList();
        return now.worth(way.inputs().held()).subtract(now.worth(before));
    }

    private Optional<Raised> raised(PlanCase held, Money bound) {
        return memory.agree(held).map(agreed -> new Raised(held, agreed, OutcomeRules.outcome(held, agreed), bound));
    }

    private boolean reaches(Floors floors, List<Allocation> runs) {
        return floors.least().entrySet().stream().allMatch(site -> {
            List<Power> planned = PlannedPower.at(site.getKey(), now.grid(), runs);
            return site.getValue().entrySet().stream()
                    .allMatch(cell ->
                            planned.get(now.grid().indexOf(cell.getKey())).compareTo(cell.getValue()) >= 0);
        });
    }
}
