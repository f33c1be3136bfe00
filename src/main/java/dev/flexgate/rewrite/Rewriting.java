package dev.flexgate.rewrite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.StrictJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the facts of an explanation told in other words, by a language model behind an OpenAI-compatible endpoint that
 * the operator has named. It decides nothing and adds nothing: what it says is labelled, is shown beside the facts and
 * never in their place, and is thrown away when it holds a number that they do not.
 */
public final class Rewriting {

    /** Longest text that is handed over, in characters: what lies beyond is left out. */
    private static final int FACTS_MAX = 16_000;

    /** Longest text that is taken back, in characters. */
    private static final int TOLD_MAX = 4_000;

    /** Longest answer of the endpoint. */
    public static final int ANSWER_BYTES_MAX = 256 * 1024;

    private static final int TOKENS_MAX = 700;
    private static final int AT_ONCE_MAX = 2;
    private static final int KEPT_MAX = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Rewriting.class);

    private static final String TASK = """
            You retell the record of a scheduling decision for people, in plain English of at most two paragraphs.
            Use only what the record says. Write every number exactly as it stands there, with its unit; do not add,
            subtract, round, convert or compare numbers, and write no number in words. Give no advice.""";

    /** What came of asking. */
    public sealed interface Told {

        /** It was retold, and every number in it stands in the facts. */
        record Rewritten(String text, String model) implements Told {}

        /** It was thrown away. */
        record Refused(String why, String model) implements Told {}

        /** Nobody answered as was agreed. */
        record Away(String why) implements Told {}

        /** Who said it, and how far it was looked at. */
        default String label() {
            return switch (this) {
                case Rewritten(String _, String model) ->
                    "Rewritten by the language model " + model
                            + ": every number in it stands in the facts below, nothing else of it was checked.";
                case Refused(String why, String model) ->
                    "What the language model " + model + " wrote is not shown: " + why + ".";
                case Away(String why) -> "Not rewritten: " + why + ".";
            };
        }
    }

    /**
     * Where the model is.
     *
     * @param base without a slash at its end, such as {@code http://127.0.0.1:11434/v1}
     * @param key empty for none; a secret, never logged
     */
    public record Endpoint(URI base, String model, String key) {

        @Override
        public String toString() {
            return "Endpoint[base=" + base + ", model=" + model + ", key=hidden]";
        }
    }

    private final OutboundHttp http;
    private final Endpoint endpoint;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final Map<String, Told> kept = new LinkedHashMap<>(KEPT_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
            return size() > KEPT_MAX;
        }
    };

    public Rewriting(OutboundHttp http, Endpoint endpoint) {
        this.http = http;
        this.endpoint = endpoint;
    }

    /** Retells {@code facts}. Waits for the model, half a minute at most; the same facts are told once. */
    public Told told(String facts) {
        String given = facts.length() > FACTS_MAX ? facts.substring(0, FACTS_MAX) : facts;
        String sha256 = Digests.sha256Hex(given.getBytes(StandardCharsets.UTF_8));
        Optional<Told> before = find(sha256);
        if (before.isPresent()) {
            return before.get();
        }
        if (!places.tryAcquire()) {
            return new Told.Away("other texts are being rewritten; ask again in a moment");
        }
        try {
            Told told = asked(given);
            if (!(told instanceof Told.Away)) {
                keep(sha256, told);
            }
            return told;
        } finally {
            places.release();
        }
    }

    private Optional<Told> find(String sha256) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(sha256));
        }
    }

    private void keep(String sha256, Told told) {
        synchronized (kept) {
            kept.put(sha256, told);
        }
    }

    private Told asked(String facts) {
        try {
            Answer answer = http.send(Call.post(
                    URI.create(endpoint.base() + "/chat/completions"),
                    headers(),
                    Json.bytes(question(facts)),
                    PATIENCE));
            return answer.succeeded() ? judged(facts, text(answer)) : away("the endpoint answered " + answer.status());
        } catch (OutboundException broken) {
            return away(String.valueOf(broken.reason()));
        } catch (JsonRefusedException broken) {
            return away("the endpoint's answer is no JSON as accepted here");
        }
    }

    private static Told away(String why) {
        LOG.warn("an explanation was not rewritten reason=\"{}\"", why);
        return new Told.Away(why);
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        if (!endpoint.key().isEmpty()) {
            headers.put("Authorization", "Bearer " + endpoint.key());
        }
        return headers;
    }

    private ObjectNode question(String facts) {
        ObjectNode json = Json.object()
                .put("model", endpoint.model())
                .put("temperature", 0)
                .put("max_tokens", TOKENS_MAX)
                .put("stream", false);
        ArrayNode messages = json.putArray("messages");
        messages.addObject().put("role", "system").put("content", TASK);
        messages.addObject().put("role", "user").put("content", facts);
        return json;
    }

    private static String text(Answer answer) {
        JsonNode json = StrictJson.parse(answer.body(), JsonLimits.DEFAULT.withBytes(ANSWER_BYTES_MAX));
        return json.at("/choices/0/message/content").asText("").strip();
    }

    private Told judged(String facts, String text) {
        if (text.isEmpty() || text.length() > TOLD_MAX) {
            return new Told.Refused(
                    text.isEmpty() ? "the model said nothing" : "the model said too much", endpoint.model());
        }
        return NumbersKept.firstStranger(facts, text)
                .<Told>map(stranger ->
                        new Told.Refused("it held “" + stranger + "”, which is not in the facts", endpoint.model()))
                .orElseGet(() -> new Told.Rewritten(text, endpoint.model()));
    }
}
