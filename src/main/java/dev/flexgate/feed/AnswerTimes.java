package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Fetched.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times as providers write them: {@code 2023-03-15T12:00Z} and {@code 2024-12-29T05:30:00Z}, always with an offset. */
final class AnswerTimes {

    private AnswerTimes() {}

    static Instant instant(JsonNode node) {
        try {
            return OffsetDateTime.parse(node.asText()).toInstant();
        } catch (DateTimeException broken) {
            throw new BadAnswerException(Reason.WRONG_SHAPE, "a time that cannot be read");
        }
    }
}
