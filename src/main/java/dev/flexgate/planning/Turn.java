package dev.flexgate.planning;

import dev.flexgate.store.Lease;
import dev.flexgate.store.Leases;
import dev.flexgate.store.Tx;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to plan: one gateway at a time, by a lease. Whoever stalls past its lease cannot publish any
 * more, whatever it believes: the plan's own transaction checks.
 */
final class Turn {

    private static final String NAME = "planning-clock";

    private final Leases leases;
    private String holder;
    private final Duration length;
    private @Nullable Lease held;

    Turn(Leases leases, String holder, Duration length) {
        this.leases = leases;
        this.holder = holder;
        this.length = length;
    }

    /** From now on it is held by this name, which outlives the process and is nobody else's. */
    void named(String name) {
        holder = name;
    }

    /** The lease, good for its whole length from now. */
    Lease take() {
        Optional<Lease> mine = Optional.ofNullable(held).flatMap(lease -> leases.renew(lease, length));
        Lease lease = mine.or(() -> leases.takeAgain(NAME, holder, length))
                .orElseThrow(() -> new PlanningElsewhereException("another gateway plans"));
        held = lease;
        return lease;
    }

    /** Throws unless {@code lease} still is the one; nobody else can take it before {@code tx} ends. */
    static void check(Tx tx, Lease lease) {
        if (!Leases.holds(tx, lease)) {
            throw new PlanningElsewhereException("the planning clock was lost while a plan was made");
        }
    }

    void release() {
        if (held != null) {
            leases.release(held);
            held = null;
        }
    }
}
