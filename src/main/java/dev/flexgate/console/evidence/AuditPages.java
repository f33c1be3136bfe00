package dev.flexgate.console.evidence;

import dev.flexgate.audit.LogSearch.Head;
import dev.flexgate.audit.PublishedCheckpoint;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.news.Viewer;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** {@code /audit}: find the record, read it, and see whether it is genuine. */
public final class AuditPages {

    private static final int PAGE = 40;

    private final EvidenceRooms rooms;
    private final VerifierFile file = new VerifierFile();

    public AuditPages(EvidenceRooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the pages to the console's router. */
    public void addTo(Router router, Pages pages) {
        router.get("/audit").handler(pages.show(this::search));
        router.get("/audit/checkpoints").handler(pages.show(this::checkpoints));
        router.get("/audit/verify").handler(pages.show(this::verify));
        router.get("/audit/records/:recordId").handler(pages.show(this::record));
        router.get("/audit/verify.html").handler(this::file);
    }

    /**
     * What was found, or what is newest.
     *
     * @param query what was asked for; empty for the newest
     * @param evidence whether raw evidence is kept under what was asked for
     * @param next address of the next page
     */
    public record SearchPage(
            String query,
            List<Head> found,
            boolean evidence,
            Optional<PublishedCheckpoint> checkpoint,
            String logKey,
            Optional<String> next,
            Times times) {}

    /** What was promised, the newest first. */
    public record CheckpointPage(List<PublishedCheckpoint> checkpoints, Optional<String> next, Times times) {}

    /**
     * The verifier.
     *
     * @param published the keys that this gateway names, offered and not assumed
     * @param record what to verify; empty where nothing was chosen
     * @param start whether to begin at once if keys are pinned already
     */
    public record VerifyPage(
            String published,
            String record,
            String entityType,
            String entityId,
            boolean start,
            String fileSha256,
            int fileBytes) {}

    private View search(Visit visit) {
        String query = visit.query("q").orElse("");
        long before = visit.query("before").map(AuditPages::number).orElse(Long.MAX_VALUE);
        Viewer viewer = viewer(visit);
        List<Head> heads = query.isEmpty()
                ? rooms.search().page(before, PAGE)
                : rooms.search().find(query, PAGE);
        List<Head> found =
                heads.stream().filter(head -> mayRead(viewer, head.id())).toList();
        boolean evidence =
                !query.isEmpty() && viewer.operator() && rooms.search().hasEvidence(query);
        if (found.size() == 1 && !query.isEmpty() && !evidence) {
            return new View.Moved("/audit/records/" + found.getFirst().id());
        }
        Optional<String> next = !query.isEmpty() || heads.size() < PAGE
                ? Optional.empty()
                : Optional.of("/audit?before=" + heads.getLast().index());
        var page = new SearchPage(
                query, found, evidence, rooms.log().checkpoint(), rooms.logKey().text(), next, rooms.times());
        return View.page(Section.AUDIT, "Audit", "page/audit.jte", page);
    }

    /** The operator's people and auditors see every record, a tenant those that concern it. */
    private static Viewer viewer(Visit visit) {
        Caller caller = Caller.of(visit.context());
        return caller.readsEveryRecord() ? Viewer.theOperator() : Viewer.of(caller.parties());
    }

    private boolean mayRead(Viewer viewer, RecordId id) {
        return viewer.operator() || rooms.log().find(id).filter(viewer::mayRead).isPresent();
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("before is the number of a leaf");
        }
        return Long.parseLong(text);
    }

    private View checkpoints(Visit visit) {
        long before = visit.query("before").map(AuditPages::number).orElse(Long.MAX_VALUE);
        List<PublishedCheckpoint> found = rooms.search().checkpoints(before, PAGE);
        Optional<String> next = found.size() < PAGE
                ? Optional.empty()
                : Optional.of("/audit/checkpoints?before="
                        + found.getLast().checkpoint().size());
        return View.page(
                Section.AUDIT, "Checkpoints", "page/checkpoints.jte", new CheckpointPage(found, next, rooms.times()));
    }

    private View record(Visit visit) {
        RecordId id = RecordId.parse(visit.path("recordId"));
        Optional<StoredRecord> found = rooms.log().find(id).filter(viewer(visit)::mayRead);
        if (found.isEmpty()) {
            return rooms.log().isPending(id)
                    ? new View.Refused(404, "Not in the log yet", "The record waits for its place. Reload in a second.")
                    : View.notFound("No record has this id.");
        }
        var page = RecordPage.of(found.get(), rooms);
        return View.page(Section.AUDIT, page.type() + " " + page.index(), "page/record.jte", page);
    }

    private View verify(Visit visit) {
        var page = new VerifyPage(
                rooms.publishedTrust(),
                visit.query("record").orElse(""),
                visit.query("type").orElse(""),
                visit.query("id").orElse(""),
                visit.query("record").isPresent() || visit.query("id").isPresent(),
                file.sha256(),
                file.html().length());
        return View.page(Section.VERIFY, "Verify", "page/verify.jte", page);
    }

    private void file(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Disposition", "attachment; filename=\"verify.html\"")
                .putHeader("Cache-Control", "no-cache")
                .end(Buffer.buffer(file.html()))
                .onFailure(_ -> {}); // the reader has gone: there is nobody left to tell
    }
}
