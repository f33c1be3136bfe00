package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Fetched.Reason;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads fields of answers as providers write them: a number as a number or a text, nothing as null or not at all. */
final class AnswerFields {

    /** Far above any grid's power in MW, any price a MWh and any grams. */
    private static final BigDecimal ABSURD = BigDecimal.valueOf(10_000_000);

    private AnswerFields() {}

    /** The list at {@code pointer}, which must be there; an empty one is {@link Reason#EMPTY}. */
    static JsonNode list(JsonNode body, String pointer, int most) {
        if (body.isContainerNode() && body.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "an empty " + body.getNodeType());
        }
        JsonNode list = body.at(pointer);
        if (!list.isArray()) {
            throw Asked.wrongShape("no list at " + pointer);
        }
        if (list.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "an empty list at " + pointer);
        }
        if (list.size() > most) {
            throw new BadAnswerException(Reason.TOO_LARGE, list.size() + " entries at " + pointer);
        }
        return list;
    }

    /** A number; empty when it is null or absent: never read as 0. */
    static Optional<BigDecimal> number(JsonNode row, String name) {
        JsonNode value = row.path(name);
        if (value.isNull() || value.isMissingNode()) {
            return Optional.empty();
        }
        if (value.isNumber()) {
            return Optional.of(possible(value.decimalValue(), name));
        }
        return number(value.asText(), name);
    }

    /** A number written as text; empty when there is none. */
    static Optional<BigDecimal> number(String text, String name) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(possible(new BigDecimal(text.strip()), name));
        } catch (NumberFormatException notANumber) {
            throw Asked.wrongShape(name + " is no number");
        }
    }

    /** A number from 0 to {@code most}. */
    static BigDecimal within(BigDecimal value, int most, String name) {
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw Asked.wrongShape(name + " that cannot be");
        }
        return value;
    }

    /** Refuses an answer about something else than was asked for. */
    static void requireText(JsonNode row, String name, String expected) {
        JsonNode value = row.path(name);
        if (!value.isMissingNode() && !value.asText().equals(expected)) {
            throw Asked.wrongShape(name + " is not the one asked for");
        }
    }

    private static BigDecimal possible(BigDecimal value, String name) {
        if (value.abs().compareTo(ABSURD) > 0 || value.scale() > 40) {
            throw Asked.wrongShape(name + " that cannot be");
        }
        return value;
    }
}
