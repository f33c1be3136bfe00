package dev.flexgate.identity.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is known after it was shown once: everything but its secret.
 *
 * @param id names it in lists, logs and records; 12 hexadecimal digits
 * @param label what it is for, in its owner's words
 * @param tenant on whose behalf it acts
 * @param scopes what it was granted
 * @param createdAt when it was made
 * @param createdBy id of the key that made it
 * @param times what else happened to it
 * @param version from 1, one more with each change that has a record
 */
public record ApiKey(
        String id,
        String label,
        String tenant,
        Set<Scope> scopes,
        Instant createdAt,
        String createdBy,
        Times times,
        int version) {

    /**
     * What else happened to a key.
     *
     * @param expiry when it ends by itself; null for never
     * @param revocation when it was revoked; null while it was not
     * @param lastUse when it was last used, to the minute or so; null while it was not
     */
    public record Times(
            @Nullable Instant expiry,
            @Nullable Instant revocation,
            @Nullable Instant lastUse) {

        public Optional<Instant> expiresAt() {
            return Optional.ofNullable(expiry);
        }

        public Optional<Instant> revokedAt() {
            return Optional.ofNullable(revocation);
        }

        public Optional<Instant> lastUsedAt() {
            return Optional.ofNullable(lastUse);
        }
    }

    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    /** Whether it opens anything at {@code moment}: from its making until its expiry or revocation, not at it. */
    public boolean isLive(Instant moment) {
        return times.expiresAt().map(moment::isBefore).orElse(true)
                && times.revokedAt().map(moment::isBefore).orElse(true);
    }

    Caller caller(Set<String> participants) {
        return new Caller(tenant, Scope.including(scopes), id, participants);
    }
}
