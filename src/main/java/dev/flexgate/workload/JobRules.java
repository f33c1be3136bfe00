package dev.flexgate.workload;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Which jobs can be taken: on their own merits, before any plan. */
final class JobRules {

    private JobRules() {}

    static Optional<Submission.Refused> refusal(
            JobRequest job, Map<SiteId, Site> sites, Instant now, JobLimits limits) {
        for (SiteId site : job.sites().allowed()) {
            if (!sites.containsKey(site)) {
                return refused(JobRefusal.UNKNOWN_SITE, "no site " + site + "; known are " + sites.keySet());
            }
        }
        return window(job, now, limits).or(() -> demand(job, now)).or(() -> power(job, sites));
    }

    /** Whole half-hours between {@code now} or release, whichever is later, and the deadline. */
    static long halfHoursLeft(JobRequest job, Instant now) {
        Instant earliest = job.window().start().isAfter(now) ? job.window().start() : now;
        Duration usable = Duration.between(
                HalfHours.ceiling(earliest), HalfHours.floor(job.window().end()));
        return Math.max(0, usable.dividedBy(HalfHours.STEP));
    }

    private static Optional<Submission.Refused> window(JobRequest job, Instant now, JobLimits limits) {
        Instant deadline = job.window().end();
        if (halfHoursLeft(job, now) == 0) {
            return refused(JobRefusal.WINDOW_OVER, "no whole half-hour is left until the deadline " + deadline);
        }
        Instant horizon = now.plus(limits.lookahead());
        if (deadline.isAfter(horizon)) {
            return refused(JobRefusal.WINDOW_TOO_FAR, "deadline " + deadline + " lies beyond " + horizon);
        }
        return Optional.empty();
    }

    private static Optional<Submission.Refused> demand(JobRequest job, Instant now) {
        Demand demand = job.demand();
        if (demand.work().joules() % Demand.JOULES_MIN != 0) {
            return refused(
                    JobRefusal.WORK_NOT_WHOLE,
                    demand.work().joules() + " J is not a multiple of 1800 J: give kWh in steps of 0.0005");
        }
        if (isConstantPower(job.shape()) && !demand.isWhole()) {
            return refused(
                    JobRefusal.WORK_NOT_WHOLE,
                    demand.work() + " is not " + demand.itPower() + " times whole half-hours: ask for "
                            + demand.roundedUp());
        }
        long available = halfHoursLeft(job, now);
        if (demand.halfHours() > available) {
            return refused(
                    JobRefusal.WORK_EXCEEDS_WINDOW,
                    "the work takes " + demand.halfHours() + " half-hours at full power and the window has "
                            + available);
        }
        return Optional.empty();
    }

    private static Optional<Submission.Refused> power(JobRequest job, Map<SiteId, Site> sites) {
        if (!isConstantPower(job.shape())) {
            return Optional.empty();
        }
        Power most = sites.values().stream()
                .filter(site -> job.sites().allowed().contains(site.id()))
                .map(site -> site.power().flexible())
                .max(Power::compareTo)
                .orElse(Power.ZERO);
        return job.demand().itPower().compareTo(most) <= 0
                ? Optional.empty()
                : refused(
                        JobRefusal.POWER_EXCEEDS_SITES,
                        "needs " + job.demand().itPower() + " at once; the allowed sites have at most " + most);
    }

    private static boolean isConstantPower(JobShape shape) {
        return switch (shape) {
            case JobShape.Malleable _ -> false;
            case JobShape.Preemptible _, JobShape.Contiguous _ -> true;
        };
    }

    private static Optional<Submission.Refused> refused(JobRefusal reason, String detail) {
        return Optional.of(new Submission.Refused(reason, detail));
    }
}
