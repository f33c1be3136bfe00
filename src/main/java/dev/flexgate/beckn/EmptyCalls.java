package dev.flexgate.beckn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.signature.SignatureFault;
import dev.flexgate.beckn.signature.SignatureHeader;
import java.time.Duration;
import java.time.Instant;

/**
 * What keeps calls without a body apart. The protocol signs the digest of the body and the time alone, so that a
 * signature over no bytes says neither what is called nor whom: whoever was sent one could show it to us and read, or
 * end, what is its sender's. Against that a signature over nothing counts for a minute whatever its {@code expires}
 * says, and one that changes something counts for that alone. Reads may share one: an honest caller that signs twice
 * within a second makes the same signature twice.
 */
final class EmptyCalls {

    private static final String READ = "";

    private final Duration life;
    private final Cache<String, String> targets;

    /**
     * Nothing was called yet.
     *
     * @param life how long after {@code created} a signature over no bytes counts
     * @param most that are remembered at one time
     */
    EmptyCalls(Duration life, int most) {
        this.life = life;
        this.targets = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(life.multipliedBy(2))
                .build();
    }

    /**
     * Refuses what this signature cannot mean; to be asked when it is proved.
     *
     * @param changes whether the call changes anything
     * @param target method and path
     */
    void check(SignatureHeader header, boolean changes, String target, Instant now) {
        long age = now.getEpochSecond() - header.created();
        if (age > life.toSeconds()) {
            throw SignatureFault.EXPIRED.refused(
                    "a signature over no bytes counts for " + life.toSeconds() + " s, this one is " + age + " s old",
                    "sign again and send at once");
        }
        String meant = changes ? target : READ;
        String before = targets.asMap().putIfAbsent(header.signature(), meant);
        if (before != null && !before.equals(meant)) {
            throw RefusedException.of(
                            ErrorCode.AUT_REPLAY_DETECTED, "this signature over no bytes was used for another call")
                    .fix("sign what changes something by itself, a second after or before what only reads");
        }
    }
}
