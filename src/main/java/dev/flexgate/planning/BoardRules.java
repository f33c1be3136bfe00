package dev.flexgate.planning;

import dev.flexgate.planning.PlanBoard.SiteBoard;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What lies beside a plan: room, forecast and scarcity of every half-hour of every site. */
final class BoardRules {

    private static final EnergyPrice NOT_SCARCE = new EnergyPrice(BigDecimal.ZERO, PlanCase.CURRENCY);

    private BoardRules() {}

    static PlanBoard board(Plan plan, PlanCase aCase) {
        var sites = new TreeMap<SiteId, SiteBoard>();
        for (SiteInput input : aCase.inputs().sites()) {
            SiteCase site = aCase.site(input.site());
            sites.put(
                    input.site(),
                    new SiteBoard(site.site().power().effectiveness(), periods(plan, aCase, input, site)));
        }
        return new PlanBoard(plan, sites);
    }

    /** A site that is closed has room for what is there and for nothing more: so nothing is offered. */
    private static Power room(PlanCase aCase, SiteInput input, int period, Power planned) {
        return aCase.isClosed(input.site(), period)
                ? planned.plus(input.committed().get(period))
                : aCase.flexible(input.site(), period);
    }

    private static List<SitePeriod> periods(Plan plan, PlanCase aCase, SiteInput input, SiteCase site) {
        HalfHours grid = aCase.grid();
        List<Power> planned = PlannedPower.at(input.site(), grid, plan.allocations());
        List<Power> immovable =
                PlannedPower.at(input.site(), grid, aCase.inputs().immovable());
        Map<Instant, EnergyPrice> scarcity = new HashMap<>();
        plan.scarcity().stream()
                .filter(price -> price.site().equals(input.site()))
                .forEach(price -> scarcity.put(price.period().start(), price.perItKwh()));
        List<SitePeriod> periods = new ArrayList<>();
        for (int index = 0; index < grid.count(); index++) {
            SiteCase.Tariff tariff = site.tariffs().get(index);
            periods.add(new SitePeriod(
                    input.site(),
                    grid.at(index),
                    room(aCase, input, index, planned.get(index)),
                    aCase.limitedBy(input.site(), index),
                    planned.get(index),
                    planned.get(index).minus(immovable.get(index)),
                    input.committed().get(index),
                    tariff.carbon(),
                    tariff.carbonFrom(),
                    tariff.price(),
                    tariff.priceFrom(),
                    scarcity.getOrDefault(grid.startOf(index), NOT_SCARCE)));
        }
        return periods;
    }
}
