package dev.flexgate.api;

import java.time.Duration;

/**
 * What live views may take.
 *
 * @param clients connected to this node at once
 * @param perTenant of one tenant
 * @param history records that a client may have missed and still be told of one by one
 * @param heartbeat how often something is sent when nothing happens
 * @param coalesce how often a state of one subject is told at most
 * @param subjects whose states are remembered for one client
 * @param frameBytes sent to one client before it must have taken them
 */
public record StreamLimits(
        int clients, int perTenant, long history, Duration heartbeat, Duration coalesce, int subjects, int frameBytes) {

    public static final StreamLimits DEFAULT =
            new StreamLimits(1_000, 100, 20_000, Duration.ofSeconds(15), Duration.ofSeconds(1), 10_000, 64 * 1024);

    public StreamLimits withClients(int other, int ofTenant) {
        return new StreamLimits(other, ofTenant, history, heartbeat, coalesce, subjects, frameBytes);
    }

    public StreamLimits withHistory(long other) {
        return new StreamLimits(clients, perTenant, other, heartbeat, coalesce, subjects, frameBytes);
    }

    public StreamLimits withHeartbeat(Duration other) {
        return new StreamLimits(clients, perTenant, history, other, coalesce, subjects, frameBytes);
    }
}
