package dev.flexgate.planning;

import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which new plans wait for a person. While one waits the plan that stands holds: what runs goes on, what it placed
 * begins, and nothing is placed anew.
 *
 * @param mode whether any waits
 * @param causes of a plan that make it wait; never {@link Cause#START} or {@link Cause#RELEASED}: there is nothing to
 *     hold
 * @param sites where something has to change for it to wait; none for any site
 * @param lasts how long a person can say yes
 */
public record Approval(Mode mode, Set<Cause> causes, Set<SiteId> sites, Duration lasts) {

    /** Whether a person is asked. */
    public enum Mode {
        /** What is due comes to stand by itself. */
        AUTOMATIC,
        /** What is due becomes a proposal. */
        MANUAL
    }

    /** Everything that can make a plan wait. */
    public static final Set<Cause> CAUSES = Collections.unmodifiableSet(EnumSet.range(Cause.JOBS, Cause.TIME));

    /** Sites that can be named. */
    public static final int SITES_MAX = 200;

    public static final Approval AUTOMATIC = new Approval(Mode.AUTOMATIC, CAUSES, Set.of(), ProposalRequest.LASTS);

    public Approval {
        if (causes.isEmpty() || !CAUSES.containsAll(causes)) {
            throw new IllegalArgumentException("plans can wait for these causes, at least one of them: " + CAUSES);
        }
        if (sites.size() > SITES_MAX) {
            throw new IllegalArgumentException("at most " + SITES_MAX + " sites can be named");
        }
        causes = Collections.unmodifiableSet(EnumSet.copyOf(causes));
        sites = Collections.unmodifiableSet(new TreeSet<>(sites));
        lasts = ProposalRequest.lasting(lasts);
    }

    /** Whether a plan that is due may have to wait: what waits already takes with it whatever comes on top. */
    boolean concerns(Due due, PlanCase standing) {
        return mode == Mode.MANUAL
                && (standing.inputs().isWaiting() || due.causes().stream().anyMatch(causes::contains));
    }

    /** Whether a plan waits that changes what runs at {@code touched}. */
    boolean concerns(Set<SiteId> touched) {
        return sites.isEmpty() ? !touched.isEmpty() : touched.stream().anyMatch(sites::contains);
    }
}
