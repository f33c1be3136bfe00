package dev.flexgate.planning;

import java.time.Duration;
import java.util.List;

/**
 * What a person proposes.
 *
 * @param reason why, in their words; may be empty
 * @param changes in the order in which they are to be made; none to see what would be planned now
 * @param lasts how long it can be applied
 * @param by who proposes, as the audit log names them
 */
public record ProposalRequest(String reason, List<Change> changes, Duration lasts, String by) {

    /** Most changes of one proposal. */
    public static final int CHANGES_MAX = 50;

    /** Longest reason, in characters. */
    public static final int REASON_MAX = 500;

    /** How long a proposal can be applied unless it is said. */
    public static final Duration LASTS = Duration.ofHours(1);

    /** The longest that can be said. */
    public static final Duration LASTS_MAX = Duration.ofHours(24);

    public ProposalRequest {
        changes = List.copyOf(changes);
        if (reason.length() > REASON_MAX) {
            throw new IllegalArgumentException("reason is longer than " + REASON_MAX + " characters");
        }
        if (changes.size() > CHANGES_MAX) {
            throw new IllegalArgumentException("at most " + CHANGES_MAX + " changes at once");
        }
        Duration _ = lasting(lasts);
    }

    /** The same, if a proposal may last so long; throws {@link IllegalArgumentException} otherwise. */
    public static Duration lasting(Duration lasts) {
        if (lasts.compareTo(Duration.ofMinutes(1)) < 0 || lasts.compareTo(LASTS_MAX) > 0) {
            throw new IllegalArgumentException("a proposal lasts 1 minute to 24 hours");
        }
        return lasts;
    }
}
