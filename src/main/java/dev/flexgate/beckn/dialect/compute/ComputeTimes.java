package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Windows, some of which are written without a date. Such a time is the first one that is not before an anchor: in an
 * order the begin of the slot, in a catalogue the begin of its validity, else the timestamp of the message.
 */
final class ComputeTimes {

    private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2})");

    private ComputeTimes() {}

    static boolean isDateless(JsonNode window) {
        return isTime(window.path("start")) && isTime(window.path("end"));
    }

    private static boolean isTime(JsonNode json) {
        return json.isTextual() && TIME.matcher(json.textValue()).matches();
    }

    /** Dates a window in place; a stated duration says its end, else it ends when its end next comes. */
    static void date(ObjectNode window, Instant anchor) {
        OffsetTime begin = OffsetTime.parse(window.path("start").textValue());
        OffsetTime end = OffsetTime.parse(window.path("end").textValue());
        Instant from = Extent.AtTimes.next(begin, anchor);
        Instant until = stated(window.path("duration"))
                .map(from::plus)
                .orElseGet(() -> Extent.AtTimes.next(end, from.plusSeconds(1)));
        window.put("start", from.toString()).put("end", until.toString());
    }

    private static Optional<Duration> stated(JsonNode duration) {
        try {
            return Optional.of(Duration.parse(duration.asText()))
                    .filter(Duration::isPositive)
                    .filter(length -> length.compareTo(Duration.ofDays(31)) <= 0);
        } catch (DateTimeException unsaid) {
            return Optional.empty();
        }
    }

    /** Which part of a slot is meant. */
    static Extent extent(JsonNode window, String path) {
        if (!isDateless(window)) {
            return new Extent.Within(LtsFields.window(window, path));
        }
        try {
            return new Extent.AtTimes(
                    OffsetTime.parse(window.path("start").textValue()),
                    OffsetTime.parse(window.path("end").textValue()));
        } catch (DateTimeException noTime) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + " has no times")
                    .at(path)
                    .fix("send RFC 3339 with date and offset, such as 2026-11-22T10:00:00Z");
        }
    }

    static ObjectNode write(Extent extent) {
        return switch (extent) {
            case Extent.Within(Interval window) -> LtsFields.window(window);
            case Extent.AtTimes(OffsetTime start, OffsetTime end) ->
                Json.object().put("start", text(start)).put("end", text(end));
            case Extent.WholeSlot _ -> Json.object();
        };
    }

    private static String text(OffsetTime time) {
        return time.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_TIME);
    }

    static Instant instant(JsonNode json, Instant otherwise) {
        try {
            return OffsetDateTime.parse(json.asText()).toInstant();
        } catch (DateTimeException unsaid) {
            return otherwise;
        }
    }
}
