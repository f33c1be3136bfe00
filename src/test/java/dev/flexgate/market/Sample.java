package dev.flexgate.market;

import dev.flexgate.planning.Band;
import dev.flexgate.planning.Certificate;
import dev.flexgate.planning.Difference;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.PlanId;
import dev.flexgate.planning.PriceAsk;
import dev.flexgate.planning.Priced;
import dev.flexgate.planning.SitePeriod;
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
import dev.flexgate.workload.GridArea;
import dev.flexgate.workload.Place;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.SitePower;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Values that the tests of the market start from. */
final class Sample {

    static final Instant NOW = Instant.parse("2026-03-02T08:10:00Z");
    static final SiteId SITE = new SiteId("cambridge-east");
    static final Interval WINDOW = Interval.of("2026-03-02T12:00:00Z", "2026-03-02T14:00:00Z");
    static final Interval LAST_HALF_HOUR = Interval.of("2026-03-02T13:30:00Z", "2026-03-02T14:00:00Z");
    static final Currency GBP = Currency.getInstance("GBP");
    static final SlotId SLOT = SlotId.of(SITE, WINDOW);
    static final Power HUNDRED_KW = Power.ofKilowatts(100);
    static final OfferTemplate OFFER = new OfferTemplate(
            "compute-slot",
            "Compute",
            "Compute capacity",
            4,
            Power.ofKilowatts(10),
            Power.ofKilowatts(10),
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            EnergyPrice.of("0.012", "GBP"),
            new CancellationPolicy(
                    List.of(
                            new CancellationPolicy.Term(Duration.ofHours(24), BigDecimal.ZERO),
                            new CancellationPolicy.Term(Duration.ofHours(2), BigDecimal.TEN),
                            new CancellationPolicy.Term(Duration.ofMinutes(30), BigDecimal.valueOf(50))),
                    Map.of("OTHER", "Another reason")),
            List.of());

    private static final UUID PLAN = new UUID(7, 7);

    private Sample() {}

    static Conversation buyer(int number) {
        return new Conversation("bap-" + number + ".example.com", new UUID(1, number));
    }

    static SitePeriod period(Instant start, Power offerable, String pricePerKwh, long gramsPerKwh) {
        var from = new Provenance("test", "given", NOW, Quality.PROVIDER_FORECAST);
        CarbonIntensity carbon = CarbonIntensity.ofGramsPerKwh(gramsPerKwh);
        EnergyPrice price = EnergyPrice.of(pricePerKwh, "GBP");
        return new SitePeriod(
                SITE,
                Interval.from(start, HalfHours.STEP),
                offerable,
                SitePeriod.Limit.SITE_CAPACITY,
                Power.ZERO,
                Power.ZERO,
                Power.ZERO,
                new Band<>(carbon, carbon, carbon),
                from,
                new Band<>(price, price, price),
                from,
                EnergyPrice.of("0", "GBP"));
    }

    static SitePeriod simulated(SitePeriod period) {
        var from = new Provenance("simulated", "formula", NOW, Quality.SIMULATED);
        return new SitePeriod(
                period.site(),
                period.period(),
                period.flexible(),
                period.limitedBy(),
                period.planned(),
                period.movable(),
                period.committed(),
                period.carbon(),
                from,
                period.price(),
                period.priceFrom(),
                period.scarcity());
    }

    /** A site with a PUE of 1.2. */
    static Site site() {
        return new Site(
                SITE,
                "Cambridge East",
                new TenantId("sample"),
                new GridArea("GB-10", "GB-A", "_A"),
                new Place("Cambridge", new BigDecimal("52.2"), new BigDecimal("0.12")),
                new SitePower(Power.ofKilowatts(1_000), Power.ofKilowatts(1_500), Power.ZERO, new BigDecimal("1.2")));
    }

    static List<SitePeriod> day(Power offerable) {
        return new HalfHours(Instant.parse("2026-03-02T08:30:00Z"), 48)
                .stream()
                        .map(half -> period(half.start(), offerable, "0.1", 120))
                        .toList();
    }

    /** 0.1 GBP per kWh of facility energy at a PUE of 1, 120 g/kWh, nothing scarce. */
    static Priced priced(PriceAsk ask) {
        Energy energy = ask.itPower().over(ask.window());
        Money cost = EnergyPrice.of("0.1", "GBP").of(energy);
        CarbonMass carbon = CarbonIntensity.ofGramsPerKwh(120).of(energy);
        return new Priced(
                new PlanId(PLAN),
                1,
                ask.site(),
                ask.window(),
                ask.itPower(),
                energy.times(BigDecimal.ONE),
                cost,
                new Band<>(cost, cost, cost),
                Money.of("0", "GBP"),
                new Band<>(carbon, carbon, carbon),
                Quality.PROVIDER_FORECAST,
                List.of());
    }

    static Plan plan(long version) {
        Money zero = Money.of("0", "GBP");
        return new Plan(
                new PlanId(PLAN),
                version,
                "test",
                NOW,
                new HalfHours(Instant.parse("2026-03-02T08:30:00Z"), 48),
                List.of(),
                List.of(),
                new Certificate(zero, CarbonMass.ZERO, zero, zero, BigDecimal.ZERO, zero, 1, "test"),
                List.of(),
                List.of(),
                new Difference(List.of(), List.of(), List.of(), zero, CarbonMass.ZERO),
                "00",
                "00");
    }

    static Order.Quoted quoted(Instant at) {
        return new Order.Quoted(
                new OrderId(new UUID(2, 2)),
                buyer(1),
                Quote.of(SLOT, priced(new PriceAsk(SITE, WINDOW, HUNDRED_KW)), OFFER.fee()),
                1,
                at,
                at.plus(OFFER.quoteValidity()));
    }
}
