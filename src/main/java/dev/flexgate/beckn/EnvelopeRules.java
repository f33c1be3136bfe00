package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Lookup;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.registry.RegistryUnavailableException;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** What everything that comes over the network must pass, whichever of us it is for. Each rule throws its own refusal. */
public final class EnvelopeRules {

    enum Fault {
        TIMESTAMP_IN_FUTURE,
        NOT_A_MEMBER,
        SENDER_MISMATCH,
        NOT_ADDRESSED_TO_US,
        MEDIA_TYPE
    }

    private static final String NUL = "\\u0000";

    private EnvelopeRules() {}

    /** Refuses who comes more often than it may: {@code pause} from now on it may come again. */
    public static void checkRate(Optional<Duration> pause, String who) {
        if (pause.isPresent()) {
            long seconds = Math.max(1, (pause.get().toMillis() + 999) / 1_000);
            throw RefusedException.of(ErrorCode.AUT_RATE_LIMITED, who + " more often than it may")
                    .after(Duration.ofSeconds(seconds))
                    .fix("send it again in " + seconds + " s");
        }
    }

    /** Who has waited for its answer for too long; what it sent may have been taken, and a repeat is told apart. */
    public static RefusedException late() {
        return RefusedException.of(ErrorCode.NET_TIMEOUT, "the answer takes too long")
                .fix("send the same bytes again; they are taken once");
    }

    /** What a message to a path below {@code at} is called there; empty for what is no message. */
    public static Optional<String> word(RoutingContext routing, String at) {
        String path = Objects.requireNonNullElse(routing.request().path(), "");
        return routing.request().method().equals(HttpMethod.POST) && path.startsWith(at)
                ? Optional.of(path.substring(at.length()))
                : Optional.empty();
    }

    /** What is said of a message whose body was not read to its end; empty where it is a matter of HTTP alone. */
    static Optional<RefusedException> unread(Problem why) {
        return Optional.ofNullable(
                switch (why.status()) {
                    case 408 ->
                        RefusedException.of(
                                        ErrorCode.NET_TIMEOUT, "the message came too slowly; nothing of it was taken")
                                .fix("send the same bytes again, within a few seconds");
                    case 413 ->
                        RefusedException.of(ErrorCode.SCH_INVALID_JSON, "the message is too long; it was not read")
                                .reason(JsonRefusedException.Reason.TOO_LONG)
                                .fix("send less, or in parts");
                    case 415 ->
                        RefusedException.of(
                                        ErrorCode.SCH_INVALID_JSON, "the message is not sent as JSON; it was not read")
                                .reason(Fault.MEDIA_TYPE)
                                .fix("send it as application/json in UTF-8, not compressed");
                    default -> null;
                });
    }

    /** The one signature among the {@code Authorization} headers of a request. */
    public static String authorization(List<String> headers) {
        if (headers.size() != 1) {
            throw RefusedException.of(
                            headers.isEmpty() ? ErrorCode.AUT_SIGNATURE_MISSING : ErrorCode.AUT_SIGNATURE_INVALID,
                            "there is " + (headers.isEmpty() ? "no" : "more than one") + " Authorization header")
                    .fix("sign the message and send one Authorization: Signature ...");
        }
        return headers.getFirst();
    }

    /** Asks the registry who signs, for so long. Not for event loops. */
    public static Lookup lookup(Registry registry, SignatureHeader header, Instant now, Duration wait) {
        try {
            return registry.ask(header.keyId(), now).await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RegistryUnavailableException | TimeoutException away) {
            throw RefusedException.of(ErrorCode.NET_DOWNSTREAM_UNAVAILABLE, "the sender cannot be looked up")
                    .fix("send it again");
        }
    }

