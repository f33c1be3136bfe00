package dev.flexgate.wire;

import java.time.Duration;

/**
 * Bounds of outbound calls.
 *
 * @param responseBytes longest answer that is read
 * @param connectTimeout until TCP and TLS are up; the call's own deadline covers everything
 * @param connectionsPerTarget open at once to one address under one name
 * @param waitingPerTarget calls that may wait for such a connection
 */
public record OutboundLimits(
        int responseBytes, Duration connectTimeout, int connectionsPerTarget, int waitingPerTarget) {

    /** For callbacks: a peer's acknowledgement is short. */
    public static final OutboundLimits DEFAULT = new OutboundLimits(16 * 1024, Duration.ofSeconds(5), 16, 256);

    public OutboundLimits withResponseBytes(int other) {
        return new OutboundLimits(other, connectTimeout, connectionsPerTarget, waitingPerTarget);
    }
}
