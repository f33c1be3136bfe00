package dev.flexgate.market;

import dev.flexgate.audit.RecordId;
import dev.flexgate.market.Alert.Cause;
import dev.flexgate.market.Alert.Told;
import dev.flexgate.market.MarketRecords.Causes;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.PlanWatcher;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares what was sold with what each new plan expects of what is still to come: where the carbon intensity is higher
 * than sold by a quarter and 25 g/kWh, or the price by a quarter and 0.02 a kWh, the buyer is told, once for each
 * further change of that size. What it pays stays as sold: it is told so that it can move, now or the next time.
 */
public final class OrderAlerts implements PlanWatcher {

    /** Relative change, in percent. */
    static final long PERCENT = 25;

    /** Least absolute change, mg/kWh: below it nobody would act. */
    static final long LEAST_MG_PER_KWH = 25_000;

    /** The same of the price, in units of its currency per kWh. */
    static final BigDecimal LEAST_PER_KWH = new BigDecimal("0.02");

    private static final BigDecimal JOULES_PER_KILOWATT_HOUR = BigDecimal.valueOf(3_600_000L);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

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
            SortedMap<Instant, SitePeriod> forecast = new TreeMap<>();
            each.forEach(period -> forecast.put(period.period().start(), period));
            Orders.lockBought(tx, site).forEach(order -> compare(tx, order, forecast, why));
        });
    }

    private void compare(Tx tx, Order order, SortedMap<Instant, SitePeriod> forecast, Causes why) {
        SortedMap<Instant, Power> ahead = order.quote().course().halfHours().tailMap(why.at());
        if (ahead.isEmpty() || !forecast.keySet().containsAll(ahead.keySet())) {
            return;
        }
        var carbon = new Told<>(sold(order.quote()), carbon(ahead, forecast));
        var price = new Told<>(soldPrice(order.quote()), price(order.quote(), ahead, forecast));
        Optional<Alerts.Last> last = Alerts.last(tx, order.id());
        Optional<Cause> cause = hasRisen(carbon, last)
                ? Optional.of(Cause.CARBON)
                : hasBecomeDearer(price, last) ? Optional.of(Cause.PRICE) : Optional.empty();
        Optional<Alert> alert = cause.map(each -> alert(each, carbon, price, why));
        alert.ifPresent(each -> raise(tx, order, each, why));
        Stops.find(tx, order.id())
                .filter(stop -> stop.isPassed(carbon.now(), price.now()))
                .ifPresent(stop -> market.stop(
                        tx, order, alert.orElseGet(() -> alert(passed(stop, carbon), carbon, price, why)), why));
    }

    private Alert alert(Cause cause, Told<CarbonIntensity> carbon, Told<EnergyPrice> price, Causes why) {
        return new Alert("grid-event-" + ids.next(), why.at(), cause, carbon, price);
    }

    private static Cause passed(Amendment.Stop stop, Told<CarbonIntensity> carbon) {
        boolean byCarbon = stop.carbonAbove()
                .filter(above -> carbon.now().milligramsPerKwh() > above.milligramsPerKwh())
                .isPresent();
        return byCarbon ? Cause.CARBON : Cause.PRICE;
    }

    private static boolean hasRisen(Told<CarbonIntensity> carbon, Optional<Alerts.Last> last) {
        long now = carbon.now().milligramsPerKwh();
        return last.flatMap(Alerts.Last::carbonAbove).map(above -> now > above).orElse(true)
                && isBeyond(
                        last.map(Alerts.Last::nowMgPerKwh).orElse(carbon.sold().milligramsPerKwh()), now);
    }

    static boolean isBeyond(long baseMgPerKwh, long nowMgPerKwh) {
        long change = nowMgPerKwh - baseMgPerKwh;
        return change >= LEAST_MG_PER_KWH && change * 100 >= baseMgPerKwh * PERCENT;
    }

    private static boolean hasBecomeDearer(Told<EnergyPrice> price, Optional<Alerts.Last> last) {
        EnergyPrice now = price.now();
        EnergyPrice base = last.flatMap(Alerts.Last::nowPrice).orElse(price.sold());
        return base.currency().equals(now.currency())
                && last.flatMap(Alerts.Last::priceAbove)
                        .map(above -> now.perKilowattHour().compareTo(above) > 0)
                        .orElse(true)
                && isBeyond(base.perKilowattHour(), now.perKilowattHour());
    }

    /** Prices can be below nothing: a quarter is of how far from nothing the base is. */
    static boolean isBeyond(BigDecimal basePerKwh, BigDecimal nowPerKwh) {
        BigDecimal change = nowPerKwh.subtract(basePerKwh);
        return change.compareTo(LEAST_PER_KWH) >= 0
                && change.multiply(HUNDRED).compareTo(basePerKwh.abs().multiply(BigDecimal.valueOf(PERCENT))) >= 0;
    }

    private void raise(Tx tx, Order order, Alert alert, Causes why) {
        var details = Json.object()
                .put("eventId", alert.eventId())
                .put("cause", alert.cause().name())
                .put("soldMgPerKwh", alert.carbon().sold().milligramsPerKwh())
                .put("nowMgPerKwh", alert.carbon().now().milligramsPerKwh())
                .put("soldPricePerItKwh", text(alert.price().sold()))
                .put("nowPricePerItKwh", text(alert.price().now()))
                .put("currency", alert.price().now().currency().getCurrencyCode());
        RecordId record = records.noted(tx, OrderMoves.subjectOf(order), "ALERT_RAISED", details, why);
        Alerts.raise(tx, order.id(), alert);
        market.alerted(tx, order, alert, record);
    }

    private static String text(EnergyPrice price) {
        return price.perKilowattHour().toPlainString();
    }

    private static CarbonIntensity carbon(SortedMap<Instant, Power> ahead, SortedMap<Instant, SitePeriod> forecast) {
        return new CarbonIntensity(mean(
                        ahead,
                        start -> BigDecimal.valueOf(
                                period(forecast, start).carbon().p50().milligramsPerKwh()))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact());
    }

    /** What the half-hours ahead would be sold at now: energy at its forecast, scarcity, and the fee as it was. */
    private static EnergyPrice price(
            Quote quote, SortedMap<Instant, Power> ahead, SortedMap<Instant, SitePeriod> forecast) {
        BigDecimal facilityPerIt = BigDecimal.valueOf(quote.facilityEnergy().joules())
                .divide(BigDecimal.valueOf(quote.itEnergy().joules()), MathContext.DECIMAL64);
        BigDecimal energy =
                mean(ahead, start -> period(forecast, start).price().p50().perKilowattHour());
        BigDecimal scarcity =
                mean(ahead, start -> period(forecast, start).scarcity().perKilowattHour());
        BigDecimal fee = quote.lines().stream()
                .filter(line -> line.kind() == PriceLine.Kind.FEE)
                .map(line -> perItKwh(line.amount(), quote))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        SitePeriod any = period(forecast, ahead.firstKey());
        return EnergyPrice.rounded(
                energy.multiply(facilityPerIt).add(scarcity).add(fee),
                any.price().p50().currency());
    }

    private static SitePeriod period(SortedMap<Instant, SitePeriod> forecast, Instant start) {
        return Objects.requireNonNull(forecast.get(start));
    }

    /** Over half-hours, by their power. */
    private static BigDecimal mean(SortedMap<Instant, Power> powers, Function<Instant, BigDecimal> value) {
        BigDecimal weighted = BigDecimal.ZERO;
        BigDecimal all = BigDecimal.ZERO;
        for (var each : powers.entrySet()) {
            BigDecimal watts = BigDecimal.valueOf(each.getValue().watts());
            weighted = weighted.add(watts.multiply(value.apply(each.getKey())));
            all = all.add(watts);
        }
        return weighted.divide(all, EnergyPrice.SCALE_MAX, RoundingMode.HALF_EVEN);
    }

    /** Mean of what was sold, all lines, per kWh of IT energy. */
    static EnergyPrice soldPrice(Quote quote) {
        return EnergyPrice.rounded(perItKwh(quote.total(), quote), quote.total().currency());
    }

    private static BigDecimal perItKwh(Money amount, Quote quote) {
        return amount.amount()
                .multiply(JOULES_PER_KILOWATT_HOUR)
                .divide(BigDecimal.valueOf(quote.itEnergy().joules()), MathContext.DECIMAL64);
    }

    /** Mean of what was sold, per kWh of facility energy. */
    static CarbonIntensity sold(Quote quote) {
        return new CarbonIntensity(BigDecimal.valueOf(quote.carbon().p50().milligrams())
                .multiply(JOULES_PER_KILOWATT_HOUR)
                .divide(BigDecimal.valueOf(quote.facilityEnergy().joules()), 0, RoundingMode.HALF_EVEN)
                .longValueExact());
    }
}
