package dev.flexgate.beckn.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.beckn.Accents;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.EnvelopeRules;
import dev.flexgate.beckn.PeerDoor;
import dev.flexgate.beckn.RefusalLog;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.dialect.LtsPublications;
import dev.flexgate.beckn.dialect.LtsPublications.Result;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.publish.Publications.Sent;
import dev.flexgate.beckn.registry.Lookup;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the catalogue service says what it made of a publication. What is acknowledged is committed. */
final class PublishDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PublishDoor.class);
    private static final String WORD = "catalog/on_publish";

    private final BecknNode self;
    private final String service;
    private final Registry registry;
    private final Database database;
    private final Publications publications;
    private final AuditLog audit;
    private final Signatures signatures;
    private final PublishLimits limits;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final LtsDialect dialect = new LtsDialect();
    private final PeerDoor door;

    PublishDoor(
            BecknNode self,
            String service,
            Registry registry,
            Database database,
            Publications publications,
            AuditLog audit,
            RefusalLog refusals,
            PublishLimits limits,
            InstantSource clock,
            MeterRegistry meters) {
        this.self = self;
        this.service = service;
        this.registry = registry;
        this.database = database;
        this.publications = publications;
        this.audit = audit;
        this.signatures = new Signatures(clock, limits.signatures());
        this.limits = limits;
        this.clock = clock;
        this.meters = meters;
        var rules = new PeerDoor.Rules(
                "publisher", limits.answerBytes(), limits.inWork(), limits.rates(), limits.signatures());
        this.door = new PeerDoor(
                self, rules, new Accents(_ -> List.of(dialect), dialect), this::keep, refusals, clock, meters);
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        door.addTo(router, "/" + WORD, _ -> WORD);
        return router;
    }

    private void keep(PeerDoor.Visit visit) {
        SignatureHeader signed = visit.signature();
        Participant sender = sender(signed);
        visit.count(sender);
        JsonNode json = visit.read(JsonLimits.DEFAULT, _ -> dialect);
        String messageId = visit.messageId()
                .orElseThrow(() -> RefusedException.of(ErrorCode.CTX_MISSING_FIELD, "there is no message id")
                        .at("$.context.messageId")
                        .fix("send the message id of the publication"));
        keep(json, visit.body(), signed, sender, messageId);
        meters.counter("flexgate.beckn.heard", "word", "on_publish").increment();
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

    @Override
    public void close() {
        door.close();
    }
}
