package dev.flexgate.flexibility.dispatch;

import java.time.Duration;

/**
 * Bounds of dispatch.
 *
 * @param ackTimeout how long a site that has received an instruction may think about it
 * @param againAfter how long a refused instruction waits before it is issued anew
 * @param revisionsMax how often an instruction is issued at most
 * @param tick how often to look without being told
 * @param duePerTick instructions moved on in one go
 * @param pageMax instructions on a page
 * @param reportsMax reports of a site kept for one instruction
 */
public record DispatchLimits(
        Duration ackTimeout,
        Duration againAfter,
        int revisionsMax,
        Duration tick,
        int duePerTick,
        int pageMax,
        int reportsMax) {

    public static final DispatchLimits DEFAULT = new DispatchLimits(
            Duration.ofSeconds(10), Duration.ofSeconds(5), 4, Duration.ofMillis(500), 256, 200, 10_000);

    public DispatchLimits withTimes(Duration ack, Duration again, Duration otherTick) {
        return new DispatchLimits(ack, again, revisionsMax, otherTick, duePerTick, pageMax, reportsMax);
    }
}
