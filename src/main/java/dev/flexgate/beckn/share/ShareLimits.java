package dev.flexgate.beckn.share;

import java.time.Duration;

/**
 * Bounds of what others are given of our catalogue.
 *
 * @param subscriptionsPerPeer active ones of one participant
 * @param subscriptionsMax active ones in all
 * @param subscriptionLife after which one lapses that was not asked for again
 * @param tick how often changes are looked for, at most
 * @param pushBytes longest message of changes, unless a single part is longer
 * @param partsMax parts in one message
 * @param patienceMax how long a message of changes is tried at most, whatever the subscriber's policy
 * @param versionMemory how long an older version of a part is remembered
 * @param versionsMax versions that are remembered at one time, besides the newest of each part
 * @param inlineBytes longest answer to a pull that goes into the message
 * @param fileBytes largest file of a pull
 * @param fileLife how long a file can be fetched
 * @param filesPerPeer files of one participant; an older one makes room
 * @param filesMax files in all
 * @param inWork calls that are answered at once
 */
public record ShareLimits(
        int subscriptionsPerPeer,
        int subscriptionsMax,
        Duration subscriptionLife,
        Duration tick,
        int pushBytes,
        int partsMax,
        Duration patienceMax,
        Duration versionMemory,
        int versionsMax,
        int inlineBytes,
        int fileBytes,
        Duration fileLife,
        int filesPerPeer,
        int filesMax,
        int inWork) {

    public static final ShareLimits DEFAULT = new ShareLimits(
            8,
            1_000,
            Duration.ofDays(90),
            Duration.ofSeconds(5),
            512 * 1024,
            100,
            Duration.ofHours(24),
            Duration.ofHours(24),
            20_000,
            128 * 1024,
            64 * 1024 * 1024,
            Duration.ofHours(1),
            4,
            64,
            8);

    public ShareLimits withTick(Duration other) {
        return new ShareLimits(
                subscriptionsPerPeer,
                subscriptionsMax,
                subscriptionLife,
                other,
                pushBytes,
                partsMax,
                patienceMax,
                versionMemory,
                versionsMax,
                inlineBytes,
                fileBytes,
                fileLife,
                filesPerPeer,
                filesMax,
                inWork);
    }

    public ShareLimits withInlineBytes(int other) {
        return new ShareLimits(
                subscriptionsPerPeer,
                subscriptionsMax,
                subscriptionLife,
                tick,
                pushBytes,
                partsMax,
                patienceMax,
                versionMemory,
                versionsMax,
                other,
                fileBytes,
                fileLife,
                filesPerPeer,
                filesMax,
                inWork);
    }
}
