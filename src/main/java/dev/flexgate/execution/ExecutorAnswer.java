package dev.flexgate.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.flexibility.dispatch.SiteRefusal;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.util.Set;

/** What an executor's HTTP answer says of an instruction. */
sealed interface ExecutorAnswer {

    /** 2xx with {@code {"decision":"ACK"}}: it will do it. */
    record Taken(int revision) implements ExecutorAnswer {}

    /** 2xx with {@code {"decision":"NACK","reason":...}}, or a status that says no: it will not. */
    record Refused(int revision, SiteRefusal why) implements ExecutorAnswer {}

    /** 2xx without a decision: it will answer later. */
    record Later() implements ExecutorAnswer {}

    /** It could not be told. */
    record Unheard() implements ExecutorAnswer {}

    int REASON_LENGTH_MAX = 300;

    /** Statuses that are about the way, not about the instruction: a person or time may mend them. */
    Set<Integer> ABOUT_THE_WAY = Set.of(401, 403, 407, 408, 425, 429);

    /** Reads an answer; where it names no revision it is about {@code revision}, the one that was sent. */
    static ExecutorAnswer of(Answer answer, int revision) {
        if (answer.succeeded()) {
            return ofBody(answer.body(), revision);
        }
        int status = answer.status();
        return status >= 400 && status < 500 && !ABOUT_THE_WAY.contains(status)
                ? new Refused(revision, new SiteRefusal("HTTP " + status, false))
                : new Unheard();
    }

    private static ExecutorAnswer ofBody(byte[] body, int revision) {
        JsonNode json;
        try {
            json = StrictJson.parse(body);
        } catch (JsonRefusedException none) {
            return new Later();
        }
        int answered = json.path("revision").asInt(revision);
        return switch (json.path("decision").asText()) {
            case "ACK" -> new Taken(answered);
            case "NACK" -> new Refused(answered, refusal(json));
            default -> new Later();
        };
    }

    private static SiteRefusal refusal(JsonNode json) {
        String reason = json.path("reason").asText("no reason given").replaceAll("\\p{Cntrl}", " ");
        String bounded = reason.length() <= REASON_LENGTH_MAX ? reason : reason.substring(0, REASON_LENGTH_MAX);
        return new SiteRefusal(
                bounded,
                json.path("retryable").isBoolean() && !json.path("retryable").asBoolean());
    }
}
