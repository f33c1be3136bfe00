package dev.flexgate.market;

import dev.flexgate.audit.RecordId;
import dev.flexgate.market.MarketRecords.Causes;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.PlanWatcher;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares what was sold with what each new plan expects: where the carbon intensity of what is still to come is
 * higher than sold by a quarter and 25 g/kWh, the buyer is told, once for each further change of that size.
 */
public final class OrderAlerts implements PlanWatcher {

    /** Relative change, in percent. */
    static final long PERCENT = 25;

    /** Least absolute change, mg/kWh: below it nobody would act. */
    static final long LEAST_MG_PER_KWH = 25_000;

    private static final BigDecimal JOULES_PER_KILOWATT_HOUR = BigDecimal.valueOf(3_600_000L);

    private final Market market;
    private final MarketRecords records;
    private final Ids ids;
    private final InstantSource clock;

    public OrderAlerts(Market market, MarketRecords records, Ids ids, InstantSource clock) {
        this.market = market;
        this.records = records;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void agreed(Tx tx, Plan plan, RecordId record, List<SitePeriod> periods) {
        var why = new Causes(clock.instant(), List.of(record));
        Map<SiteId, List<SitePeriod>> bySite =
                periods.stream().collect(Collectors.groupingBy(SitePeriod::site, TreeMap::new, Collectors.toList()));
        bySite.forEach((site, each) -> {
            SortedMap<Instant, CarbonIntensity> forecast = new TreeMap<>();
            each.forEach(period ->
                    forecast.put(period.period().start(), period.carbon().p50()));
            Orders.lockBought(tx, site).forEach(order -> compare(tx, order, forecast, why));
        });
    }

    private void compare(Tx tx, Order order, SortedMap<Instant, CarbonIntensity> forecast, Causes why) {
        Optional<CarbonIntensity> ahead = ahead(order.quote().course(), forecast, why.at());
        if (ahead.isEmpty()) {
            return;
        }
        CarbonIntensity sold = sold(order.quote());
        Optional<Alerts.Last> last = Alerts.last(tx, order.id());
        long base = last.map(Alerts.Last::nowMgPerKwh).orElse(sold.milligramsPerKwh());
        boolean enough = last.flatMap(Alerts.Last::above)
                .map(above -> ahead.get().milligramsPerKwh() > above)
                .orElse(true);
        if (enough && isBeyond(base, ahead.get().milligramsPerKwh())) {
            raise(tx, order, new Alert("grid-event-" + ids.next(), why.at(), sold, ahead.get()), why);
        }
    }

    static boolean isBeyond(long baseMgPerKwh, long nowMgPerKwh) {
        long change = nowMgPerKwh - baseMgPerKwh;
        return change >= LEAST_MG_PER_KWH && change * 100 >= baseMgPerKwh * PERCENT;
    }

    private void raise(Tx tx, Order order, Alert alert, Causes why) {
        var details = Json.object()
                .put("eventId", alert.eventId())
                .put("soldMgPerKwh", alert.sold().milligramsPerKwh())
                .put("nowMgPerKwh", alert.now().milligramsPerKwh());
        RecordId record = records.noted(tx, OrderMoves.subjectOf(order), "ALERT_RAISED", details, why);
        Alerts.raise(tx, order.id(), alert);
        market.alerted(tx, order, alert, record);
    }

    /** Mean over the half-hours to come, by their power; empty when the plan does not reach all of them. */
    private static Optional<CarbonIntensity> ahead(
            Course course, SortedMap<Instant, CarbonIntensity> forecast, Instant now) {
        SortedMap<Instant, Power> powers = course.halfHours().tailMap(now);
        if (powers.isEmpty() || !forecast.keySet().containsAll(powers.keySet())) {
            return Optional.empty();
        }
        BigDecimal weighted = BigDecimal.ZERO;
        BigDecimal all = BigDecimal.ZERO;
        for (var each : powers.entrySet()) {
            BigDecimal watts = BigDecimal.valueOf(each.getValue().watts());
            CarbonIntensity intensity = Objects.requireNonNull(forecast.get(each.getKey()));
            weighted = weighted.add(watts.multiply(BigDecimal.valueOf(intensity.milligramsPerKwh())));
            all = all.add(watts);
        }
        return Optional.of(new CarbonIntensity(
                weighted.divide(all, 0, RoundingMode.HALF_EVEN).longValueExact()));
    }

    /** Mean of what was sold, per kWh of facility energy. */
    static CarbonIntensity sold(Quote quote) {
        return new CarbonIntensity(BigDecimal.valueOf(quote.carbon().p50().milligrams())
                .multiply(JOULES_PER_KILOWATT_HOUR)
                .divide(BigDecimal.valueOf(quote.facilityEnergy().joules()), 0, RoundingMode.HALF_EVEN)
                .longValueExact());
    }
}
