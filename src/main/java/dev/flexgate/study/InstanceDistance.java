package dev.flexgate.study;

import dev.flexgate.negotiation.Closure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What it means for a job to run elsewhere than at home: latency, data to be moved, and work to be moved that runs already. */
final class InstanceDistance {

    private static final double LATENCY_MAX_MS = 100_000;
    private static final double PRICE_MAX = 100_000;
    private static final double DATA_MAX_GB = 1e12;
    private static final double MONEY_MAX = 1e9;

    private final StudyFields job;
    private final Map<String, Integer> sites;
    private final double[] latencyMs;
    private final Map<Integer, Double> perMwh = new HashMap<>();
    private final double mostMs;
    private final int runningAt;
    private final boolean mayMove;

    InstanceDistance(StudyFields instance, StudyFields job, Map<String, Integer> sites, int home, double mwh) {
        this.job = job;
        this.sites = sites;
        latencyMs = latencies(instance, home);
        mostMs = job.number("max_latency_ms", Double.POSITIVE_INFINITY, 0, LATENCY_MAX_MS);
        double penalty = job.number("latency_gbp_per_mwh_ms", 0, 0, PRICE_MAX);
        double perGb = instance.number("transfer_gbp_per_gb", 0, 0, PRICE_MAX);
        double dataGb = job.number("data_gb", 0, 0, DATA_MAX_GB);
        runningAt = job.has("running_at") ? site("running_at", job.text("running_at", "\"GB-LON\"")) : -1;
        mayMove = runningAt < 0 || job.has("migration_gbp");
        double migration = mayMove ? job.number("migration_gbp", 0, 0, MONEY_MAX) : 0;
        for (int site = 0; site < latencyMs.length; site++) {
            double asks = penalty * latencyMs[site];
            asks += site == home ? 0 : perGb * dataGb / mwh;
            asks += runningAt < 0 || site == runningAt ? 0 : migration / mwh;
            if (asks > 0) {
                perMwh.put(site, asks);
            }
        }
    }

    /** From home to every site; a pair that is told one way is as far the other way. */
    private double[] latencies(StudyFields instance, int home) {
        double[] ms = new double[sites.size()];
        if (!instance.has("latency_ms")) {
            return ms;
        }
        StudyFields table = instance.object("latency_ms");
        for (String from : table.names()) {
            StudyFields row = table.object(from);
            for (String to : row.names()) {
                int one = site("latency_ms", from);
                int other = site("latency_ms", to);
                double each = row.number(to, 0, LATENCY_MAX_MS, "12");
                if (one == home) {
                    ms[other] = each;
                } else if (other == home && ms[one] == 0) {
                    ms[one] = each;
                }
            }
        }
        return ms;
    }

    private int site(String field, String name) {
        Integer site = sites.get(name);
        if (site == null) {
            throw job.refusal(field, "names no site: " + name + "; there are " + sites.keySet());
        }
        return site;
    }

    /** What a MWh costs more at each site. */
    Map<Integer, Double> perMwh() {
        return perMwh;
    }

    /** Sites that are too far. */
    List<Closure> closures(String id, List<Integer> allowed, int slots) {
        return allowed.stream()
                .filter(site -> latencyMs[site] > mostMs)
                .map(site -> new Closure(Set.of(id), site, 0, slots, Closure.Why.LATENCY))
                .toList();
    }

    /** Work that runs and must not be moved stays where it is. */
    List<Integer> staying(List<Integer> allowed) {
        return mayMove
                ? allowed
                : allowed.stream().filter(site -> site == runningAt).toList();
    }
}
