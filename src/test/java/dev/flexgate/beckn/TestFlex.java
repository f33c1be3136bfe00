package dev.flexgate.beckn;

import dev.flexgate.audit.RecordId;
import dev.flexgate.beckn.activation.FlexMarket;
import dev.flexgate.beckn.activation.FlexProfile;
import dev.flexgate.beckn.activation.FlexSources;
import dev.flexgate.beckn.activation.Headroom;
import dev.flexgate.beckn.activation.SiteMeters;
import dev.flexgate.flexibility.Activated;
import dev.flexgate.flexibility.Area;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.FlexOrderId;
import dev.flexgate.flexibility.FlexOrderState;
import dev.flexgate.flexibility.Need;
import dev.flexgate.flexibility.NeedId;
import dev.flexgate.flexibility.NeedRequest;
import dev.flexgate.flexibility.NeedState;
import dev.flexgate.flexibility.OfferId;
import dev.flexgate.flexibility.OrderLine;
import dev.flexgate.flexibility.Reason;
import dev.flexgate.flexibility.SiteFailure;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.settlement.ContractId;
import dev.flexgate.settlement.DeliveredVolume;
import dev.flexgate.settlement.SettlementCase;
import dev.flexgate.settlement.SettlementCase.SettledPeriod;
import dev.flexgate.settlement.SettlementContract;
import dev.flexgate.settlement.SettlementLine;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.settlement.rule.Flow;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.settlement.rule.Measured;
import dev.flexgate.settlement.rule.Volume;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.AssetId;
import dev.flexgate.workload.GridArea;
import dev.flexgate.workload.MeterId;
import dev.flexgate.workload.Place;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.SitePower;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A seller of turn-downs whose sites, limits, meters and settlements the test sets. */
final class TestFlex implements FlexMarket {

    /** What a site draws, and how much of it can be moved. */
    record Bearing(Site site, Power load, Power movable, BigDecimal confidence, EnergyPrice price) {}

    private final Ids ids;
    private final InstantSource clock;
    private final Map<String, Bearing> sites = new TreeMap<>();
    private final Map<FlexOrderId, FlexOrder> orders = new ConcurrentHashMap<>();
    private final Map<FlexOrderId, SettlementCase> settlements = new ConcurrentHashMap<>();
    private final Map<String, SiteMeters.Known> meters = new ConcurrentHashMap<>();
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger foreseen = new AtomicInteger();

