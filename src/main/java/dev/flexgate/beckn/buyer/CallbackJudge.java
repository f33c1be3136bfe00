package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Lookup;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.registry.RegistryUnavailableException;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.wire.Digests;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * What a callback must pass before it is kept, in the order of NFH-008: who signed it and to which question of ours it
 * is bound, then its form, then whether its envelope is that of what was asked. Waits for the registry and the database.
 */
final class CallbackJudge {

    private enum Fault {
        SENDER_MISMATCH,
        NOT_ADDRESSED_TO_US,
        TIMESTAMP_IN_FUTURE,
        NOT_ASKED
    }

    /** Of what was asked, if anything was. */
    record Judged(Heard heard, Optional<Question> question) {}

    private final String self;
    private final Registry registry;
    private final Dialects dialects;
    private final Questions questions;
    private final Signatures signatures;
    private final BuyerLimits limits;
    private final InstantSource clock;

    CallbackJudge(
            String self,
            Registry registry,
            Dialects dialects,
            Questions questions,
            BuyerLimits limits,
            InstantSource clock) {
        this.self = self;
        this.registry = registry;
        this.dialects = dialects;
        this.questions = questions;
        this.signatures = new Signatures(clock, limits.signatures());
        this.limits = limits;
        this.clock = clock;
    }

    /** Who signs, as the registry has it. Refuses a signature outside its time before anybody is asked. */
    Participant sender(SignatureHeader header) {
        signatures.checkTime(header);
        return switch (lookup(header)) {
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
            case Lookup.NotAMember _ ->
                throw RefusedException.of(ErrorCode.AUT_DOMAIN_NOT_ALLOWED, "you are a member of none of our networks")
                        .fix("join one of our networks");
            case Lookup.KeyNotValid notValid ->
                throw RefusedException.of(
                                ErrorCode.AUT_KEY_EXPIRED_OR_REVOKED, "the key cannot be used now: " + notValid.why())
                        .fix("sign with a key that is valid");
        };
    }

    private Lookup lookup(SignatureHeader header) {
        try {
            return registry.ask(header.keyId(), clock.instant())
                    .await(limits.registryWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RegistryUnavailableException | TimeoutException away) {
            throw RefusedException.of(ErrorCode.NET_DOWNSTREAM_UNAVAILABLE, "the sender cannot be looked up")
                    .fix("send it again");
        }
    }

    /** The dialect of a callback, for its answer. */
    Dialect dialect(JsonNode json) {
        return dialects.of(json);
    }

    /**
     * A callback as it came in.
     *
     * @param header the signature that {@code authorization} spells
     */
    @SuppressWarnings("ArrayRecordComponent") // bodies are never compared
    record Callback(byte[] body, JsonNode json, Dialect dialect, SignatureHeader header, String authorization) {}

    /** Everything else. */
    Judged judge(String word, Callback came, Participant sender) {
        Dialect dialect = came.dialect();
        Action action = dialect.answered(word)
                .orElseThrow(() -> RefusedException.of(
                                ErrorCode.NET_NOT_IMPLEMENTED, word + " is no callback of Beckn " + dialect.name())
                        .fix("send it in the words of that generation"));
        String messageId = dialect.messageId(came.json())
                .orElseThrow(() -> RefusedException.of(ErrorCode.CTX_MISSING_FIELD, "there is no message id")
                        .at("$.context." + dialect.contextName("messageId"))
                        .fix("send the message id of the request"));
        Optional<Question> question = questions.asked(sender.subscriberId(), messageId);
        verify(came.header(), came.body(), sender, question);
        BecknMessage.Callback callback = dialect.readCallback(action, came.json());
        checkEnvelope(dialect, callback.context(), sender);
        question.ifPresent(asked -> checkBound(dialect, came.json(), callback, action, asked));
        var heard = new Heard(
                sender.subscriberId(),
                messageId,
                callback.context().transactionId(),
                action,
                dialect,
                callback,
                came.body(),
                came.authorization(),
                sender.key().base64(),
                Digests.sha256(came.body()));
        return new Judged(heard, question);
    }

    /** A callback may be bound to any attempt of its question; news answers nothing and has three lines (NFH-007). */
    private static void verify(SignatureHeader header, byte[] body, Participant sender, Optional<Question> question) {
        if (question.isEmpty()) {
            Signatures.verify(header, body, sender.key());
            return;
        }
        List<String> asked = question.get().signatures().stream()
                .flatMap(text -> Stream.of(SignatureHeader.parse(text).signature(), text))
                .toList();
        Signatures.verify(header, body, sender.key(), asked);
    }

    private void checkEnvelope(Dialect dialect, Context context, Participant sender) {
        if (!context.bpp().id().equals(sender.subscriberId())) {
            throw RefusedException.of(
                            ErrorCode.AUT_UNAUTHORIZED_ACTION, "the context names another provider than the signature")
                    .reason(Fault.SENDER_MISMATCH)
                    .at(path(dialect, "bppId"))
                    .fix("sign as the participant that " + dialect.contextName("bppId") + " names");
        }
        if (!context.bap().id().equals(self)) {
            throw RefusedException.of(ErrorCode.CTX_INVALID_FIELD, "the callback is for another consumer")
                    .reason(Fault.NOT_ADDRESSED_TO_US)
                    .at(path(dialect, "bapId"))
                    .fix("send it to the consumer it names; here is " + self);
        }
        Instant now = clock.instant();
        if (context.timestamp().isAfter(now.plus(limits.signatures().createdAheadMax()))) {
            throw RefusedException.of(
                            ErrorCode.CTX_INVALID_FIELD, "the timestamp is ahead of our clock, which reads " + now)
                    .reason(Fault.TIMESTAMP_IN_FUTURE)
                    .at("$.context.timestamp")
                    .fix("set your clock");
        }
        if (now.isAfter(context.validUntil())) {
            throw RefusedException.of(
                            ErrorCode.CTX_TTL_EXPIRED,
                            "the callback was valid until " + context.validUntil() + ", our clock reads " + now)
                    .at("$.context.ttl")
                    .fix("write it anew and send it at once");
        }
    }

    private static void checkBound(
            Dialect dialect, JsonNode json, BecknMessage.Callback callback, Action action, Question asked) {
        if (action != asked.action()) {
            throw RefusedException.of(
                            ErrorCode.CTX_ACTION_MISMATCH,
                            asked.action().label() + " was asked under this message id, not " + action.label())
                    .at("$.context.action")
                    .fix("answer " + asked.action().label());
        }
        if (!callback.context().transactionId().equals(asked.purchase().toString())) {
            throw RefusedException.of(
                            ErrorCode.CTX_TRANSACTION_ID_UNKNOWN, "the request was sent in another transaction")
                    .reason(Fault.NOT_ASKED)
                    .at(path(dialect, "transactionId"))
                    .fix("send " + asked.purchase());
        }
        String digest = json.at("/context/requestDigest/digest").asText();
        String ours = Signatures.digest(asked.body());
        if (!digest.isEmpty()
                && !digest.substring(digest.indexOf('=') + 1).equals(ours.substring(ours.indexOf('=') + 1))) {
            throw RefusedException.of(ErrorCode.CTX_INVALID_FIELD, "the callback answers another request than was sent")
                    .at("$.context.requestDigest.digest")
                    .fix("send " + ours);
        }
    }

    private static String path(Dialect dialect, String lowerCamel) {
        return "$.context." + dialect.contextName(lowerCamel);
    }
}
