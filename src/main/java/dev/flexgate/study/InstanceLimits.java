package dev.flexgate.study;

import dev.flexgate.negotiation.Cap;
import dev.flexgate.negotiation.Cap.Measure;
import dev.flexgate.negotiation.Cap.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The limits of an instance, or of one question put to it: of the plan, a tenant, a job or a day. */
final class InstanceLimits {

    private static final double MOST = 1e12;
    private static final double HOURS_A_DAY = 24;

    /** How a limit is written, and what it limits. */
    private enum Form {
        CARBON("carbon_kg", Measure.CARBON_KG),
        COST("cost_gbp", Measure.MONEY),
        PEAK("peak_mw", Measure.PEAK_MW),
        MOVED("moved_mwh", Measure.MOVED_MWH);

        private final String field;
        private final Measure measure;

        Form(String field, Measure measure) {
            this.field = field;
            this.measure = measure;
        }
    }

    private final int slots;
    private final int slotsADay;
    private final Map<String, Set<String>> jobsOfTenant = new TreeMap<>();
    private final Set<String> jobs = new TreeSet<>();

    InstanceLimits(int slots, double slotHours) {
        this.slots = slots;
        slotsADay = Math.max(1, (int) Math.round(HOURS_A_DAY / slotHours));
    }

    /** Knows a job, before limits are read. */
    void know(String job, String tenant) {
        jobs.add(job);
        if (!tenant.isEmpty()) {
            jobsOfTenant.computeIfAbsent(tenant, _ -> new TreeSet<>()).add(job);
        }
    }

    Set<String> jobsOf(StudyFields fields, String tenant) {
        Set<String> own = jobsOfTenant.get(tenant);
        if (own == null) {
            throw fields.refusal("tenant", "has no job: " + tenant + "; there are " + jobsOfTenant.keySet());
        }
        return own;
    }

    /** The list under {@code limits}, where there is one. */
    List<Cap> read(StudyFields owner) {
        if (!owner.has("limits")) {
            return List.of();
        }
        List<Cap> caps = new ArrayList<>();
        for (StudyFields limit : owner.objects("limits")) {
            caps.addAll(limit(limit, caps.size()));
        }
        Map<String, Integer> seen = new HashMap<>();
        for (Cap cap : caps) {
            if (seen.merge(cap.id(), 1, Integer::sum) > 1) {
                throw owner.refusal("limits", "names two limits " + cap.id() + ": rename one");
            }
        }
        return List.copyOf(caps);
    }

    private List<Cap> limit(StudyFields limit, int number) {
        String name = limit.has("name") ? limit.text("name", "\"acme carbon\"") : "limit " + (number + 1);
        Set<String> bound = bound(limit);
        boolean eachDay = limit.has("each") && "day".equals(limit.text("each", "\"day\""));
        int from = limit.has("from_slot") ? limit.whole("from_slot", 0, slots, "0") : 0;
        int until = limit.has("until_slot") ? limit.whole("until_slot", from, slots, "48") : slots;
        List<Cap> caps = new ArrayList<>();
        for (Form form : Form.values()) {
            if (limit.has(form.field)) {
                double most = limit.number(form.field, 0, MOST, "120");
                int step = eachDay ? slotsADay : Math.max(1, until - from);
                for (int start = from; start < until; start += step) {
                    String id = eachDay ? name + ", day " + (start / slotsADay + 1) : name;
                    Scope scope = eachDay ? Scope.DAY : scope(limit);
                    caps.add(new Cap(id, form.measure, scope, bound, start, Math.min(until, start + step), most));
                }
            }
        }
        if (caps.isEmpty()) {
            throw limit.refusal("carbon_kg", "is missing: add it, or cost_gbp, peak_mw or moved_mwh");
        }
        limit.close();
        return caps;
    }

    private static Scope scope(StudyFields limit) {
        return limit.has("job") ? Scope.JOB : limit.has("tenant") ? Scope.TENANT : Scope.PLAN;
    }

    private Set<String> bound(StudyFields limit) {
        if (limit.has("job")) {
            String job = limit.text("job", "\"j1\"");
            if (!jobs.contains(job)) {
                throw limit.refusal("job", "names no job: " + job);
            }
            return Set.of(job);
        }
        return limit.has("tenant") ? jobsOf(limit, limit.text("tenant", "\"acme\"")) : Set.of();
    }

    /** The job's own caps. */
    List<Cap> own(StudyFields job, String id) {
        List<Cap> caps = new ArrayList<>();
        if (job.has("carbon_cap_kg")) {
            double kg = job.number("carbon_cap_kg", 0, MOST, "120");
            caps.add(new Cap("job " + id + " carbon", Measure.CARBON_KG, Scope.JOB, Set.of(id), 0, slots, kg));
        }
        if (job.has("cost_cap_gbp")) {
            double money = job.number("cost_cap_gbp", 0, MOST, "40");
            caps.add(new Cap("job " + id + " cost", Measure.MONEY, Scope.JOB, Set.of(id), 0, slots, money));
        }
        return caps;
    }
}
