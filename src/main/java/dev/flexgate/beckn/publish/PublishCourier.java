package dev.flexgate.beckn.publish;

import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.dialect.Acknowledgement;
import dev.flexgate.beckn.dialect.LtsPublications;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.Outcome;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;

/** Carries publications to the catalogue service, at the address in the registry, and notes how they arrived. */
final class PublishCourier implements Courier, OutcomeWatcher {

    static final String NAME = "beckn-publish";

    private final BecknNode self;
    private final Registry registry;
    private final Publications publications;
    private final OutboundHttp outbound;
    private final Signatures signatures;
    private final PublishLimits limits;
    private final InstantSource clock;

    PublishCourier(
            BecknNode self,
            Registry registry,
            Publications publications,
            OutboundHttp outbound,
            PublishLimits limits,
            InstantSource clock) {
        this.self = self;
        this.registry = registry;
        this.publications = publications;
        this.outbound = outbound;
        this.signatures = new Signatures(clock, limits.signatures());
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        String service = message.routing().path("service").asText();
        return registry.reach(service, clock.instant())
                .map(participant -> deliver(message, participant, attempt))
                .orElseGet(() -> new Delivery.Again("not in the registry"));
    }

    private Delivery deliver(OutgoingMessage message, Participant service, int attempt) {
        SignatureHeader signed =
                signatures.sign(self.sender(), message.body(), service.digest().orElse(DigestPrefix.BLAKE_512));
        publications.sign(message.routing().path("messageId").asText(), signed.text());
        URI target = URI.create(service.url().toString().replaceAll("/+$", "") + "/" + LtsPublications.PUBLISH);
        try {
            Answer answer = outbound.send(Call.post(
                    target,
                    Map.of("Authorization", signed.text(), "Content-Type", message.contentType()),
                    message.body(),
                    limits.deadline()));
            return judge(answer, attempt);
        } catch (OutboundException failed) {
            return failed.reason() == OutboundException.Reason.ADDRESS_REFUSED
                    ? new Delivery.GaveUp("the registered address may not be called")
                    : new Delivery.Again(failed.reason().name());
        }
    }

    private static Delivery judge(Answer answer, int attempt) {
        int status = answer.status();
        boolean passing = status == 408 || status == 429 || status >= 500;
        return switch (Acknowledgement.read(answer.body())) {
            case Acknowledgement.Rejected(BecknError error) -> {
                boolean knowsIt = error.code().equals("CTX_MESSAGE_ID_DUPLICATE") && attempt > 1;
                String note = status + " NACK " + error.code() + " " + error.message();
                yield knowsIt
                        ? new Delivery.Delivered(note)
                        : error.isRetryable() || passing ? new Delivery.Again(note) : new Delivery.GaveUp(note);
            }
            case Acknowledgement.Accepted _
            when status == 409 -> new Delivery.GaveUp("409: the service does not index what we sell");
            case Acknowledgement.Accepted _ when answer.succeeded() -> new Delivery.Delivered(status + " ACK");
            case Acknowledgement.Accepted _, Acknowledgement.Unreadable _ ->
                passing ? new Delivery.Again(status + " without ACK") : new Delivery.GaveUp(status + " without ACK");
        };
    }

    @Override
    public void settled(Tx tx, OutgoingMessage message, Outcome outcome) {
        if (!message.courier().equals(NAME)) {
            return;
        }
        String state = switch (outcome) {
            case Outcome.Arrived _ -> "ACKNOWLEDGED";
            case Outcome.Died _ -> "UNDELIVERED";
        };
        publications.mark(tx, message.routing().path("messageId").asText(), state, cut(outcome.note()), outcome.at());
    }

    static String cut(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
        return plain.length() <= 500 ? plain : plain.substring(0, 500);
    }
}
