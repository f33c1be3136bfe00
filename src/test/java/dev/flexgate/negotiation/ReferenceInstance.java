package dev.flexgate.negotiation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A stored instance with the optima that HiGHS found for it. */
record ReferenceInstance(Problem problem, double unconstrainedGbp, List<Capped> capped) {

    record Capped(String name, double capKg, double objectiveGbp) {}

    static ReferenceInstance read(String name) {
        JsonNode file = Shared.json("reference/flexibility/vectors/opt/" + name + ".json");
        JsonNode instance = file.get("instance");
        int periods = instance.get("slots").intValue();
        List<SiteTerms> sites = new ArrayList<>();
        var names = new TreeMap<String, Integer>();
        for (JsonNode site : instance.get("sites")) {
            names.put(site.get("id").textValue(), sites.size());
            sites.add(new SiteTerms(
                    site.get("id").textValue(),
                    site.get("pue").doubleValue(),
                    series(site.get("price_gbp_per_mwh")),
                    series(site.get("carbon_kg_per_mwh")),
                    series(site.get("capacity_mw"))));
        }
        List<JobNeed> jobs = new ArrayList<>();
        for (JsonNode job : instance.get("jobs")) {
            List<Integer> allowed = new ArrayList<>();
            job.get("allowed_sites").forEach(site -> allowed.add(names.get(site.textValue())));
            jobs.add(job(job, allowed, names));
        }
        double hours = instance.get("slot_hours").doubleValue();
        return new ReferenceInstance(
                new Problem(periods, hours, sites, jobs, PolicyTerms.NONE),
                file.get("reference").get("unconstrained").get("objective_gbp").doubleValue(),
                capped(file.get("reference")));
    }

    /** The stored optima hold the power limit at each site, not over all: half of their schedules would break the latter. */
    private static JobNeed job(JsonNode job, List<Integer> allowed, Map<String, Integer> names) {
        Map<Integer, Double> transfer = new HashMap<>();
        job.path("transfer_gbp_per_mwh")
                .properties()
                .forEach(entry ->
                        transfer.put(names.get(entry.getKey()), entry.getValue().doubleValue()));
        int home = names.getOrDefault(job.path("home_site").asText(), 0);
        return new JobNeed(
                job.get("id").textValue(),
                Shape.malleableAtEachSite(),
                job.get("max_mw").doubleValue(),
                job.get("energy_mwh").doubleValue(),
                job.get("release_slot").intValue(),
                job.get("deadline_slot").intValue(),
                allowed,
                home,
                Weights.MONEY.withPerMwhAtSite(transfer));
    }

    private static List<Capped> capped(JsonNode reference) {
        List<Capped> capped = new ArrayList<>();
        reference.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.has("carbon_cap_kg") && value.has("objective_gbp")) {
                double capKg = value.get("carbon_cap_kg").doubleValue();
                capped.add(new Capped(
                        entry.getKey(), capKg, value.get("objective_gbp").doubleValue()));
            }
        });
        return capped;
    }

    private static Series series(JsonNode values) {
        double[] series = new double[values.size()];
        for (int index = 0; index < series.length; index++) {
            series[index] = values.get(index).doubleValue();
        }
        return Series.of(series);
    }

    Problem capped(double capKg) {
        return new Problem(
                problem.periods(),
                problem.periodHours(),
                problem.sites(),
                problem.jobs(),
                PolicyTerms.carbonCap(capKg));
    }
}
