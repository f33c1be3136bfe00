package dev.flexgate.beckn.buyer;

import dev.flexgate.beckn.AnswerCheck;
import dev.flexgate.beckn.AnswerTrust;
import dev.flexgate.beckn.dialect.Acknowledgement;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Carries questions to partners: to the address in the registry, signed anew at every attempt. Under which signature a
 * question left is kept before it leaves, for the callback may be bound to it and may come first.
 */
final class BuyerCourier implements Courier {

    static final String NAME = "beckn-buyer";

    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    private final Sender self;
    private final Registry registry;
    private final Questions questions;
    private final OutboundHttp outbound;
    private final Signatures signatures;
    private final AnswerCheck check;
    private final BuyerLimits limits;
    private final InstantSource clock;

    BuyerCourier(
            Sender self,
            Registry registry,
            Questions questions,
            OutboundHttp outbound,
            BuyerLimits limits,
            InstantSource clock) {
        this.self = self;
        this.registry = registry;
        this.questions = questions;
        this.outbound = outbound;
        this.signatures = new Signatures(clock, limits.signatures());
        this.check = new AnswerCheck(registry, signatures, clock);
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        Address address = Address.read(message.routing());
        Optional<Participant> partner = registry.reach(address.partner(), clock.instant());
        return partner.map(participant -> deliver(message, address, participant, attempt))
                .orElseGet(() -> new Delivery.Again("not in the registry"));
    }

    private Delivery deliver(OutgoingMessage message, Address address, Participant partner, int attempt) {
        SignatureHeader signed =
                signatures.sign(self, message.body(), partner.digest().orElse(DigestPrefix.BLAKE_512));
        questions.sign(address.question(), address.messageId(), signed.text(), limits.signaturesKept());
        try {
            Answer answer = outbound.send(Call.post(
                    address.below(partner.url()),
                    Map.of("Authorization", signed.text(), "Content-Type", message.contentType()),
                    message.body(),
                    limits.deadline()));
            return judge(answer, check.trust(answer, partner.subscriberId(), signed), address, attempt);
        } catch (OutboundException failed) {
            return switch (failed.reason()) {
                case ADDRESS_REFUSED -> new Delivery.GaveUp("the registered address may not be called");
                case UNRESOLVED, CONNECT, TIMEOUT, TOO_LARGE, BUSY ->
                    new Delivery.Again(failed.reason().name());
            };
        }
    }

    private Delivery judge(Answer answer, AnswerTrust trust, Address address, int attempt) {
        String note = answer.status() + " " + trust;
        return switch (Acknowledgement.read(answer.body())) {
            case Acknowledgement.Rejected(BecknError error) -> {
                judged(address, trust, error.code(), error.message());
                yield rejected(error, note, attempt, answer);
            }
            case Acknowledgement.Accepted _
            when isTaken(answer.status()) -> {
                judged(address, trust, "", "");
                yield new Delivery.Delivered(note + " ACK");
            }
            case Acknowledgement.Accepted _, Acknowledgement.Unreadable _ -> {
                judged(address, trust, "HTTP_" + answer.status(), "the partner answered no acknowledgement");
                yield isPassing(answer.status()) ? again(note, answer) : new Delivery.GaveUp(note + " without ACK");
            }
        };
    }

    /** 409 is AckNoCallback: it was taken before, or needs no answer. */
    private static boolean isTaken(int status) {
        return (status >= 200 && status < 300) || status == 409;
    }

    private static boolean isPassing(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private void judged(Address address, AnswerTrust trust, String code, String text) {
        questions.judged(address.question(), address.messageId(), trust.name(), code, text);
    }

    private Delivery rejected(BecknError error, String note, int attempt, Answer answer) {
        String reason = note + " NACK " + error.code();
        // The acknowledgement of an earlier attempt was lost: the partner has the question, and will answer it.
        boolean knowsIt =
                error.code().equals("CTX_MESSAGE_ID_DUPLICATE") || error.code().equals("AUT_REPLAY_DETECTED");
        if (knowsIt && attempt > 1) {
            return new Delivery.Delivered(reason);
        }
        return error.isRetryable() || isPassing(answer.status()) ? again(reason, answer) : new Delivery.GaveUp(reason);
    }

    private static Delivery again(String note, Answer answer) {
        return answer.header("retry-after")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(pause -> pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause)
                .<Delivery>map(pause -> new Delivery.AgainAfter(note, pause))
                .orElseGet(() -> new Delivery.Again(note));
    }
}
