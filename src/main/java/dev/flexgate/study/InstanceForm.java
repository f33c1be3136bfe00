package dev.flexgate.study;

import dev.flexgate.negotiation.Cap;
import dev.flexgate.negotiation.Closure;
import dev.flexgate.negotiation.JobNeed;
import dev.flexgate.negotiation.PolicyTerms;
import dev.flexgate.negotiation.PolicyTerms.Blackout;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.Series;
import dev.flexgate.negotiation.Shape;
import dev.flexgate.negotiation.SiteTerms;
import dev.flexgate.negotiation.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The fields of an instance, in megawatts, megawatt-hours and slots. */
final class InstanceForm {

    /** A gigawatt site or job, and then some: sums of whole watts stay far from overflow. */
    private static final double POWER_MAX_MW = 100_000;

    private static final double ENERGY_MAX_MWH = 10_000_000;
    private static final double PRICE_MAX = 100_000;
    private static final int SLOTS_MAX = 20_000;
    private static final double WATT_MW = 1e-6;
    /** Work is left undone only where it cannot be done: no price of energy, and hardly one of carbon, comes near. */
    private static final double LOST_WORK = 1_000_000;

    private final StudyFields instance;
    private final int slots;
    private final double slotHours;
    private final Map<String, Integer> sites = new TreeMap<>();
    private final InstanceLimits limits;
    private final List<Cap> caps = new ArrayList<>();
    private final List<Closure> closures = new ArrayList<>();

    InstanceForm(StudyFields instance) {
        this.instance = instance;
        slots = instance.whole("slots", 1, SLOTS_MAX, "48");
        slotHours = instance.number("slot_hours", WATT_MW, 24, "0.5");
        limits = new InstanceLimits(slots, slotHours);
        instance.pass("units", "note", "description");
    }

    String id() {
        return instance.has("id") ? instance.text("id", "\"I1\"") : "instance";
    }

    Problem problem() {
        List<SiteTerms> terms = new ArrayList<>();
        List<StudyFields> siteFields = instance.objects("sites");
        for (StudyFields site : siteFields) {
            terms.add(site(site));
        }
        if (terms.isEmpty()) {
            throw instance.refusal("sites", "is empty: add a site");
        }
        List<JobNeed> jobs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (StudyFields fields : instance.objects("jobs")) {
            JobNeed job = job(fields);
            if (!names.add(job.id())) {
                throw fields.refusal("id", "is used twice: " + job.id());
            }
            jobs.add(job);
        }
        List<Blackout> closed = blackouts();
        caps.addAll(limits.read(instance));
        var policy = new PolicyTerms(Double.POSITIVE_INFINITY, closed, closures, caps);
        return new Problem(slots, slotHours, terms, jobs, policy);
    }

    /** How limits are read, once the jobs are known. */
    InstanceLimits limits() {
        return limits;
    }

    private SiteTerms site(StudyFields site) {
        String id = site.text("id", "\"GB-LON\"");
        if (sites.put(id, sites.size()) != null) {
            throw site.refusal("id", "is used twice: " + id);
        }
        double pue = site.number("pue", 1, 10, "1.2");
        var terms = new SiteTerms(
                id,
                pue,
                Series.of(site.series("price_gbp_per_mwh", slots, -PRICE_MAX, PRICE_MAX)),
                Series.of(site.series("carbon_kg_per_mwh", slots, 0, PRICE_MAX)),
                Series.of(site.series("capacity_mw", slots, 0, POWER_MAX_MW)),
                ceilings(site, pue));
        site.close();
        return terms;
    }

    /** What the grid connection carries, and what the operator allows, both at the meter. */
    private List<SiteTerms.Ceiling> ceilings(StudyFields site, double pue) {
        List<SiteTerms.Ceiling> ceilings = new ArrayList<>();
        ceiling(site, "import_limit_mw", pue, SiteTerms.Ceiling.Kind.IMPORT_LIMIT)
                .ifPresent(ceilings::add);
        ceiling(site, "peak_limit_mw", pue, SiteTerms.Ceiling.Kind.PEAK_LIMIT).ifPresent(ceilings::add);
        return ceilings;
    }

    private Optional<SiteTerms.Ceiling> ceiling(
            StudyFields site, String field, double pue, SiteTerms.Ceiling.Kind kind) {
        if (!site.has(field)) {
            return Optional.empty();
        }
        double[] most = new double[slots];
        if (site.at(field, "12").isArray()) {
            most = site.series(field, slots, 0, POWER_MAX_MW);
        } else {
            Arrays.fill(most, site.number(field, 0, POWER_MAX_MW, "12"));
        }
        return Optional.of(new SiteTerms.Ceiling(
                kind, Series.of(Arrays.stream(most).map(mw -> mw / pue).toArray())));
    }

