package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.news.CloudEvents;
import dev.flexgate.news.Event;
import dev.flexgate.news.EventTable;
import dev.flexgate.news.Viewer;
import dev.flexgate.wire.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What happened, page by page, for whoever has to catch up: {@code /events} and {@code /event-types}. */
final class EventPages {

    /** Records looked at for one page, however few of them concern the caller. */
    private static final int SCANNED_MAX = 2_000;

    private static final int SCANNED_AT_ONCE = 200;

    private final LogReader log;
    private final CloudEvents bodies;
    private final Function<Caller, Viewer> viewers;

    EventPages(LogReader log, CloudEvents bodies, Function<Caller, Viewer> viewers) {
        this.log = log;
        this.bodies = bodies;
        this.viewers = viewers;
    }

    void addTo(Router router, Answers answers) {
        router.get("/events").handler(answers.to(this::events));
        router.get("/event-types").handler(answers.to(_ -> types()));
    }

    private Answer events(RoutingContext context) {
        Viewer viewer = viewers.apply(Caller.of(context));
        Page page = Page.of(context);
        if (!page.after().matches("-?\\d{0,18}")) {
            throw new IllegalArgumentException("after is the index of a record, the id of an event on /stream");
        }
        Interest interest =
                Interest.parse(Objects.requireNonNullElse(context.queryParams().get("topics"), ""));
        long from = page.after().isEmpty() ? 0 : Long.parseLong(page.after()) + 1;
        ArrayNode data = Json.array();
        long last = from - 1;
        boolean more = true;
        for (int scanned = 0; more && scanned < SCANNED_MAX && data.size() < page.limit(); ) {
            List<StoredRecord> records = log.from(Math.max(0, last + 1), SCANNED_AT_ONCE);
            for (StoredRecord record : records) {
                if (data.size() == page.limit()) {
                    break;
                }
                last = record.index();
                scanned++;
                Event.of(record)
                        .filter(event -> interest.covers(event) && viewer.sees(event))
                        .ifPresent(event -> data.add(bodies.json(event)));
            }
            more = records.size() == SCANNED_AT_ONCE;
        }
        return new Answer.Found(body(data, last, log.size() - 1, page.limit()));
    }

    private static ObjectNode body(ArrayNode data, long last, long end, int limit) {
        ObjectNode body = Json.object();
        body.set("data", data);
        ObjectNode page = body.putObject("page").put("limit", limit).put("last", last);
        if (last < end) {
            page.put("next", Long.toString(last));
        }
        return body;
    }

    private static Answer types() {
        ArrayNode list = Json.array();
        EventTable.types().forEach(type -> list.add(type.name()));
        return new Answer.Found(Json.object().set("data", list));
    }
}
