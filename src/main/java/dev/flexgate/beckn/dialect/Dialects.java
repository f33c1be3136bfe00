package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.dialect.v1.V1Dialect;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import java.util.List;
import java.util.stream.Stream;

/** The dialects that are spoken here. */
public final class Dialects {

    /** Names by which the newest generation is known; those of the others it does not take for its own. */
    private static final List<String> ENVELOPE = List.of("bapId", "transactionId", "messageId");

    private final List<Dialect> dialects;

    private Dialects(List<Dialect> dialects) {
        this.dialects = List.copyOf(dialects);
    }

    /** All of them, their schemas compiled. */
    public static Dialects all() {
        return new Dialects(List.of(new LtsDialect(), new V1Dialect(), new DegDialect()));
    }

    /** The dialect in which {@code json} is written; refuses what is written in none. */
    public Dialect of(JsonNode json) {
        return dialects.stream()
                .filter(dialect -> dialect.speaks(json))
                .findFirst()
                .orElseThrow(
                        () -> RefusedException.of(
                                        ErrorCode.CTX_MISSING_FIELD,
                                        "the context is of no Beckn generation spoken here")
                                .at("$.context")
                                .fix(
                                        "send a Beckn 2.0.0 context: bapId, transactionId, messageId, or bap_id, transaction_id, message_id"));
    }

    /**
     * The dialect of {@code json}, which came to a path of this word: where no name of the envelope tells, the path
     * does.
     */
    public Dialect of(JsonNode json, String word) {
        Dialect told = of(json);
        boolean named = ENVELOPE.stream().anyMatch(json.path("context")::has);
        return named || told.action(word).isPresent()
                ? told
                : having(word).stream().findFirst().orElse(told);
    }

    /** The dialect stored under {@code name}. */
    public Dialect named(String name) {
        return dialects.stream()
                .filter(dialect -> dialect.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no dialect is called " + name));
    }

    /** Whether a request of any dialect spoken here can come to a path of this word. */
    public boolean isRequest(String word) {
        return dialects.stream().anyMatch(dialect -> dialect.action(word).isPresent());
    }

    /** Whether a callback of any dialect spoken here can come to a path of this word. */
    public boolean isCallback(String word) {
        return dialects.stream().anyMatch(dialect -> dialect.answered(word).isPresent());
    }

    /** The names of all, the newest first; what stands for several is tried in this order. */
    public List<String> names() {
        return Stream.of(LtsDialect.NAME, DegDialect.NAME, V1Dialect.NAME).toList();
    }

    /** In which to answer where nothing tells another. */
    public Dialect newest() {
        return dialects.getFirst();
    }

    /** Those in which a request can come to a path of this word, the newest first. */
    public List<Dialect> having(String word) {
        return dialects.stream()
                .filter(dialect -> dialect.action(word).isPresent())
                .toList();
    }

    /** Those in which a callback can come to a path of this word, the newest first. */
    public List<Dialect> answering(String word) {
        return dialects.stream()
                .filter(dialect -> dialect.answered(word).isPresent())
                .toList();
    }
}
