package dev.flexgate.feed;

import dev.flexgate.feed.Fetched.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How often one provider may be asked, shared by everything that asks it: at most so many requests in any stretch of a
 * given length, in order of arrival (a generic cell rate algorithm: one moment is remembered, no list of requests).
 * When the provider says that it was too often, all are held back until it wants to be asked again.
 */
final class Allowance {

    /** Whoever would have to wait longer is told so instead, and comes again later. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** No provider can silence us for longer with one answer. */
    static final Duration HELD_BACK_MAX = Duration.ofHours(24);

    private final Duration interval;
    private final Duration burst;
    private final InstantSource clock;

    private Instant due = Instant.MIN;
    private Instant heldUntil = Instant.MIN;

    Allowance(Rate rate, InstantSource clock) {
        this.interval = rate.per().dividedBy(rate.requests());
        this.burst = interval.multipliedBy(rate.requests() - 1L);
        this.clock = clock;
    }

    /**
     * Takes a turn.
     *
     * @return how long to wait for it
     */
    synchronized Duration take() {
        Instant now = clock.instant();
        if (heldUntil.isAfter(now)) {
            throw new BadAnswerException(Reason.RATE_LIMITED, "asked to wait").retryAt(heldUntil);
        }
        Instant theirs = due.isAfter(now) ? due : now;
        Duration wait = Duration.between(now, theirs.minus(burst));
        if (wait.compareTo(PATIENCE) > 0) {
            throw new BadAnswerException(Reason.BUDGET_SPENT, "no request left for " + wait.toSeconds() + " s")
                    .retryAt(now.plus(wait));
        }
        due = theirs.plus(interval);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** Between requests when the burst is spent. */
    Duration turn() {
        return interval;
    }

    /** The provider wants to be left alone until {@code moment}. */
    synchronized Instant holdUntil(Instant moment) {
        Instant latest = clock.instant().plus(HELD_BACK_MAX);
        Instant until = moment.isAfter(latest) ? latest : moment;
        heldUntil = until.isAfter(heldUntil) ? until : heldUntil;
        return heldUntil;
    }
}