    TestFlex(Ids ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    FlexSources sources() {
        return new FlexSources(
                this,
                id -> Optional.ofNullable(settlements.get(id)),
                (site, _) -> meters.getOrDefault(site.value(), new SiteMeters.Known("", List.of())),
                () -> sites.values().stream().map(Bearing::site).toList(),
                this::headroom,
                FlexProfile.DEFAULT);
    }

    /** Adds a site near Cambridge. */
    void site(String id, String name, long loadKilowatts, long movableKilowatts, String confidence, String price) {
        var site = new Site(
                new SiteId(id),
                name,
                new TenantId("sample"),
                new GridArea("GB-10", "GB-A", "_A"),
                new Place("Cambridge", new BigDecimal("52.2053"), new BigDecimal("0.1218")),
                new SitePower(Power.ofKilowatts(5_000), Power.ofKilowatts(6_000), Power.ZERO, BigDecimal.ONE));
        sites.put(
                id,
                new Bearing(
                        site,
                        Power.ofKilowatts(loadKilowatts),
                        Power.ofKilowatts(movableKilowatts),
                        new BigDecimal(confidence),
                        EnergyPrice.of(price, "GBP")));
    }

    /** Every half-hour of the next six hours. */
    private List<Headroom> headroom() {
        Instant from = HalfHours.ceiling(clock.instant());
        return sites.values().stream()
                .map(bearing -> {
                    var left = new TreeMap<Instant, Power>();
                    new HalfHours(from, 12).stream().forEach(half -> left.put(half.start(), bearing.movable()));
                    return new Headroom(bearing.site(), left, bearing.load());
                })
                .toList();
    }

    @Override
    public void foresee(NeedRequest request) {
        foreseen.incrementAndGet();
    }

    @Override
    public Activated activate(Tx tx, NeedRequest request, List<RecordId> causes) {
        asked.incrementAndGet();
        Bearing bearing = Objects.requireNonNull(
                sites.get(((Area.OneSite) request.area()).site().value()));
        var need = new Need(new NeedId(ids.next()), request, new NeedState.Validated(), 1, clock.instant());
        if (!bearing.movable().isPositive()) {
            var reason = new Reason(Reason.Code.NO_FLEXIBLE_LOAD, "no load that could move is planned there");
            return new Activated.Declined(need, reason, new RecordId(ids.next()));
        }
        FlexOrder order = order(need, bearing);
        orders.put(order.id(), order);
        return new Activated.Repeated(need, order);
    }

    private FlexOrder order(Need need, Bearing bearing) {
        NeedRequest request = need.request();
        Power power = request.power().min(bearing.movable());
        List<OrderLine> lines = HalfHours.of(request.window()).stream()
                .map(period -> new OrderLine(
                        bearing.site().id(),
                        period,
                        power,
                        power,
                        bearing.load(),
                        bearing.load().minus(power),
                        bearing.load().minus(power),
                        bearing.price(),
                        EnergyPrice.of("0", "GBP")))
                .toList();
        Money price = lines.stream()
                .map(line -> line.price().of(line.ordered().over(line.period())))
                .reduce(Money::plus)
                .orElseThrow();
        return new FlexOrder(
                new FlexOrderId(ids.next()),
                new OfferId(ids.next()),
                need.id(),
                request,
                1,
                BigDecimal.ONE,
                lines,
                price,
                bearing.confidence(),
                new FlexOrderState.Scheduled(1),
                2,
                clock.instant());
    }

    @Override
    public Optional<FlexOrder> find(FlexOrderId id) {
        return Optional.ofNullable(orders.get(id));
    }

    /** The order for a site. */
    FlexOrder orderOf(String site) {
        return orders.values().stream()
                .filter(order -> order.sites().first().value().equals(site))
                .findFirst()
                .orElseThrow();
    }

    FlexOrder enter(String site, FlexOrderState state) {
        FlexOrder old = orderOf(site);
        var changed = new FlexOrder(
                old.id(),
                old.offer(),
                old.need(),
                old.request(),
                old.optionRef(),
                old.factor(),
                old.lines(),
                old.price(),
                old.confidence(),
                state,
                old.version() + 1,
                clock.instant());
        orders.put(old.id(), changed);
        return changed;
    }

    /** Its site gives the whole order up. */
    FlexOrder giveUp(String site, String why) {
        FlexOrder old = enter(site, new FlexOrderState.Failed(new Reason(Reason.Code.NOT_DELIVERED, why)));
        var failed = new FlexOrder(
                old.id(),
                old.offer(),
                old.need(),
                old.request(),
                old.optionRef(),
                old.factor(),
                old.lines(),
                old.price(),
                old.confidence(),
                old.state(),
                old.version(),
                old.since(),
                List.of(new SiteFailure(old.sites().first(), old.window(), why)));
        orders.put(old.id(), failed);
        return failed;
    }

    /** From now on the site's meter has read these mean loads, a quarter of an hour each, from {@code start} on. */
    void reads(String site, Instant start, long... kilowatts) {
        var loads = new ArrayList<SiteMeters.Load>();
        for (int k = 0; k < kilowatts.length; k++) {
            Instant from = start.plusSeconds(900L * k);
            loads.add(new SiteMeters.Load(new Interval(from, from.plusSeconds(900)), Power.ofKilowatts(kilowatts[k])));
        }
        meters.put(site, new SiteMeters.Known("meter-" + site, loads));
    }

    /** Settles the order of a site: this mean load in every half-hour, and a bonus over all of them. */
    SettlementCase settle(String site, long meanKilowatts, String bonus) {
        FlexOrder order = orderOf(site);
        Bearing bearing = Objects.requireNonNull(sites.get(site));
        List<ContractLine> lines = order.lines().stream()
                .map(line -> new ContractLine(line.period().start(), line.ordered(), line.price(), line.penalty()))
                .toList();
        var contract = new SettlementContract(
                new ContractId(order.id().value()),
                "operator",
                "us",
                List.of(new AssetId("asset-" + site)),
                Direction.DOWN,
                lines,
                new Formula.Incentive(BigDecimal.ONE, new BigDecimal("0.05")),
                new BaselineMethod.CounterfactualSchedule());
        Money each = Money.rounded(
                new BigDecimal(bonus).divide(BigDecimal.valueOf(lines.size())),
                lines.getFirst().price().currency());
        List<SettledPeriod> periods = contract.lines().stream()
                .map(line -> period(line, bearing, Power.ofKilowatts(meanKilowatts), each))
                .toList();
        Money net = periods.stream()
                .map(period -> period.money().amounts().net())
                .reduce(Money::plus)
                .orElseThrow();
        var run = new SettlementCase.Run(1, clock.instant(), "READINGS_COMPLETE", net, net, 0);
        var settled =
                new SettlementCase(contract, SettlementCase.State.SETTLED, clock.instant(), List.of(run), periods);
        settlements.put(order.id(), settled);
        return settled;
    }

    private SettledPeriod period(ContractLine line, Bearing bearing, Power mean, Money bonus) {
        var record = new RecordId(ids.next());
        Volume metered = Volume.of(mean, line.interval());
        Volume baseline = Volume.of(bearing.load(), line.interval());
        var known = new Measured.Known(
                List.of(new Measured.MeterVolume(
                        new MeterId("meter-" + bearing.site().id()), metered, Optional.of(baseline))),
                baseline);
        Money paid = line.price().of(bearing.load().minus(mean).over(line.interval()));
        var flows = List.of(new Flow(Flow.Purpose.DELIVERY, paid), new Flow(Flow.Purpose.BONUS, bonus));
        Money net = paid.plus(bonus);
        return new SettledPeriod(
                line,
                new DeliveredVolume.Provisional(
                        new DeliveredVolume.Finding(line.start(), 1, known, Quality.MEASURED, "OK", record), 1),
                new SettlementLine.Calculated(
                        new SettlementLine.Amounts(line.start(), 1, true, flows, net, net, record), 1));
    }
}
