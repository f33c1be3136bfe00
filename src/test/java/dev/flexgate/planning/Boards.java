package dev.flexgate.planning;

import dev.flexgate.planning.PlanBoard.SiteBoard;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** Boards written down by hand. */
final class Boards {

    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    static final SiteId EAST = new SiteId("east");
    static final SiteId WEST = new SiteId("west");

    private static final BigDecimal PUE = new BigDecimal("1.2");

    private Boards() {}

    /** Two sites over four half-hours: east has 100, 50, 100, 100 kW free, west 80 kW throughout, and is dearer. */
    static PlanBoard twoSites(Quality westQuality) {
        HalfHours grid = new HalfHours(START, 4);
        var sites = new TreeMap<SiteId, SiteBoard>();
        sites.put(EAST, site(EAST, grid, new long[] {100, 50, 100, 100}, 100, Quality.PROVIDER_FORECAST));
        sites.put(WEST, site(WEST, grid, new long[] {80, 80, 80, 80}, 200, westQuality));
        return new PlanBoard(plan(grid), sites);
    }

    private static SiteBoard site(SiteId id, HalfHours grid, long[] freeKilowatts, int millis, Quality quality) {
        Provenance from = new Provenance("test", "made-up", START, quality);
        List<SitePeriod> periods = IntStream.range(0, grid.count())
                .mapToObj(index -> new SitePeriod(
                        id,
                        grid.at(index),
                        Power.ofKilowatts(500),
                        SitePeriod.Limit.SITE_CAPACITY,
                        Power.ofKilowatts(500 - freeKilowatts[index]),
                        Power.ofKilowatts(500 - freeKilowatts[index]),
                        Power.ZERO,
                        new Band<>(grams(90), grams(100), grams(120)),
                        from,
                        new Band<>(price(millis - 50), price(millis), price(millis + 100 * index)),
                        from,
                        index == 1 ? price(20) : price(0)))
                .toList();
        return new SiteBoard(PUE, periods);
    }

    private static Plan plan(HalfHours grid) {
        Money zero = Money.of("0", "GBP");
        return new Plan(
                new PlanId(new UUID(7, 7)),
                3,
                "test",
                START,
                grid,
                List.of(),
                List.of(),
                new Certificate(zero, CarbonMass.ZERO, zero, zero, BigDecimal.ZERO, zero, 1, "test"),
                List.of(),
                List.of(),
                new Difference(List.of(), List.of(), List.of(), zero, CarbonMass.ZERO),
                "",
                "");
    }

    private static CarbonIntensity grams(long grams) {
        return CarbonIntensity.ofGramsPerKwh(grams);
    }

    private static EnergyPrice price(int millis) {
        return EnergyPrice.of(BigDecimal.valueOf(millis, 3).toPlainString(), "GBP");
    }
}
