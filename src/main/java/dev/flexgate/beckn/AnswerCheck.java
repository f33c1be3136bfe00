package dev.flexgate.beckn;

import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Lookup;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.registry.RegistryUnavailableException;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.wire.Answer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Judges the {@code Signature} header of a peer's synchronous answer. */
final class AnswerCheck {

    private final Registry registry;
    private final LearnedDigests digests;
    private final Signatures signatures;
    private final InstantSource clock;

    /** Judges by the keys that {@code registry} has. */
    AnswerCheck(Registry registry, LearnedDigests digests, Signatures signatures, InstantSource clock) {
        this.registry = registry;
        this.digests = digests;
        this.signatures = signatures;
        this.clock = clock;
    }

    /**
     * Whether {@code subscriberId} signed this answer to our request.
     *
     * @param asked the header that signed the request
     */
    public AnswerTrust trust(Answer answer, String subscriberId, SignatureHeader asked) {
        Optional<String> text = answer.header("signature");
        if (text.isEmpty()) {
            return AnswerTrust.UNSIGNED;
        }
        try {
            SignatureHeader header = SignatureHeader.parseAnswer(text.get());
            if ((header.keyId().isRecord() || header.keyId().subscriberId().equals(subscriberId))
                    && registry.ask(header.keyId(), clock.instant()).await() instanceof Lookup.Known(Participant signer)
                    && signer.subscriberId().equals(subscriberId)) {
                signatures.checkTime(header);
                digests.heard(
                        subscriberId,
                        Signatures.verify(
                                header, answer.body(), signer.key(), List.of(asked.signature(), asked.text())));
                return AnswerTrust.SIGNED;
            }
        } catch (RegistryUnavailableException unknown) {
            return AnswerTrust.UNSIGNED; // nobody can tell
        } catch (RefusedException wrong) {
            return AnswerTrust.WRONGLY_SIGNED;
        }
        return AnswerTrust.WRONGLY_SIGNED;
    }
}
