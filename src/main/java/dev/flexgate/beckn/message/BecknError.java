package dev.flexgate.beckn.message;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Why a message was refused, in words a stranger can act on (NFH-008).
 *
 * @param code a name of {@link ErrorCode}; a peer may send one that is in no list
 * @param message what is wrong, one sentence
 * @param details keys of ours: {@code path} (JSONPath of the culprit), {@code fix} (what to send instead),
 *     {@code reason} (finer than the code), {@code retryAfter} (seconds)
 */
public record BecknError(String code, String message, Map<String, String> details) {

    /** The key of the path among the details. */
    public static final String PATH = "path";

    static final String RETRY_AFTER = "retryAfter";

    public BecknError {
        details = Map.copyOf(details);
    }

    public static BecknError of(ErrorCode code, String message) {
        return new BecknError(code.name(), message, Map.of());
    }

    public BecknError at(String path) {
        return with(PATH, path);
    }

    public BecknError fix(String fix) {
        return with("fix", fix);
    }

    public BecknError with(String key, String value) {
        var more = new TreeMap<>(details);
        more.put(key, value);
        return new BecknError(code, message, more);
    }

    public Optional<ErrorCode> known() {
        return ErrorCode.of(code);
    }

    /** In how many seconds a retryable message may come again. */
    public String retryAfter() {
        return details.getOrDefault(RETRY_AFTER, "1");
    }

    /** Whether the sender should try the same message again later; unknown codes are final. */
    public boolean isRetryable() {
        return known().filter(ErrorCode::isRetryable).isPresent();
    }
}