    /** Who signs, of whom the registry knows that it may. */
    public static Participant known(Lookup lookup, SignatureHeader header) {
        return switch (lookup) {
            case Lookup.Known(Participant participant) -> participant;
            case Lookup.SubscriberUnknown _ ->
                throw RefusedException.of(
                                ErrorCode.AUT_SUBSCRIBER_NOT_FOUND,
                                header.keyId().subscriberId() + " is not registered on this network")
                        .fix("register, or sign with a registered subscriber id");
            case Lookup.KeyUnknown _ ->
                throw RefusedException.of(
                                ErrorCode.AUT_KEY_NOT_FOUND,
                                header.keyId().uniqueKeyId() + " is no key of "
                                        + header.keyId().subscriberId())
                        .fix("register the key, or sign with a registered one");
            case Lookup.NotAMember outside ->
                throw RefusedException.of(
                                ErrorCode.AUT_DOMAIN_NOT_ALLOWED,
                                outside.participant().subscriberId() + " is a member of none of our networks")
                        .reason(Fault.NOT_A_MEMBER)
                        .fix("join one of our networks");
            case Lookup.KeyNotValid notValid ->
                throw RefusedException.of(
                                ErrorCode.AUT_KEY_EXPIRED_OR_REVOKED, "the key cannot be used now: " + notValid.why())
                        .fix("sign with a key that is valid");
        };
    }

    /** The JSON that the bytes spell. */
    public static JsonNode json(byte[] body, JsonLimits limits) {
        try {
            JsonNode json = StrictJson.parse(body, limits);
            if (mayHoldNul(body)) {
                checkNul(json, "$");
            }
            return json;
        } catch (JsonRefusedException refused) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_JSON, String.valueOf(refused.getMessage()))
                    .reason(refused.reason())
                    .fix("send one JSON value in UTF-8, as RFC 8259 has it, without duplicate names");
        }
    }

    /**
     * Whether somewhere in these bytes a NUL is written; a backslash may stand before it, and make it another text. Of
     * every message: the platform looks for a text in Latin-1 many bytes at a time.
     */
    private static boolean mayHoldNul(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1).contains(NUL);
    }

    /** No text of a message has a use for U+0000, and no column of the database can keep it. */
    private static void checkNul(JsonNode json, String path) {
        if (json.isTextual() && json.textValue().indexOf(0) >= 0) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, "a text holds U+0000, which is no character")
                    .at(path)
                    .fix("send the text without it");
        }
        json.properties().forEach(each -> {
            checkNul(TextNode.valueOf(each.getKey()), path);
            checkNul(each.getValue(), path + "." + each.getKey());
        });
        if (json.isArray()) {
            for (int index = 0; index < json.size(); index++) {
                checkNul(json.get(index), path + "[" + index + "]");
            }
        }
    }

    /** To what the fourth line of an answer may bind it: the raw signature as NFH-007 has it, or the whole header. */
    public static List<String> bindings(List<String> sentUnder) {
        return sentUnder.stream()
                .flatMap(text -> Stream.of(SignatureHeader.parse(text).signature(), text))
                .toList();
    }

    /** Refuses what is written for later, and what was valid until before now. */
    public static void checkTime(Context context, Instant now, Duration aheadMax) {
        if (context.timestamp().isAfter(now.plus(aheadMax))) {
            throw RefusedException.of(
                            ErrorCode.CTX_INVALID_FIELD, "the timestamp is ahead of our clock, which reads " + now)
                    .reason(Fault.TIMESTAMP_IN_FUTURE)
                    .at("$.context.timestamp")
                    .fix("set your clock; " + aheadMax.toSeconds() + " s are tolerated");
        }
        if (now.isAfter(context.validUntil())) {
            throw RefusedException.of(
                            ErrorCode.CTX_TTL_EXPIRED,
                            "the message was valid until " + context.validUntil() + ", our clock reads " + now)
                    .at("$.context.ttl")
                    .fix("write the message anew and send it at once");
        }
    }

    /** Who signs and whom the envelope names are two. */
    public static RefusedException mismatch(Dialect dialect, String lowerCamel, String role) {
        return RefusedException.of(
                        ErrorCode.AUT_UNAUTHORIZED_ACTION, "the context names another " + role + " than the signature")
                .reason(Fault.SENDER_MISMATCH)
                .at(path(dialect, lowerCamel))
                .fix("sign as the participant that " + dialect.contextName(lowerCamel) + " names");
    }

    /** The envelope names somebody else than us. */
    public static RefusedException elsewhere(Dialect dialect, String lowerCamel, String what, String fix) {
        return RefusedException.of(ErrorCode.CTX_INVALID_FIELD, what)
                .reason(Fault.NOT_ADDRESSED_TO_US)
                .at(path(dialect, lowerCamel))
                .fix(fix);
    }

    /** Where a dialect has a field of the envelope. */
    public static String path(Dialect dialect, String lowerCamel) {
        return "$.context." + dialect.contextName(lowerCamel);
    }
}
