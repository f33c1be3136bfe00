package dev.flexgate.planning;

import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands against a plan, or against something that was asked of one.
 *
 * @param code by name, for programs
 * @param detail with the numbers
 * @param about {@code jobId}, {@code siteId} and {@code at} as far as it is about one
 */
public record Obstacle(Code code, String detail, Map<String, String> about) {

    /** Each reason by name. */
    public enum Code {
        /** The job is unknown, done, missed or cancelled. */
        JOB_OVER,
        /** A run of it has begun and may not be broken or moved. */
        RUN_BEGUN,
        /** What it asks for lies before the plan begins. */
        PAST,
        /** It reaches beyond the end of the plan. */
        BEYOND_HORIZON,
        /** The runs do other work than is left of the job. */
        WORK_DIFFERS,
        /** Outside the window of the job. */
        DEADLINE,
        /** The job may not run there. */
        RESIDENCY,
        /** Not enough power at the site: its limit, base load, what is sold and what must stay leave less. */
        SITE_CAPACITY,
        /** The site is closed then. */
        SITE_CLOSED,
        /** There is no such site in the plan. */
        SITE_UNKNOWN,
        /** More power than the job may draw. */
        JOB_POWER,
        /** The job would pause, or change its site or power, more than it may. */
        JOB_SHAPE,
        /** A grid operator was promised less load. */
        TURN_DOWN_PROMISED,
        /** A grid operator was promised more load. */
        TURN_UP_PROMISED,
        /** More carbon than the cap allows. */
        CARBON_CAP,
        /** More than a tenant's policy allows: a limit of the tenant, a job or a day. */
        POLICY_LIMIT,
        /** Something that would be changed has begun meanwhile. */
        HALF_HOUR_BEGUN
    }

    public Obstacle {
        about = Map.copyOf(about);
    }

    static Obstacle of(Code code, String detail) {
        return new Obstacle(code, detail, Map.of());
    }

    Obstacle job(JobId job) {
        return with("jobId", job.toString());
    }

    Obstacle site(SiteId site) {
        return with("siteId", site.value());
    }

    Obstacle at(Instant moment) {
        return with("at", moment.toString());
    }

    private Obstacle with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(about);
        more.put(name, value);
        return new Obstacle(code, detail, more);
    }

    /** For a problem document: code, what it is about, and the detail. */
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("code", code.name());
        about.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> members.put(each.getKey(), each.getValue()));
        members.put("detail", detail);
        return members;
    }
}
