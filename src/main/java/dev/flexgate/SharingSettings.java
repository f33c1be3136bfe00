package dev.flexgate;

import dev.flexgate.beckn.share.ShareLimits;
import dev.flexgate.beckn.share.ShareLimits.Pulling;
import dev.flexgate.beckn.share.ShareLimits.Subscribing;
import java.time.Duration;

/** How much others are given of our catalogue, from variables. */
final class SharingSettings {

    private static final int KILOBYTE = 1024;
    private static final int MEGABYTE = 1024 * KILOBYTE;

    private SharingSettings() {}

    static ShareLimits read(Variables variables) {
        ShareLimits otherwise = ShareLimits.DEFAULT;
        return new ShareLimits(
                subscribing(variables, otherwise.subscriptions()),
                pulling(variables, otherwise.pulls()),
                seconds(variables, "FLEXGATE_SHARE_TICK_SECONDS", otherwise.tick(), 3_600),
                Duration.ofHours(
                        variables.number("FLEXGATE_SHARE_MEMORY_HOURS", hours(otherwise.versionMemory()), 720)),
                variables.number("FLEXGATE_SHARE_VERSIONS", otherwise.versionsMax(), 1_000_000),
                variables.number("FLEXGATE_SHARE_CALLS", otherwise.inWork(), 256),
                seconds(variables, "FLEXGATE_SHARE_EMPTY_CALL_SECONDS", otherwise.emptyCallLife(), 3_600));
    }

    /** A message of changes must pass through the outbox, which takes a megabyte. */
    private static Subscribing subscribing(Variables variables, Subscribing otherwise) {
        return new Subscribing(
                variables.number("FLEXGATE_SHARE_SUBSCRIPTIONS_PER_PARTICIPANT", otherwise.perPeer(), 1_000),
                variables.number("FLEXGATE_SHARE_SUBSCRIPTIONS", otherwise.max(), 100_000),
                Duration.ofDays(variables.number(
                        "FLEXGATE_SHARE_SUBSCRIPTION_DAYS",
                        (int) otherwise.life().toDays(),
                        3_650)),
                KILOBYTE * variables.number("FLEXGATE_SHARE_PUSH_KB", otherwise.pushBytes() / KILOBYTE, 900),
                otherwise.partsMax(),
                Duration.ofHours(
                        variables.number("FLEXGATE_SHARE_PATIENCE_HOURS", hours(otherwise.patienceMax()), 168)),
                otherwise.attemptMax());
    }

    private static Pulling pulling(Variables variables, Pulling otherwise) {
        return new Pulling(
                KILOBYTE * variables.number("FLEXGATE_SHARE_INLINE_KB", otherwise.inlineBytes() / KILOBYTE, 900),
                MEGABYTE * variables.number("FLEXGATE_SHARE_FILE_MB", otherwise.fileBytes() / MEGABYTE, 512),
                Duration.ofMinutes(variables.number(
                        "FLEXGATE_SHARE_FILE_MINUTES",
                        (int) otherwise.fileLife().toMinutes(),
                        10_080)),
                variables.number("FLEXGATE_SHARE_FILES_PER_PARTICIPANT", otherwise.filesPerPeer(), 100),
                variables.number("FLEXGATE_SHARE_FILES", otherwise.filesMax(), 10_000));
    }

    private static int hours(Duration duration) {
        return (int) duration.toHours();
    }

    private static Duration seconds(Variables variables, String name, Duration otherwise, int most) {
        return Duration.ofSeconds(variables.number(name, (int) otherwise.toSeconds(), most));
    }
}
