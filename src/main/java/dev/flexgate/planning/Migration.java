package dev.flexgate.planning;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A job that has begun goes on at another site, and both sites are told: one writes a checkpoint and lets it go, the other
 * takes it and resumes it.
 *
 * @param revision counts from 1; a plan that changes the order of the move makes the next
 * @param order what they are told
 * @param state how it stands
 * @param fromSaid what the site that it leaves has said of this revision
 * @param toSaid what the site that it goes to has said of it
 * @param why in words: the plan's cause, a site's reason
 * @param since when it came into this state
 * @param record the audit record of that
 */
public record Migration(
        MigrationId id,
        int revision,
        Order order,
        State state,
        Optional<Said> fromSaid,
        Optional<Said> toSaid,
        String why,
        Instant since,
        RecordId record) {

    /**
     * What is to be done.
     *
     * @param leaveBy when the site that it leaves has to have suspended it
     * @param resumeAt when it goes on at the other
     * @param itPower at which it goes on
     * @param left work that is left of it then
     * @param planVersion of the plan that orders it
     */
    public record Order(
            JobId job,
            TenantId tenant,
            SiteId from,
            SiteId to,
            Instant leaveBy,
            Instant resumeAt,
            Power itPower,
            Energy left,
            long planVersion) {

        /** Whether the sites would be told the same: when it leaves is over once it has left. */
        boolean isSame(Order other) {
            return isOfTheSameSites(other) && resumeAt.equals(other.resumeAt) && itPower.equals(other.itPower);
        }

        boolean isOfTheSameSites(Order other) {
            return job.equals(other.job) && from.equals(other.from) && to.equals(other.to);
        }

        public boolean concerns(SiteId site) {
            return site.equals(from) || site.equals(to);
        }
    }

    /** How a migration stands. */
    public enum State {
        /** The sites are told. */
        ORDERED,
        /** A later plan does not want it. */
        WITHDRAWN,
        /** A site would not or could not: plans do not order the same again. */
        REFUSED,
        /** It goes on at the other site. */
        DONE
    }

    /** What a site says of its part. */
    public enum Said {
        /** It will do it. */
        TAKEN,
        /** It has done it: suspended and handed over, or taken and resumed. */
        DONE,
        /** It will not, or cannot. */
        REFUSED
    }

    /** What a site has said. */
    public Optional<Said> said(SiteId site) {
        return site.equals(order.from) ? fromSaid : toSaid;
    }

    Migration became(State now, String because, Instant at, RecordId recorded) {
        return new Migration(id, revision, order, now, fromSaid, toSaid, because, at, recorded);
    }

    Migration revised(Order instead, String because, Instant at, RecordId recorded) {
        return new Migration(
                id, revision + 1, instead, State.ORDERED, Optional.empty(), Optional.empty(), because, at, recorded);
    }

    /** The same once a site has said something. */
    Migration heard(SiteId site, Said what, String because, Instant at) {
        boolean leaves = site.equals(order.from);
        Optional<Said> left = leaves ? Optional.of(what) : fromSaid;
        Optional<Said> come = leaves ? toSaid : Optional.of(what);
        boolean both = left.equals(Optional.of(Said.DONE)) && come.equals(Optional.of(Said.DONE));
        State next = what == Said.REFUSED ? State.REFUSED : both ? State.DONE : state;
        return new Migration(id, revision, order, next, left, come, because, at, record);
    }
}
