package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.EnvelopeRules;
import dev.flexgate.beckn.LearnedDigests;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.wire.Digests;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a callback must pass before it is kept, in the order of NFH-008: who signed it and to which question of ours it
 * is bound, then its form, then whether its envelope is that of what was asked. Waits for the registry and the database.
 */
final class CallbackJudge {

    private enum Fault {
        NOT_ASKED
    }

    /** Of what was asked, if anything was. */
    record Judged(Heard heard, Optional<Question> question) {}

    private final String self;
    private final Registry registry;
    private final LearnedDigests digests;
    private final Dialects dialects;
    private final Questions questions;
    private final Signatures signatures;
    private final BuyerLimits limits;
    private final InstantSource clock;

    CallbackJudge(
            String self,
            Registry registry,
            LearnedDigests digests,
            Dialects dialects,
            Questions questions,
            BuyerLimits limits,
            InstantSource clock) {
        this.self = self;
        this.registry = registry;
        this.digests = digests;
        this.dialects = dialects;
        this.questions = questions;
        this.signatures = new Signatures(clock, limits.signatures());
        this.limits = limits;
        this.clock = clock;
    }

    /** Who signs, as the registry has it. Refuses a signature outside its time before anybody is asked. */
    Participant sender(SignatureHeader header) {
        signatures.checkTime(header);
        return EnvelopeRules.known(
                EnvelopeRules.lookup(registry, header, clock.instant(), limits.registryWait()), header);
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
                        .at(EnvelopeRules.path(dialect, "messageId"))
                        .fix("send the message id of the request"));
        Optional<Question> question = questions.asked(sender.subscriberId(), messageId);
        digests.heard(sender.subscriberId(), verify(came.header(), came.body(), sender, question));
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
    private static DigestPrefix verify(
            SignatureHeader header, byte[] body, Participant sender, Optional<Question> question) {
        if (question.isEmpty()) {
            return Signatures.verify(header, body, sender.key());
        }
        return Signatures.verify(
                header,
                body,
                sender.key(),
                EnvelopeRules.bindings(question.get().signatures()));
    }

    private void checkEnvelope(Dialect dialect, Context context, Participant sender) {
        if (!context.bpp().id().equals(sender.subscriberId())) {
            throw EnvelopeRules.mismatch(dialect, "bppId", "provider");
        }
        if (!context.bap().id().equals(self)) {
            throw EnvelopeRules.elsewhere(
                    dialect,
                    "bapId",
                    "the callback is for another consumer",
                    "send it to the consumer it names; here is " + self);
        }
        EnvelopeRules.checkTime(context, clock.instant(), limits.signatures().createdAheadMax());
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
                    .at(EnvelopeRules.path(dialect, "transactionId"))
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
}
