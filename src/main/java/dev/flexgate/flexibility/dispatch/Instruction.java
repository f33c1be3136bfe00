package dev.flexgate.flexibility.dispatch;

import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What one site is to do for one promise.
 *
 * @param order the promise that is kept by it
 * @param direction which way the load moves
 * @param targets consecutive half-hours, in their order
 * @param notBefore when it may be sent at the earliest
 * @param deadline from this moment on it is never sent; after {@code notBefore}, not after the window
 */
public record Instruction(
        UUID order, SiteId site, Direction direction, List<Target> targets, Instant notBefore, Instant deadline) {

    /** Half-hours of one instruction: a week. */
    public static final int TARGETS_MAX = 7 * 50;

    public Instruction {
        targets = List.copyOf(targets);
        if (targets.isEmpty() || targets.size() > TARGETS_MAX) {
            throw new IllegalArgumentException("an instruction has 1 to " + TARGETS_MAX + " half-hours");
        }
        for (int next = 1; next < targets.size(); next++) {
            if (!targets.get(next - 1)
                    .period()
                    .end()
                    .equals(targets.get(next).period().start())) {
                throw new IllegalArgumentException("the half-hours of an instruction follow each other");
            }
        }
        targets.forEach(target -> requireSign(direction, target));
        if (!notBefore.isBefore(deadline)
                || deadline.isAfter(targets.getLast().period().end())) {
            throw new IllegalArgumentException("an instruction is sent before its deadline, which its window contains");
        }
    }

    /**
     * An instruction that is sent {@code lead} before its window at the earliest, and never once the window has begun.
     */
    public static Instruction ahead(UUID order, SiteId site, Direction direction, List<Target> targets, Duration lead) {
        Instant start = targets.getFirst().period().start();
        return new Instruction(order, site, direction, targets, start.minus(lead), start);
    }

    public Interval window() {
        return new Interval(
                targets.getFirst().period().start(), targets.getLast().period().end());
    }

    /** From this moment on the site is free again, whether or not it hears from us: a dead gateway holds nothing. */
    public Instant releaseAt() {
        return window().end();
    }

    private static void requireSign(Direction direction, Target target) {
        long reduction = target.reduction().watts();
        boolean fits = switch (direction) {
            case DOWN -> reduction >= 0;
            case UP -> reduction <= 0;
        };
        if (!fits) {
            throw new IllegalArgumentException("a turn-down has no negative reduction, a turn-up no positive one");
        }
    }
}
