package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.AuditBundle;
import dev.flexgate.audit.Bundler;
import dev.flexgate.audit.Bundling;
import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.news.Viewer;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What was decided and how to prove it: records, proofs, and the log itself as C2SP tlog-tiles under {@code /log}.
 */
final class AuditPages {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final LogReader log;
    private final Bundler bundler;
    private final NoteKey logKey;

    AuditPages(LogReader log, Bundler bundler, NoteKey logKey) {
        this.log = log;
        this.bundler = bundler;
        this.logKey = logKey;
    }

    void addTo(Router router, Answers answers) {
        router.get("/audit/records/:recordId").handler(answers.to(this::record));
        router.get("/audit/records/:recordId/proof").handler(answers.to(this::proof));
        router.get("/audit/subjects/:entityType/:entityId").handler(answers.to(this::ofSubject));
        router.get("/audit/bundles/:entityType/:entityId").handler(answers.to(this::bundle));
    }

    void addLogTo(Router router, Answers answers) {
        router.get("/vkey").handler(answers.to(_ -> new Answer.Content(TEXT, Buffer.buffer(logKey.text() + "\n"))));
        router.get("/checkpoint")
                .handler(answers.to(_ -> log.checkpointNote()
                        .<Answer>map(note -> new Answer.Content(TEXT, Buffer.buffer(note)))
                        .orElseGet(() -> Answer.notFound("nothing has been published yet"))));
        router.getWithRegex("/(?<path>tile/.+)").handler(answers.to(this::tile));
    }

    private Answer record(RoutingContext context) {
        RecordId id = RecordId.parse(Page.path(context, "recordId"));
        if (log.isPending(id)) {
            return Answer.notFound("the record waits for its place in the log; ask again in a moment");
        }
        return log.find(id)
                .filter(record -> mayRead(context, record))
                .<Answer>map(record -> new Answer.Found(json(record)))
                .orElseGet(() -> Answer.notFound("no record has this id"));
    }

    private Answer proof(RoutingContext context) {
        return log.proof(RecordId.parse(Page.path(context, "recordId")))
                .<Answer>map(proof ->
                        new Answer.Content(TEXT, Buffer.buffer(proof.text().getBytes(StandardCharsets.UTF_8))))
                .orElseGet(() -> Answer.notFound("no published checkpoint covers a record of this id yet"));
    }

    private Answer ofSubject(RoutingContext context) {
        List<StoredRecord> records = readable(context);
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("records");
        records.forEach(record -> list.add(json(record)));
        return new Answer.Found(body);
    }

    /** What is recorded of a subject: all or, to whom none of it concerns, nothing. */
    private List<StoredRecord> readable(RoutingContext context) {
        List<StoredRecord> records =
                log.of(Page.path(context, "entityType"), Page.path(context, "entityId"), 0, Page.LIMIT_MAX);
        return records.stream().anyMatch(viewer(Caller.of(context))::mayRead) ? records : List.of();
    }

    /** A refusal need not name whom it concerns, but the case that it belongs to does. */
    private boolean mayRead(RoutingContext context, StoredRecord record) {
        Viewer viewer = viewer(Caller.of(context));
        JsonNode subject = record.payload().path("subject");
        return viewer.mayRead(record)
                || log
                        .of(
                                subject.path("entityType").asText(),
                                subject.path("entityId").asText(),
                                0,
                                Page.LIMIT_MAX)
                        .stream()
                        .anyMatch(viewer::mayRead);
    }

    private static Viewer viewer(Caller caller) {
        return caller.readsEveryRecord() ? Viewer.theOperator() : Viewer.of(caller.parties());
    }

    private Answer bundle(RoutingContext context) {
        if (!Caller.of(context).readsEveryRecord() && readable(context).isEmpty()) {
            return Answer.notFound("nothing was ever recorded about this subject");
        }
        return switch (bundler.cut(Page.path(context, "entityType"), Page.path(context, "entityId"))) {
            case Bundling.Cut cut ->
                new Answer.Content(
                        AuditBundle.MEDIA_TYPE, Buffer.buffer(cut.bundle().zip()));
            case Bundling.NotYet _ ->
                new Answer.Refused(
                        Problem.of(ProblemCode.EVIDENCE_NOT_YET, "no checkpoint covers the case yet; ask again"));
            case Bundling.Unknown _ -> Answer.notFound("nothing was ever recorded about this subject");
            case Bundling.TooLarge large ->
                new Answer.Refused(Problem.of(
                        ProblemCode.EVIDENCE_TOO_LARGE, "the case has more than " + large.recordsMax() + " records"));
        };
    }

    private Answer tile(RoutingContext context) {
        // Entries are the records of everybody, whole; the hashes above them are public.
        if (Page.path(context, "path").startsWith("tile/entries/")
                && !Caller.of(context).readsEveryRecord()) {
            return Answer.notFound("no such tile");
        }
        return log.tile(Page.path(context, "path"))
                .<Answer>map(tile -> new Answer.Content("application/octet-stream", Buffer.buffer(tile)))
                .orElseGet(() -> Answer.notFound("no such tile"));
    }

    private static ObjectNode json(StoredRecord record) {
        return Json.object()
                .put("recordId", record.id().toString())
                .put("index", record.index())
                .put("jws", new String(record.jws(), StandardCharsets.US_ASCII))
                .set("payload", record.payload());
    }
}
