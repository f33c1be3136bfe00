package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.Evidence;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.beckn.dialect.DegDialect;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.outbox.RetryClass;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Answers one acknowledged message inside one transaction: the record that it came, what the market makes of it,
 * and the promise of the callback are written together, or not at all.
 */
final class Conversation {

    private final BecknNode self;
    private final Dialects dialects;
    private final MarketDesk desk;
    private final AuditLog audit;
    private final Outbox outbox;
    private final Duration callbackLife;
    private final InstantSource clock;

    Conversation(
            BecknNode self,
            Dialects dialects,
            MarketDesk desk,
            AuditLog audit,
            Outbox outbox,
            Duration callbackLife,
            InstantSource clock) {
        this.self = self;
        this.dialects = dialects;
        this.desk = desk;
        this.audit = audit;
        this.outbox = outbox;
        this.callbackLife = callbackLife;
        this.clock = clock;
    }

    /** Whether jobs may have to negotiate for the answer, which takes longer than a transaction should. */
    boolean mayBeNegotiated(Arrival arrival) {
        return arrival.action() == Action.CONFIRM && arrival.dialect().equals(DegDialect.NAME);
    }

    /** Lets them negotiate where they have to, outside of any transaction; changes nothing, and may be in vain. */
    void foresee(Arrival arrival) {
        if (request(arrival) instanceof BecknMessage.Activate activate) {
            desk.foresee(activate);
        }
    }

    private BecknMessage.Request request(Arrival arrival) {
        return dialects.named(arrival.dialect()).readRequest(arrival.action(), StrictJson.parse(arrival.body()));
    }

    /** Answers; says with what. */
    BecknMessage.Callback answer(Tx tx, Arrival arrival) {
        Instant now = clock.instant();
        Dialect dialect = dialects.named(arrival.dialect());
        JsonNode json = StrictJson.parse(arrival.body());
        BecknMessage.Request request = dialect.readRequest(arrival.action(), json);
        Context reply = request.context().answeredBy(self.endpoint(), now, callbackLife);
        List<RecordId> causes = concernsOrder(request)
                ? List.of(received(tx, arrival, dialect.tolerated(arrival.action(), json)))
                : List.of();
        BecknMessage.Callback callback;
        try {
            callback = inOwnWords(dialect, desk.answer(tx, request, dialect, reply, causes));
        } catch (RefusedException refused) {
            refused(tx, arrival, refused.error(), causes, now);
            callback = new BecknMessage.Failed(reply, request, dialect.inOwnWords(arrival.action(), refused.error()));
        }
        promise(tx, arrival, bound(dialect, callback, arrival), dialect.word(callback), causes, now);
        return callback;
    }

    private static BecknMessage.Callback inOwnWords(Dialect dialect, BecknMessage.Callback callback) {
        return callback instanceof BecknMessage.Failed failed
                ? new BecknMessage.Failed(
                        failed.context(), failed.asked(), dialect.inOwnWords(failed.answers(), failed.error()))
                : callback;
    }

    /** Tells the sender that its message could not be answered after all. */
    void giveUp(Tx tx, Arrival arrival) {
        Instant now = clock.instant();
        Dialect dialect = dialects.named(arrival.dialect());
        BecknMessage.Request request = request(arrival);
        Context reply = request.context().answeredBy(self.endpoint(), now, callbackLife);
        BecknError error = BecknError.of(ErrorCode.NET_INTERNAL_ERROR, "the message could not be answered")
                .fix("send it again under a new message id");
        refused(tx, arrival, error, List.of(), now);
        var failed = new BecknMessage.Failed(reply, request, error);
        promise(tx, arrival, bound(dialect, failed, arrival), dialect.word(failed), List.of(), now);
    }

    /** A preview changes nothing, so nothing has to be proved about it. */
    private static boolean concernsOrder(BecknMessage.Request request) {
        return switch (request) {
            case BecknMessage.Update update -> !update.preview();
            case BecknMessage.Cancel cancel -> !cancel.preview();
            case BecknMessage.Rate rate -> !rate.preview();
            case BecknMessage.Support support -> !support.preview();
            default -> request.action().binds();
        };
    }

    private RecordId received(Tx tx, Arrival arrival, List<String> tolerated) {
        ObjectNode content = Json.object();
        protocol(content, arrival);
        if (!tolerated.isEmpty()) {
            ArrayNode rules = content.putArray("tolerated");
            tolerated.forEach(rules::add);
        }
        return audit.append(
                tx,
                new Decision(
                        RecordType.ORDER_RECEIVED,
                        arrival.receivedAt(),
                        actor(),
                        new Subject("message", arrival.id().toString(), 1),
                        List.of(),
                        content,
                        List.of(
                                new Evidence(BecknEvidence.REQUEST, "application/json", Buffer.buffer(arrival.body())),
                                new Evidence(
                                        BecknEvidence.AUTHORIZATION,
                                        "text/plain",
                                        Buffer.buffer(arrival.authorization().getBytes(StandardCharsets.UTF_8))))));
    }

    private void refused(Tx tx, Arrival arrival, BecknError error, List<RecordId> causes, Instant now) {
        ObjectNode content = Json.object();
        protocol(content, arrival);
        content.putObject("decision")
                .put("outcome", "REFUSED")
                .put("reasonCode", error.code())
                .put("reasonText", RefusalLog.plain(error.message()));
        audit.append(
                tx,
                new Decision(
                        RecordType.MESSAGE_REFUSED,
                        now,
                        actor(),
                        new Subject("message", arrival.id().toString(), 0),
                        causes,
                        content,
                        List.of()));
    }

    private static void protocol(ObjectNode content, Arrival arrival) {
        content.putObject("protocol")
                .put("network", "beckn")
                .put("dialect", arrival.dialect())
                .put("action", arrival.action().label())
                .put("sender", arrival.subscriber())
                .put("senderKey", arrival.publicKey())
                .put(
                        "senderSignature",
                        SignatureHeader.parse(arrival.authorization()).signature())
                .put("messageId", arrival.messageId())
                .put("transactionId", arrival.transactionId())
                .put("requestSha256", Digests.sha256Hex(arrival.body()));
    }

    private Actor actor() {
        return new Actor(self.subscriberId(), "beckn");
    }

    private static ObjectNode bound(Dialect dialect, BecknMessage.Callback callback, Arrival arrival) {
        ObjectNode json = dialect.write(callback);
        dialect.bind(json, Signatures.digest(arrival.body()));
        return json;
    }

    private void promise(Tx tx, Arrival arrival, ObjectNode callback, String word, List<RecordId> causes, Instant now) {
        outbox.promise(
                tx,
                new OutgoingMessage(
                        arrival.id(),
                        BecknCourier.NAME,
                        arrival.answeredTo(),
                        RetryClass.CONTROL,
                        Json.bytes(callback),
                        "application/json",
                        Routing.write(arrival, word, causes),
                        now.plus(callbackLife)));
    }
}
