package dev.flexgate.identity.access;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A wish for an API key.
 *
 * @param label what it is for, 1 to 200 characters
 * @param tenant on whose behalf it will act: lower-case letters, digits and inner hyphens, at most 64
 * @param scopes what it may do, at least one
 * @param expiry when it ends by itself; null for never
 */
public record KeyRequest(
        String label,
        String tenant,
        Set<Scope> scopes,
        @Nullable Instant expiry) {

    private static final Pattern TENANT = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");
    private static final int LABEL_LENGTH_MAX = 200;

    public KeyRequest {
        if (label.isBlank() || label.length() > LABEL_LENGTH_MAX) {
            throw new IllegalArgumentException("label must be 1 to " + LABEL_LENGTH_MAX + " characters");
        }
        requireTenant(tenant);
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a key needs at least one scope of " + EnumSet.allOf(Scope.class));
        }
        scopes = Set.copyOf(scopes);
    }

    /** @throws IllegalArgumentException unless {@code tenant} is the name of one */
    static void requireTenant(String tenant) {
        if (!TENANT.matcher(tenant).matches()) {
            throw new IllegalArgumentException(
                    "tenant must be lower-case letters, digits and inner hyphens, at most 64: '" + tenant + "'");
        }
    }

    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiry);
    }
}
