package dev.flexgate.beckn.share;

import java.time.Duration;

/**
 * Bounds of what others are given of our catalogue.
 *
 * @param subscriptions who may be told, and how
 * @param pulls what may be pulled
 * @param tick how often changes are looked for, at most
 * @param versionMemory how long an older version of a part is remembered
 * @param versionsMax versions that are remembered at one time, besides the newest of each part
 * @param inWork calls that are answered at once
 * @param emptyCallLife how long after it was made a signature over no bytes counts
 */
public record ShareLimits(
        Subscribing subscriptions,
        Pulling pulls,
        Duration tick,
        Duration versionMemory,
        int versionsMax,
        int inWork,
        Duration emptyCallLife) {

    /**
     * Who may be told of changes, and how.
     *
     * @param perPeer that one participant has not ended
     * @param max active ones in all
     * @param life after which one lapses that was not asked for again
     * @param pushBytes longest message of changes, unless a single part is longer
     * @param partsMax parts in one message
     * @param patienceMax how long the attempts at one message may last in all
     * @param attemptMax how long one attempt may last
     */
    public record Subscribing(
            int perPeer,
            int max,
            Duration life,
            int pushBytes,
            int partsMax,
            Duration patienceMax,
            Duration attemptMax) {}

    /**
     * What may be pulled.
     *
     * @param inlineBytes longest answer that goes into the message
     * @param fileBytes largest file
     * @param fileLife how long a file can be fetched
     * @param filesPerPeer files of one participant; an older one makes room
     * @param filesMax files in all
     */
    public record Pulling(int inlineBytes, int fileBytes, Duration fileLife, int filesPerPeer, int filesMax) {}

    public static final ShareLimits DEFAULT = new ShareLimits(
            new Subscribing(
                    8, 1_000, Duration.ofDays(90), 512 * 1024, 100, Duration.ofHours(24), Duration.ofSeconds(30)),
            new Pulling(128 * 1024, 64 * 1024 * 1024, Duration.ofHours(1), 4, 64),
            Duration.ofSeconds(5),
            Duration.ofHours(24),
            20_000,
            8,
            Duration.ofSeconds(60));

    public ShareLimits withTick(Duration other) {
        return new ShareLimits(subscriptions, pulls, other, versionMemory, versionsMax, inWork, emptyCallLife);
    }

    public ShareLimits withPulls(Pulling other) {
        return new ShareLimits(subscriptions, other, tick, versionMemory, versionsMax, inWork, emptyCallLife);
    }

    public ShareLimits withInlineBytes(int other) {
        return withPulls(
                new Pulling(other, pulls.fileBytes(), pulls.fileLife(), pulls.filesPerPeer(), pulls.filesMax()));
    }
}
