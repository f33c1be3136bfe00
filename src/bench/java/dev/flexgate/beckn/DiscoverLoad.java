package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.discovery.DiscoveryLimits;
import dev.flexgate.beckn.discovery.Search;
import dev.flexgate.beckn.discovery.Viewer;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.SpatialConstraint;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.TestCatalogues;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Discoveries over a large catalogue at a fixed rate, whether or not the last one is answered, while quotes and new
 * plans replace the snapshot: what is searched for, found and written out as JSON, without network and database.
 *
 * <p>Arguments: sites, windows a site, discoveries a second, seconds.
 */
public final class DiscoverLoad {

    private static final Instant FROM = Instant.parse("2026-03-02T08:00:00Z");
    private static final Viewer ANYBODY = new Viewer("bap.example.com", Set.of(), "BAP");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final LtsDialect LTS = new LtsDialect();

    private DiscoverLoad() {}

    /** What is measured: in nanoseconds from when a discovery was due. */
    private record Sample(String kind, long nanos, long cpuNanos) {}

    /** How long a snapshot took to make, and of that the processor time of who made it. */
    private record Replaced(long nanos, long cpuNanos) {}

    public static void main(String[] arguments) throws InterruptedException {
        int sites = Integer.parseInt(arguments[0]);
        int windows = Integer.parseInt(arguments[1]);
        int rate = Integer.parseInt(arguments[2]);
        int seconds = Integer.parseInt(arguments[3]);
        var catalogues = new TestCatalogues(sites, windows, FROM, new Random(1));
        long began = System.nanoTime();
        var snapshot = new AtomicReference<>(catalogues.plan(1));
        System.out.printf(
                "%d slots, first snapshot %.0f ms, heap %d MB%n",
                snapshot.get().listings().size(), millis(System.nanoTime() - began), heap());
        var showroom = new Showroom(snapshot::get, DiscoveryLimits.DEFAULT);
        kinds(sites).forEach(kind -> discover(showroom, kind)); // the JIT has seen each once
        load(showroom, kinds(sites), rate, 5, "warm-up", snapshot, catalogues);
        long before = heap();
        Pauses pauses = Pauses.watched();
        load(showroom, kinds(sites), rate, seconds, "measured", snapshot, catalogues);
        System.out.println(pauses);
        System.out.printf("heap after collection: %d MB before, %d MB after%n", before, heap());
        System.out.printf(
                "load average %s%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private record Kind(String name, Intent intent) {}

    /** A mix of what consumers ask: most bound time, place, carbon or price; some cannot be answered by columns. */
    private static List<Kind> kinds(int sites) {
        String grid = "@.resourceAttributes.gridParameters";
        return List.of(
                new Kind("everything", new Intent("", "")),
                new Kind(
                        "carbon and time",
                        new Intent(
                                "",
                                "$.catalogs[*].resources[*] ? (" + grid
                                        + ".carbonIntensity <= 40 && @.resourceAttributes.timeWindow.start >= \"2026-03-05T00:00:00Z\")")),
                new Kind(
                        "area and price",
                        new Intent(
                                "",
                                "$[?(" + grid
                                        + ".gridArea in ['_A', '_C'] && @.resourceAttributes.pricingParameters.spotPrice < 0.06)]")),
                new Kind(
                        "one site",
                        new Intent("", "$[?(@.resourceAttributes.location.siteId == 'site-" + sites / 2 + "')]")),
                new Kind(
                        "offers by price",
                        new Intent("", "$.catalogs[*].offers[*] ? (@.offerAttributes.price < 0.0503)")),
                new Kind("words", new Intent("low-carbon Town" + sites / 3, "")),
                new Kind("near", new Intent("", "", List.of(near()))),
                new Kind(
                        "catalogue that has",
                        new Intent(
                                "", "$.catalogs[*] ? (exists(@.resources[*] ? (" + grid + ".carbonIntensity < 21)))")),
                new Kind("nothing, by columns", new Intent("", "$[?(" + grid + ".carbonIntensity < 1)]")),
                new Kind(
                        "nothing, by facts",
                        new Intent("", "$[?(@.resourceAttributes.location.locality =~ /Nowhere.*/)]")));
    }

    private static SpatialConstraint near() {
        return new SpatialConstraint(
                SpatialConstraint.Operator.S_DWITHIN,
                List.of("$.catalogs[*].resources[*].availableAt[*].geo"),
                StrictJson.parse("{\"type\": \"Point\", \"coordinates\": [-1.5, 53]}".getBytes(UTF_8)),
                Optional.of(BigDecimal.valueOf(40_000)),
                SpatialConstraint.Quantifier.ANY);
    }

    private static int discover(Showroom showroom, Kind kind) {
        List<Catalog> found = showroom.find(new Search(kind.intent(), ANYBODY), LTS);
        JsonNode written = LTS.document(found);
        return Json.bytes(written).length;
    }

    private static void load(
            Showroom showroom,
            List<Kind> kinds,
            int rate,
            int seconds,
            String title,
            AtomicReference<Catalogue> snapshot,
            TestCatalogues catalogues)
            throws InterruptedException {
        List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
        List<Replaced> replacements = Collections.synchronizedList(new ArrayList<>());
        var stop = new AtomicBoolean();
        Thread market = Thread.ofPlatform().start(() -> replace(snapshot, catalogues, stop, replacements));
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            long start = System.nanoTime();
            long step = TimeUnit.SECONDS.toNanos(1) / rate;
            for (int k = 0; k < rate * seconds; k++) {
                long due = start + k * step;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                Kind kind = kinds.get(k % kinds.size());
                workers.execute(() -> {
                    long cpu = THREADS.getCurrentThreadCpuTime();
                    discover(showroom, kind);
                    samples.add(
                            new Sample(kind.name(), System.nanoTime() - due, THREADS.getCurrentThreadCpuTime() - cpu));
                });
            }
        }
        stop.set(true);
        market.join();
        report(title, samples, kinds, replacements);
    }

    /** Ten times a second some quotes, every five seconds a plan in which every slot is new. */
    private static void replace(
            AtomicReference<Catalogue> snapshot,
            TestCatalogues catalogues,
            AtomicBoolean stop,
            List<Replaced> replacements) {
        for (int k = 1; !stop.get(); k++) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long began = System.nanoTime();
            snapshot.set(k % 50 == 0 ? catalogues.plan(k) : catalogues.quotes(20));
            replacements.add(new Replaced(System.nanoTime() - began, THREADS.getCurrentThreadCpuTime() - cpu));
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static void report(String title, List<Sample> samples, List<Kind> kinds, List<Replaced> replacements) {
        System.out.printf(
                "%s: %d discoveries, all: %s, CPU mean %.1f ms%n",
                title,
                samples.size(),
                spread(samples.stream().mapToLong(Sample::nanos).sorted().toArray()),
                samples.stream().mapToLong(Sample::cpuNanos).average().orElse(0) / 1e6);
        for (Kind kind : kinds) {
            List<Sample> of = samples.stream()
                    .filter(each -> each.kind().equals(kind.name()))
                    .toList();
            System.out.printf(
                    "  %-20s %s, CPU p50 %.1f ms%n",
                    kind.name(),
                    spread(of.stream().mapToLong(Sample::nanos).sorted().toArray()),
                    at(of.stream().mapToLong(Sample::cpuNanos).sorted().toArray(), 0.5));
        }
        System.out.printf(
                "  %d snapshots made beside: %s, CPU p50 %.1f ms, max %.1f ms%n",
                replacements.size(),
                spread(replacements.stream().mapToLong(Replaced::nanos).sorted().toArray()),
                at(replacements.stream().mapToLong(Replaced::cpuNanos).sorted().toArray(), 0.5),
                at(replacements.stream().mapToLong(Replaced::cpuNanos).sorted().toArray(), 1));
    }

    private static String spread(long[] sorted) {
        return "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms"
                .formatted(at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), millis(sorted[sorted.length - 1]));
    }

    private static double at(long[] sorted, double part) {
        return millis(sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))]);
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private static long heap() {
        for (int k = 0; k < 3; k++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