    private JobNeed job(StudyFields job) {
        String id = job.text("id", "\"j1\"");
        job.pass("inferences");
        double mw = job.has("power_mw")
                ? job.number("power_mw", WATT_MW, POWER_MAX_MW, "2")
                : job.number("max_mw", WATT_MW, POWER_MAX_MW, "2");
        double mwh = job.has("length_slots") && !job.has("energy_mwh")
                ? job.whole("length_slots", 1, SLOTS_MAX, "4") * mw * slotHours
                : job.number("energy_mwh", WATT_MW, ENERGY_MAX_MWH, "1.5");
        job.pass("length_slots", "max_mw");
        int release = job.whole("release_slot", 0, SLOTS_MAX, "0");
        int deadline = job.whole("deadline_slot", 0, SLOTS_MAX, "12");
        if (deadline <= release) {
            throw job.refusal(
                    "deadline_slot", deadline + " is not after release_slot " + release + ": move one of them");
        }
        List<Integer> allowed = allowed(job);
        int home =
                job.has("home_site") ? siteOf(job, "home_site", job.text("home_site", "\"GB-LON\"")) : first(allowed);
        limits.know(id, job.has("tenant") ? job.text("tenant", "\"acme\"") : "");
        caps.addAll(limits.own(job, id));
        var distance = new InstanceDistance(instance, job, sites, home, mwh);
        closures.addAll(distance.closures(id, allowed, slots));
        Shape shape = shape(job);
        var need = new JobNeed(
                id, shape, mw, mwh, release, deadline, distance.staying(allowed), home, weights(job, distance));
        job.close();
        return need;
    }

    private static int first(List<Integer> allowed) {
        return allowed.isEmpty() ? 0 : allowed.getFirst();
    }

    private List<Integer> allowed(StudyFields job) {
        if (!job.has("allowed_sites")) {
            return IntStream.range(0, sites.size()).boxed().toList();
        }
        List<Integer> allowed = new ArrayList<>();
        job.at("allowed_sites", "[\"GB-LON\"]")
                .forEach(site -> allowed.add(siteOf(job, "allowed_sites", site.asText())));
        return allowed;
    }

    private int siteOf(StudyFields job, String field, String name) {
        Integer site = sites.get(name);
        if (site == null) {
            throw job.refusal(field, "names no site: " + name + "; there are " + sites.keySet());
        }
        return site;
    }

    private Weights weights(StudyFields job, InstanceDistance distance) {
        Map<Integer, Double> perMwh = new HashMap<>(distance.perMwh());
        if (job.has("transfer_gbp_per_mwh")) {
            StudyFields transfer = job.object("transfer_gbp_per_mwh");
            for (String name : transfer.names()) {
                perMwh.merge(
                        siteOf(job, "transfer_gbp_per_mwh", name),
                        transfer.number(name, 0, PRICE_MAX, "3"),
                        Double::sum);
            }
        }
        return new Weights(
                1,
                job.number("carbon_gbp_per_kg", 0, 0, PRICE_MAX),
                job.number("delay_gbp_per_mwh_hour", 0, 0, PRICE_MAX),
                job.number("lost_work_gbp_per_mwh", LOST_WORK, 0, LOST_WORK),
                perMwh,
                new Weights.Pausing(job.number("pause_gbp", 0, 0, PRICE_MAX), job.has("running_at")));
    }

    /** Divisible at each site unless the job, or the instance for all of its jobs, says otherwise. */
    private Shape shape(StudyFields job) {
        StudyFields said = saysShape(job) ? job : instance;
        if (!saysShape(said)) {
            return malleable(job);
        }
        if (said.flag("interruptible").filter(may -> !may).isPresent()
                || said.flag("contiguous").orElse(false)
                || said.flag("non_interruptible").orElse(false)) {
            return Shape.contiguous();
        }
        String shape = said.has("shape") ? said.text("shape", "\"contiguous\"").toLowerCase(Locale.ROOT) : "malleable";
        return switch (shape) {
            case "malleable" -> malleable(job);
            case "preemptible" ->
                Shape.preemptible(
                        job.has("max_interruptions")
                                ? job.whole("max_interruptions", 0, SLOTS_MAX, "3")
                                : Shape.Preemptible.ANY);
            case "contiguous", "non-interruptible", "noninterruptible" -> Shape.contiguous();
            default -> throw said.refusal("shape", "must be malleable, preemptible or contiguous, not " + shape);
        };
    }

    private static boolean saysShape(StudyFields fields) {
        // Each is asked, so that each is known.
        return Stream.of("shape", "interruptible", "contiguous", "non_interruptible")
                        .filter(fields::has)
                        .count()
                > 0;
    }

    private Shape malleable(StudyFields job) {
        StudyFields said = job.has("power_limit") ? job : instance;
        String limit = said.has("power_limit") ? said.text("power_limit", "\"each_site\"") : "each_site";
        return switch (limit.toLowerCase(Locale.ROOT)) {
            case "each_site" -> Shape.malleableAtEachSite();
            case "overall" -> Shape.malleable();
            default -> throw said.refusal("power_limit", "must be each_site or overall, not " + limit);
        };
    }

    private List<Blackout> blackouts() {
        if (!instance.has("blackouts")) {
            return List.of();
        }
        List<Blackout> all = new ArrayList<>();
        for (StudyFields window : instance.objects("blackouts")) {
            int from = window.whole("from_slot", 0, slots, "4");
            int until = window.whole("until_slot", from, slots, "8");
            List<Integer> where = window.has("site")
                    ? List.of(siteOf(window, "site", window.text("site", "\"GB-LON\"")))
                    : IntStream.range(0, sites.size()).boxed().toList();
            if (window.has("tenant")) {
                Set<String> jobs = limits.jobsOf(window, window.text("tenant", "\"acme\""));
                where.forEach(site -> closures.add(new Closure(jobs, site, from, until, Closure.Why.BLACKOUT)));
            } else {
                where.forEach(site -> all.add(new Blackout(site, from, until)));
            }
            window.close();
        }
        return List.copyOf(all);
    }
}
