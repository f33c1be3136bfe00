package dev.flexgate.beckn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flexgate.beckn.signature.DigestPrefix;
import java.util.Optional;

/**
 * How each peer names the digest in what it signs, which is how it reads what we sign. Learned from every message,
 * callback and answer, whichever of us it is for, and known anew after a restart by the next one.
 */
public final class LearnedDigests {

    private static final int PEERS_MAX = 10_000;

    private final Cache<String, DigestPrefix> prefixes =
            Caffeine.newBuilder().maximumSize(PEERS_MAX).executor(Runnable::run).build();

    /** A message of this peer was proved. Most peers name it as everybody does, and cost nothing here. */
    public void heard(String subscriberId, DigestPrefix prefix) {
        if (prefix != DigestPrefix.BLAKE_512) {
            prefixes.put(subscriberId, prefix);
        } else if (prefixes.getIfPresent(subscriberId) != null) {
            prefixes.invalidate(subscriberId);
        }
    }

    Optional<DigestPrefix> of(String subscriberId) {
        return Optional.ofNullable(prefixes.getIfPresent(subscriberId));
    }
}
