package dev.flexgate.identity.access;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which tenant a participant of the Beckn network is: the tenant sees that participant's orders and their records.
 *
 * @param participant subscriber id, 1 to 255 visible characters without {@code |}
 * @param owner the tenant; null when the binding has ended
 * @param version from 1, one more with each change
 * @param changedBy id of the key whose holder did it
 */
public record Binding(String participant, @Nullable String owner, int version, Instant changedAt, String changedBy) {

    private static final Pattern PARTICIPANT = Pattern.compile("[!-{}~]{1,255}");

    public Binding {
        if (!PARTICIPANT.matcher(participant).matches()) {
            throw new IllegalArgumentException(
                    "participant must be 1 to 255 visible characters without |: '" + participant + "'");
        }
    }

    /** The tenant, while there is one. */
    public Optional<String> tenant() {
        return Optional.ofNullable(owner);
    }
}
