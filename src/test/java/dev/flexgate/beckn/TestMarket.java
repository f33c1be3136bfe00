package dev.flexgate.beckn;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.market.Aftercare;
import dev.flexgate.market.CatalogFolder;
import dev.flexgate.market.Market;
import dev.flexgate.market.MarketClock;
import dev.flexgate.market.MarketLimits;
import dev.flexgate.market.MarketRecords;
import dev.flexgate.market.OrderAlerts;
import dev.flexgate.market.Showcase;
import dev.flexgate.market.Slot;
import dev.flexgate.planning.Band;
import dev.flexgate.planning.Certificate;
import dev.flexgate.planning.Difference;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.PlanId;
import dev.flexgate.planning.PriceAsk;
import dev.flexgate.planning.Priced;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.planning.TestPlans;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.workload.GridArea;
import dev.flexgate.workload.Place;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.SitePower;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A market with one site, free for a day at 0.1 GBP/kWh and 120 g/kWh, whose fee is that of the catalogue. */
final class TestMarket implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-02T08:10:00Z");

    private static final SiteId SITE = new SiteId("cambridge-east");
    private static final PlanId PLAN = new PlanId(new UUID(7, 7));
    private static final HalfHours DAY = new HalfHours(Instant.parse("2026-03-02T08:30:00Z"), 48);
    private static final Provenance GIVEN = new Provenance("test", "given", NOW, Quality.PROVIDER_FORECAST);

    private static final long GRAMS = 120;
    private static final String PRICE = "0.1";

    private final Database database;
    private final AuditLog log;
    private final Showcase showcase;
    private final Market market;
    private final Aftercare aftercare;
    private final OrderAlerts alerts;
    private @Nullable MarketClock time;
    private final AtomicInteger broken = new AtomicInteger();

    TestMarket(Database database, Ids ids, InstantSource clock) {
        this(database, ids, clock, Path.of("catalog"));
    }

    /** One whose terms lie in {@code catalog}. */
    TestMarket(Database database, Ids ids, InstantSource clock, Path catalog) {
        this.database = database;
        this.log = new AuditLog(ids);
        var records = new MarketRecords(log, new Actor("bpp.example.com", "market"));
        this.showcase = new Showcase(
                database, records, new CatalogFolder(catalog), () -> List.of(site()), clock, MarketLimits.DEFAULT);
        this.market = new Market(database, records, showcase, this::price, List.of(), ids, clock, MarketLimits.DEFAULT);
        this.alerts = new OrderAlerts(market, records, ids, clock);
        this.aftercare = new Aftercare(database, market, records, ids, new SecureRandom(), clock);
    }

    /** From now on lapsed quotes and begun and ended windows are seen to, by the gateway's clock. */
    void letTimePass() {
        time = new MarketClock(market, showcase, MarketLimits.DEFAULT);
        time.start(database);
    }

    /** A new plan stands, by whose forecast every half-hour emits this much. */
    void forecast(long version, long gramsPerKwh) {
        plan(version, Power.ofKilowatts(100), gramsPerKwh, PRICE);
    }

    /** A new plan stands, by whose forecast every half-hour costs this much a kWh of facility energy. */
    void forecastPrice(long version, String pounds) {
        plan(version, Power.ofKilowatts(100), GRAMS, pounds);
    }

    @Override
    public void close() {
        if (time != null) {
            time.close();
        }
    }

    Aftercare aftercare() {
        return aftercare;
    }

    Market front() {
        return market;
    }

    /** Offers this much in every half-hour of the day. */
    void offer(Power power) {
        plan(1, power, GRAMS, PRICE);
    }

    /** A new plan stands, which offers so much that nobody buys it up. */
    void offerPlenty(long version) {
        plan(version, Power.ofKilowatts(100_000_000), GRAMS, PRICE);
    }

    private void plan(long version, Power power, long gramsPerKwh, String pounds) {
        Money zero = Money.of("0", "GBP");
        var plan = new Plan(
                new PlanId(new UUID(7, 6 + version)),
                version,
                "test",
                NOW,
                DAY,
                List.of(),
                List.of(),
                new Certificate(zero, CarbonMass.ZERO, zero, zero, BigDecimal.ZERO, zero, 1, "test"),
                List.of(),
                List.of(),
                new Difference(List.of(), List.of(), List.of(), zero, CarbonMass.ZERO),
                "00",
                "00");
        List<SitePeriod> periods = DAY.stream()
                .map(half -> period(half.start(), power, gramsPerKwh, pounds))
                .toList();
        database.doInTransaction(tx -> {
            var record = TestPlans.record(tx, log, plan);
            showcase.agreed(tx, plan, record, periods);
            alerts.agreed(tx, plan, record, periods);
        });
        showcase.refresh();
    }

    /** The first slot on show. */
    Slot slot() {
        return market.catalogue().listings().getFirst().slot();
    }

    /** The next so many questions for a price end in an exception. */
    void breakPrices(int times) {
        broken.set(times);
    }

    private Priced price(PriceAsk ask) {
        if (broken.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("broken on purpose");
        }
        return priced(ask);
    }

    void refresh() {
        showcase.refresh();
    }

    private static SitePeriod period(Instant start, Power offerable, long gramsPerKwh, String pounds) {
        CarbonIntensity carbon = CarbonIntensity.ofGramsPerKwh(gramsPerKwh);
        EnergyPrice price = EnergyPrice.of(pounds, "GBP");
        return new SitePeriod(
                SITE,
                Interval.from(start, HalfHours.STEP),
                offerable,
                SitePeriod.Limit.SITE_CAPACITY,
                Power.ZERO,
                Power.ZERO,
                Power.ZERO,
                new Band<>(carbon, carbon, carbon),
                GIVEN,
                new Band<>(price, price, price),
                GIVEN,
                EnergyPrice.of("0", "GBP"));
    }

    private static Site site() {
        return new Site(
                SITE,
                "Cambridge East",
                new TenantId("sample"),
                new GridArea("GB-10", "GB-A", "_A"),
                new Place("Cambridge", new BigDecimal("52.2"), new BigDecimal("0.12")),
                new SitePower(Power.ofKilowatts(1_000), Power.ofKilowatts(1_500), Power.ZERO, new BigDecimal("1.2")));
    }

    private static Priced priced(PriceAsk ask) {
        Energy energy = ask.itPower().over(ask.window()).times(new BigDecimal("1.2"));
        Money cost = EnergyPrice.of(PRICE, "GBP").of(energy);
        CarbonMass carbon = CarbonIntensity.ofGramsPerKwh(GRAMS).of(energy);
        return new Priced(
                PLAN,
                1,
                ask.site(),
                ask.window(),
                ask.itPower(),
                energy,
                cost,
                new Band<>(cost, cost, cost),
                Money.of("0", "GBP"),
                new Band<>(carbon, carbon, carbon),
                Quality.PROVIDER_FORECAST,
                List.of());
    }
}
