package dev.flexgate.planning;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the jobs would agree on under ceilings or above floors, against what they agreed on without. Nothing is
 * published: see {@link Planning#adopt}.
 */
public final class Considered {

    private final Plan standing;
    private final Outcome without;
    private final Supplier<Outcome> reference;
    private final PlanCase aCase;
    private final Agreed agreed;
    private final Outcome with;
    private final Money bound;

    Considered(
            Plan standing,
            Outcome without,
            Supplier<Outcome> reference,
            PlanCase aCase,
            Agreed agreed,
            Outcome with,
            Money bound) {
        this.standing = standing;
        this.without = without;
        this.reference = reference;
        this.aCase = aCase;
        this.agreed = agreed;
        this.with = with;
        this.bound = bound;
    }

    /** The plan that stands while this is considered. */
    public Plan standing() {
        return standing;
    }

    public Money costWithout() {
        return without.certificate().cost();
    }

    public Money costWith() {
        return with.certificate().cost();
    }

    /**
     * What it costs in energy at forecast prices, against the best plan known without that was negotiated
     * from the same start.
     */
    public ExtraCost extraCost() {
        return ExtraCost.between(reference.get().certificate(), with.certificate(), bound);
    }

    /** Emissions against the same plan; as uncertain as {@link #extraCost}, and possibly below zero. */
    public CarbonMass extraCarbon() {
        return with.certificate().carbon().minus(reference.get().certificate().carbon());
    }

    /** Cost, bound and gap of the plan with what was asked. */
    public Certificate certificate() {
        return with.certificate();
    }

    /** Work that is done without what was asked and would be left undone with it. */
    public Energy undone() {
        Map<JobId, Energy> before = undoneBefore();
        long joules = 0;
        for (Deferred each : with.deferred()) {
            Energy was = before.getOrDefault(each.job(), Energy.ZERO);
            joules += Math.max(0, each.undone().minus(was).joules());
        }
        return new Energy(joules);
    }

    /** The jobs behind {@link #undone}, with the reason of each. */
    public List<Deferred> losers() {
        Map<JobId, Energy> before = undoneBefore();
        return with.deferred().stream()
                .filter(each -> each.undone().compareTo(before.getOrDefault(each.job(), Energy.ZERO)) > 0)
                .toList();
    }

    private Map<JobId, Energy> undoneBefore() {
        Map<JobId, Energy> before = new HashMap<>();
        without.deferred().forEach(each -> before.merge(each.job(), each.undone(), Energy::plus));
        return before;
    }

    /** Every half-hour of every site whose load changes, by site, then time. */
    public List<Shift> shifts() {
        HalfHours grid = aCase.grid();
        List<Shift> shifts = new ArrayList<>();
        for (SiteId site : aCase.sites().keySet()) {
            var before = PlannedPower.at(site, grid, without.allocations());
            var after = PlannedPower.at(site, grid, with.allocations());
            for (int period = 0; period < grid.count(); period++) {
                var change = after.get(period).minus(before.get(period));
                if (change.watts() != 0) {
                    shifts.add(new Shift(site, grid.at(period), change));
                }
            }
        }
        return shifts;
    }

    /** PUE of a site of the plan. */
    public BigDecimal effectiveness(SiteId site) {
        return aCase.site(site).site().power().effectiveness();
    }

    Outcome outcome() {
        return with;
    }

    PlanCase aCase() {
        return aCase;
    }

    Agreed agreed() {
        return agreed;
    }
}
