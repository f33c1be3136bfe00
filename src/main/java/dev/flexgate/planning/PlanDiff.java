package dev.flexgate.planning;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.util.List;

/**
 * Two plans side by side over the half-hours that both cover, both weighed by the forecasts of the second: so a
 * difference of cost is what the plans do differently, and not what was forecast anew between them.
 *
 * @param from label of the first, such as {@code 117}
 * @param to label of the second: a version, or the id of a proposal
 * @param over the half-hours that both cover
 * @param changes jobs whose runs differ there, by job
 * @param before what the runs of the first cost there
 * @param after what those of the second cost there
 * @param peaks highest planned power of each site there, by site
 * @param undone work left undone, by job, where it differs
 */
public record PlanDiff(
        String from,
        String to,
        Interval over,
        List<Change> changes,
        Cost before,
        Cost after,
        List<Peak> peaks,
        List<Undone> undone) {

    public PlanDiff {
        changes = List.copyOf(changes);
        peaks = List.copyOf(peaks);
        undone = List.copyOf(undone);
    }

    /** What became of a job. */
    public enum Kind {
        PLACED,
        MOVED,
        DROPPED
    }

    /**
     * A job whose runs differ.
     *
     * @param before its runs in the first plan; none where it was placed
     * @param after its runs in the second; none where it was dropped
     * @param effect what the second costs more than the first
     */
    public record Change(JobId job, Kind kind, List<Allocation> before, List<Allocation> after, Cost effect) {

        public Change {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /**
     * The highest IT power that jobs draw at a site.
     *
     * @param limit what the site has for jobs and buyers
     */
    public record Peak(SiteId site, Power before, Power after, Power limit) {}

    /** Work that is left undone. */
    public record Undone(JobId job, Energy before, Energy after) {}

    public long count(Kind kind) {
        return changes.stream().filter(each -> each.kind() == kind).count();
    }

    /** What the second costs more than the first; less where negative. */
    public Cost effect() {
        return after.minus(before);
    }
}
