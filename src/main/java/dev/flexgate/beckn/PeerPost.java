package dev.flexgate.beckn;

import dev.flexgate.beckn.dialect.Acknowledgement;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/**
 * How messages of ours reach participants of the network: at the address in the registry, never at one in a message;
 * signed anew at every attempt, since a signature lives shorter than a promise; with the digest named as the peer names
 * it. Every courier of the network sends through one, and adds only what its own messages are about.
 */
public final class PeerPost {

    private final Sender self;
    private final Registry registry;
    private final LearnedDigests digests;
    private final OutboundHttp outbound;
    private final Signatures signatures;
    private final AnswerCheck check;
    private final Limits limits;
    private final InstantSource clock;

    /**
     * Bounds of one attempt.
     *
     * @param signatures life of our signatures, tolerance of clocks
     * @param deadline longest wait for the answer
     * @param pauseMax how long a peer may ask to be left alone
     */
    public record Limits(SignatureLimits signatures, Duration deadline, Duration pauseMax) {}

    /**
     * The post of one of us.
     *
     * @param self under whose name and key we write
     * @param registry where peers, their keys and their addresses are found
     * @param digests how peers name digests where the registry does not say so
     */
    public PeerPost(
            Sender self,
            Registry registry,
            LearnedDigests digests,
            OutboundHttp outbound,
            Limits limits,
            InstantSource clock) {
        this.self = self;
        this.registry = registry;
        this.digests = digests;
        this.outbound = outbound;
        this.signatures = new Signatures(clock, limits.signatures());
        this.check = new AnswerCheck(registry, digests, signatures, clock);
        this.limits = limits;
        this.clock = clock;
    }

    /** A signature of ours, and how it names the digest. */
    public record Signed(SignatureHeader header, DigestPrefix digest) {}

    /** Delivers to whom the registry knows; whom it does not know now it may know later. */
    public Delivery to(String subscriber, Function<Participant, Delivery> delivery) {
        return registry.reach(subscriber, clock.instant())
                .map(delivery)
                .orElseGet(() -> new Delivery.Again("not in the registry"));
    }

    /**
     * Signs what answers nothing.
     *
     * @param attempt counted from 1
     */
    public Signed sign(byte[] body, Participant peer, int attempt) {
        DigestPrefix digest = digest(peer);
        return new Signed(signatures.sign(self, body, digest, attempt), digest);
    }

    /** Signs an answer, bound to a signature of the peer's. */
    Signed signAnswer(byte[] body, Participant peer, String bound, int attempt) {
        DigestPrefix digest = digest(peer);
        return new Signed(signatures.signAnswer(self, body, bound, digest, attempt), digest);
    }

    /** The registry's word goes before what was learned. */
    private DigestPrefix digest(Participant peer) {
        return peer.digest().or(() -> digests.of(peer.subscriberId())).orElse(DigestPrefix.BLAKE_512);
    }

    /** What a courier makes of an answer. */
    public interface Judgement {
        Delivery of(PeerAnswer answer);
    }

    /**
     * One attempt.
     *
     * @param word of the path below the peer's registered address
     * @param attempt counted from 1
     */
    public Delivery send(
            OutgoingMessage message, Participant peer, String word, Signed signed, int attempt, Judgement judgement) {
        return send(message, peer, word, signed, attempt, limits.deadline(), judgement);
    }

    /**
     * The same for a peer that says how long to wait for its answer.
     *
     * @param deadline of this attempt
     */
    Delivery send(
            OutgoingMessage message,
            Participant peer,
            String word,
            Signed signed,
            int attempt,
            Duration deadline,
            Judgement judgement) {
        try {
            Answer answer = outbound.send(Call.post(
                    address(peer.url(), word),
                    Map.of("Authorization", signed.header().text(), "Content-Type", message.contentType()),
                    message.body(),
                    deadline));
            AnswerTrust trust = check.trust(answer, peer.subscriberId(), signed.header());
            var heard = new PeerAnswer(answer, Acknowledgement.read(answer.body()), trust, attempt, limits.pauseMax());
            return hasTaughtUs(peer, signed, heard)
                    ? new Delivery.Again(heard.note() + " it reads digests as "
                            + digest(peer).word())
                    : judgement.of(heard);
        } catch (OutboundException failed) {
            return switch (failed.reason()) {
                case ADDRESS_REFUSED -> new Delivery.GaveUp("the registered address may not be called");
                case UNRESOLVED, CONNECT, TIMEOUT, TOO_LARGE, BUSY ->
                    new Delivery.Again(failed.reason().name());
            };
        }
    }

    /** A peer that could not read our signature has shown in its own how it names digests. */
    private boolean hasTaughtUs(Participant peer, Signed signed, PeerAnswer heard) {
        return heard.read() instanceof Acknowledgement.Rejected(BecknError error)
                && error.code().equals(ErrorCode.AUT_SIGNATURE_INVALID.name())
                && digest(peer) != signed.digest();
    }

    static URI address(URI registered, String word) {
        String base = registered.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + word);
    }
}
