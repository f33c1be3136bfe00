package dev.flexgate.beckn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flexgate.beckn.dialect.DegDialect;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.dialect.v1.V1Dialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * In which dialect to refuse what was not read: because its sender is not believed, comes too often, or sends no JSON.
 * Told, in this order, by the path, where one dialect alone has it; by a gateway in between, which the first generation
 * alone has; by the names in the first bytes of the envelope; by how the claimed sender last wrote; else the newest.
 * Only the form of a refusal hangs on it. Any number of threads.
 */
public final class Accents {

    private static final int PEERS_MAX = 10_000;

    /** Envelopes come first and are short. */
    private static final int LOOKED_AT = 4_096;

    private static final Pattern SNAKE = Pattern.compile("\"(?:bap_id|transaction_id|message_id)\"");
    private static final Pattern CAMEL = Pattern.compile("\"(?:bapId|transactionId|messageId)\"");
    private static final Pattern FIRST = Pattern.compile("\"version\"\\s*:\\s*\"1\\.");

    private final Function<String, List<Dialect>> having;
    private final Dialect newest;
    private final Cache<String, String> lastOf =
            Caffeine.newBuilder().maximumSize(PEERS_MAX).executor(Runnable::run).build();

    /**
     * Of one door.
     *
     * @param having in which dialects something can come to a path of this word
     * @param newest where nothing tells another
     */
    public Accents(Function<String, List<Dialect>> having, Dialect newest) {
        this.having = having;
        this.newest = newest;
    }

    /** This participant, whose signature holds, writes in this dialect. */
    void heard(String subscriberId, Dialect dialect) {
        if (!dialect.name().equals(lastOf.getIfPresent(subscriberId))) {
            lastOf.put(subscriberId, dialect.name());
        }
    }

    /**
     * The dialect to refuse in.
     *
     * @param word of the path
     * @param passedOn whether a gateway has signed too
     * @param claimedSender who it says it is from; empty when unreadable
     */
    Dialect of(String word, byte[] body, boolean passedOn, String claimedSender) {
        List<Dialect> possible = having.apply(word);
        if (possible.size() < 2) {
            return possible.isEmpty() ? newest : possible.getFirst();
        }
        return (passedOn ? Optional.of(V1Dialect.NAME) : Optional.<String>empty())
                .or(() -> byNames(body))
                .or(() -> Optional.ofNullable(lastOf.getIfPresent(claimedSender)))
                .flatMap(name -> possible.stream()
                        .filter(dialect -> dialect.name().equals(name))
                        .findFirst())
                .orElseGet(possible::getFirst);
    }

    private static Optional<String> byNames(byte[] body) {
        String begin = new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        if (SNAKE.matcher(begin).find()) {
            return Optional.of(FIRST.matcher(begin).find() ? V1Dialect.NAME : DegDialect.NAME);
        }
        return CAMEL.matcher(begin).find() ? Optional.of(LtsDialect.NAME) : Optional.empty();
    }
}
