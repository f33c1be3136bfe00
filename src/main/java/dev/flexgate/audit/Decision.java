package dev.flexgate.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * A decision that is to be recorded.
 *
 * @param type what kind
 * @param occurredAt when it was taken
 * @param actor who took it
 * @param subject about what
 * @param causedBy records it follows from; they exist already
 * @param content groups of the record such as {@code protocol}, {@code forecasts}, {@code decision},
 *     {@code commercial}; whole units as integers within 2^53, decimals as strings, never a float
 * @param evidence exact bytes it rests on
 */
public record Decision(
        RecordType type,
        Instant occurredAt,
        Actor actor,
        Subject subject,
        List<RecordId> causedBy,
        ObjectNode content,
        List<Evidence> evidence) {

    public Decision {
        causedBy = List.copyOf(causedBy);
        evidence = List.copyOf(evidence);
    }
}
