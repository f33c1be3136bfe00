package dev.flexgate.beckn.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.EnvelopeRules;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.dialect.LtsPublications;
import dev.flexgate.beckn.dialect.LtsPublications.Result;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.publish.Publications.Sent;
import dev.flexgate.beckn.registry.Lookup;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.store.Database;
import dev.flexgate.store.StoreException;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the catalogue service says what it made of a publication. What is acknowledged is committed. */
final class PublishDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PublishDoor.class);
    private static final int IN_WORK = 8;

    private final BecknNode self;
    private final String service;
    private final Registry registry;
    private final Database database;
    private final Publications publications;
    private final AuditLog audit;
    private final Signatures signatures;
    private final PublishLimits limits;
    private final InstantSource clock;
    private final LtsDialect dialect = new LtsDialect();
    private final Semaphore places = new Semaphore(IN_WORK);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("beckn-on-publish-", 0).factory());

    PublishDoor(
            BecknNode self,
            String service,
            Registry registry,
            Database database,
            Publications publications,
            AuditLog audit,
            PublishLimits limits,
            InstantSource clock) {
        this.self = self;
        this.service = service;
        this.registry = registry;
        this.database = database;
        this.publications = publications;
        this.audit = audit;
        this.signatures = new Signatures(clock, limits.signatures());
        this.limits = limits;
        this.clock = clock;
    }

    private record Reply(int status, ObjectNode json, Optional<SignatureHeader> asked) {}

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.post("/catalog/on_publish")
                .handler(BodyHandler.create(false).setBodyLimit(limits.answerBytes()))
                .handler(routing -> receive(routing, vertx));
        return router;
    }

    private void receive(RoutingContext routing, Vertx vertx) {
        Buffer buffer = routing.body().buffer();
        byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
        List<String> authorizations = routing.request().headers().getAll("Authorization");
        Context loop = vertx.getOrCreateContext();
        if (!places.tryAcquire()) {
            send(routing, refusal(Optional.empty(), Optional.empty(), busy()));
            return;
        }
        threads.execute(() -> {
            Reply reply;
            try {
                reply = taken(body, authorizations);
            } finally {
                places.release();
            }
            loop.runOnContext(_ -> send(routing, reply));
        });
    }

    private static RefusedException busy() {
        return RefusedException.of(ErrorCode.NET_OVERLOADED, "too many answers are being taken")
                .fix("send it again in a second");
    }

    private Reply taken(byte[] body, List<String> authorizations) {
        Optional<SignatureHeader> header = Optional.empty();
        Optional<String> messageId = Optional.empty();
        try {
            SignatureHeader signed = SignatureHeader.parse(EnvelopeRules.authorization(authorizations));
            header = Optional.of(signed);
            Participant sender = sender(signed);
            JsonNode json = EnvelopeRules.json(body, JsonLimits.DEFAULT);
            messageId = dialect.messageId(json);
            keep(json, body, signed, sender, messageId.orElse(""));
            return new Reply(200, dialect.ack(messageId.orElse("")), header);
        } catch (RefusedException refused) {
            return refusal(header, messageId, refused);
        } catch (StoreException failure) {
            LOG.warn("an answer of the catalogue service could not be kept", failure);
            return refusal(header, messageId, unkept());
        } catch (RuntimeException fault) {
            LOG.error("an answer of the catalogue service could not be judged", fault);
            return refusal(header, messageId, unkept());
        }
    }

    private static RefusedException unkept() {
        return RefusedException.of(ErrorCode.NET_DOWNSTREAM_UNAVAILABLE, "the answer cannot be kept right now")
                .fix("send it again");
    }

    private Participant sender(SignatureHeader signed) {
        signatures.checkTime(signed);
        Lookup found = EnvelopeRules.lookup(registry, signed, clock.instant(), limits.deadline());
        if (found instanceof Lookup.Known(Participant participant)
                && participant.subscriberId().equals(service)) {
            return participant;
        }
        throw RefusedException.of(ErrorCode.AUT_UNAUTHORIZED_ACTION, "our catalogue is given to somebody else")
                .fix("sign as the catalogue service that was given it");
    }

    private void keep(JsonNode json, byte[] body, SignatureHeader signed, Participant sender, String messageId) {
        Sent sent = publications.find(messageId).orElseThrow(() -> unknown(messageId));
        Signatures.verify(signed, body, sender.key(), EnvelopeRules.bindings(sent.signatures()));
        LtsPublications.Answer answer = LtsPublications.readAnswer(json);
        byte[] sha = Digests.sha256(body);
        database.doInTransaction(tx -> {
            if (publications.answered(tx, messageId, sha)) {
                judged(tx, messageId, answer, body);
            } else if (!sent.answerSha().map(Buffer.buffer(sha)::equals).orElse(true)) {
                throw RefusedException.of(
                                ErrorCode.CTX_MESSAGE_ID_DUPLICATE, "another answer came under this id before")
                        .at("$.context.messageId")
                        .fix("answer a publication once");
            }
        });
    }

    private static RefusedException unknown(String messageId) {
        return RefusedException.of(
                        ErrorCode.CTX_INVALID_FIELD,
                        "nothing was published under this message id: " + messageId.length())
                .at("$.context.messageId")
                .fix("answer a publication under its message id");
    }

    private void judged(Tx tx, String messageId, LtsPublications.Answer answer, byte[] body) {
        Instant now = clock.instant();
        for (Result result : answer.results()) {
            String note = result.errors().stream()
                    .map(error -> error.code() + ": " + error.message())
                    .collect(Collectors.joining("; "));
            publications.judged(tx, messageId, result, PublishCourier.cut(note), now);
            if (result.verdict() != LtsPublications.Verdict.ACCEPTED) {
                LOG.warn("the catalogue service says {} of {}: {}", result.verdict(), result.catalogId(), note);
            }
        }
        ObjectNode content = Json.object();
        content.putObject("protocol")
                .put("network", "beckn")
                .put("dialect", LtsDialect.NAME)
                .put("action", "publish")
                .put("sender", service)
                .put("messageId", messageId)
                .put("callbackSha256", Digests.sha256Hex(body));
        ObjectNode decision = content.putObject("decision").put("outcome", "ANSWERED");
        for (LtsPublications.Verdict verdict : LtsPublications.Verdict.values()) {
            decision.put(
                    verdict.name().toLowerCase(Locale.ROOT),
                    answer.results().stream()
                            .filter(each -> each.verdict() == verdict)
                            .count());
        }
        audit.append(
                tx,
                new Decision(
                        RecordType.CATALOG_PUBLISHED,
                        now,
                        new Actor(self.subscriberId(), "publisher"),
                        new Subject("publication", messageId, 2),
                        List.of(),
                        content,
                        List.of()));
    }

    private Reply refusal(Optional<SignatureHeader> header, Optional<String> messageId, RefusedException refused) {
        BecknError error = refused.error();
        return new Reply(refused.code().httpStatus(), dialect.nack(messageId, error), header);
    }

    private void send(RoutingContext routing, Reply reply) {
        var response = routing.response();
        if (response.closed() || response.headWritten()) {
            return;
        }
        byte[] body = Json.bytes(reply.json());
        response.setStatusCode(reply.status()).putHeader("Content-Type", "application/json");
        reply.asked()
                .ifPresent(asked -> response.putHeader(
                        "Signature",
                        signatures
                                .signAnswer(self.sender(), body, asked.signature())
                                .text()));
        response.end(Buffer.buffer(body)).onFailure(_ -> {}); // the service has gone: it will call again
    }

    @Override
    public void close() {
        threads.close();
    }
}
