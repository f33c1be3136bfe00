package dev.flexgate.market;

import dev.flexgate.planning.Band;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.GridArea;
import dev.flexgate.workload.Place;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.SitePower;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Snapshots of many slots without a database: sites over Great Britain, windows of two hours from one moment on. */
public final class TestCatalogues {

    private static final Duration WINDOW = Duration.ofHours(2);
    private static final String GROUPS = "ABCDEFGHJKLMNP";

    private final Shelves shelves = new Shelves();
    private final List<Site> sites;
    private final int windows;
    private final Instant from;
    private final Random random;
    private final CatalogFolder terms = new CatalogFolder(Path.of("catalog"));

    public TestCatalogues(int sites, int windows, Instant from, Random random) {
        this.sites = sites(sites, random);
        this.windows = windows;
        this.from = from;
        this.random = random;
    }

    /** A snapshot in which every slot is new, as after a plan that changes everything. */
    public Catalogue plan(int version) {
        for (Site site : sites) {
            for (int k = 0; k < windows; k++) {
                var window = Interval.from(from.plus(WINDOW.multipliedBy(k)), WINDOW);
                Slot slot = slot(site.id(), window, version);
                shelves.put(slot);
                slot.halfHours().stream().forEach(half -> shelves.left(site.id(), half.start(), slot.offerable()));
            }
        }
        return snapshot();
    }

    /** A snapshot after so many quotes. */
    public Catalogue quotes(int count) {
        for (int k = 0; k < count; k++) {
            SiteId site = sites.get(random.nextInt(sites.size())).id();
            Instant half = from.plus(Duration.ofMinutes(30L * random.nextInt(windows) * 4));
            shelves.left(site, half, Power.ofKilowatts(random.nextInt(30) * 10L));
        }
        return snapshot();
    }

    private Catalogue snapshot() {
        Map<SiteId, Site> byId = sites.stream().collect(Collectors.toMap(Site::id, site -> site));
        return new Catalogue(
                terms.provider(), terms.offer("compute-slot"), byId, shelves.made(), Optional.empty(), from);
    }

    private Slot slot(SiteId site, Interval window, int version) {
        var carbon = new CarbonIntensity(20_000L + random.nextInt(300_000));
        EnergyPrice price = EnergyPrice.of(
                BigDecimal.valueOf(500 + random.nextInt(4_000), 4).toPlainString(), "GBP");
        return new Slot(
                SlotId.of(site, window),
                version,
                site,
                window,
                Power.ofKilowatts(10 + 10 * random.nextInt(30)),
                new Band<>(carbon, carbon, carbon),
                new Band<>(price, price, price),
                price,
                random.nextInt(4) == 0 ? Quality.SIMULATED : Quality.PROVIDER_FORECAST,
                from,
                version);
    }

    private static List<Site> sites(int count, Random random) {
        var sites = new ArrayList<Site>();
        for (int k = 0; k < count; k++) {
            char group = GROUPS.charAt(k % GROUPS.length());
            sites.add(new Site(
                    new SiteId("site-" + k),
                    "Site " + k,
                    new TenantId("sample"),
                    new GridArea("GB-" + (1 + k % 14), "GB-" + group, "_" + group),
                    new Place(
                            "Town" + k,
                            BigDecimal.valueOf(500_000 + random.nextInt(80_000), 4),
                            BigDecimal.valueOf(-50_000 + random.nextInt(65_000), 4)),
                    new SitePower(
                            Power.ofKilowatts(1_000), Power.ofKilowatts(1_500), Power.ZERO, new BigDecimal("1.2"))));
        }
        return sites;
    }
}
