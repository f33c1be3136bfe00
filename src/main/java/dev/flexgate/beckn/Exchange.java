package dev.flexgate.beckn;

import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.registry.NoCallback;
import dev.flexgate.beckn.signature.BodyDigest;
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.SignatureHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One request and what has been found out about it so far; used on one event loop. */
final class Exchange {

    final RoutingContext routing;
    final String word;
    final byte[] body;

    /** In which to answer; before the message was read only a guess. */
    Dialect dialect;

    /** Whether the message was read, so that its dialect is known. */
    private boolean isRead;

    Optional<String> messageId = Optional.empty();

    /** The message, once it may be kept. */
    Optional<Arrival> arrival = Optional.empty();

    /** Under which what comes of it can be fetched, where that is said at once. */
    Optional<String> requestId = Optional.empty();

    /** How the sender names digests, which is how it reads them. */
    DigestPrefix digest = DigestPrefix.BLAKE_512;

    /** How the sender is told that no callback will follow; empty where it cannot be. */
    Optional<NoCallback> noCallback = Optional.empty();

    /** Under which status of HTTP it is refused, where its body was not read; else that of the code. */
    OptionalInt status = OptionalInt.empty();

    /** Whether what fails now is the signature of a gateway in between, not the sender's. */
    boolean judgingGateway;

    /** Who passed it on, once its signature is proved; empty when nobody did. */
    String gateway = "";

    /** Absent until it could be read. */
    private @Nullable SignatureHeader header;

    /** Absent until somebody asks for it. */
    private @Nullable BodyDigest bodyDigest;

    private String sender = "";
    private String authorization = "";

    Exchange(RoutingContext routing, String word, byte[] body, Dialect dialect) {
        this.routing = routing;
        this.word = word;
        this.body = body;
        this.dialect = dialect;
    }

    BodyDigest bodyDigest() {
        if (bodyDigest == null) {
            bodyDigest = BodyDigest.of(body);
        }
        return bodyDigest;
    }

    void readIn(Dialect told) {
        dialect = told;
        isRead = true;
    }

    boolean isRead() {
        return isRead;
    }

    void claimedBy(SignatureHeader read, String words) {
        header = read;
        authorization = words;
        sender = read.keyId().subscriberId();
    }

    Optional<SignatureHeader> header() {
        return Optional.ofNullable(header);
    }

    /** The header word for word; empty when there was none that could be read. */
    String authorization() {
        return authorization;
    }

    /** Who it says it is from; empty when unreadable. */
    String claimedSender() {
        return sender;
    }
}
