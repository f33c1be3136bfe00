package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.feed.BackfillStatus;
import dev.flexgate.feed.Capability;
import dev.flexgate.feed.Catalogue;
import dev.flexgate.feed.FeedImport;
import dev.flexgate.feed.FeedStatus;
import dev.flexgate.feed.FeedStatus.State;
import dev.flexgate.feed.ImportFile;
import dev.flexgate.feed.ImportFile.Result;
import dev.flexgate.feed.Known;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Zone;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Database;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Feeds: what is asked of whom and how it stands, what each provider can tell ({@code /feeds}), what was known at any
 * moment ({@code /feeds/readings}), and series that an operator brings ({@code POST /feeds/import}).
 */
final class FeedPages {

    /** A quarter of half-hours. */
    private static final Duration SPAN_MAX = Duration.ofDays(92);

    private final Api.Feeding feeding;

    FeedPages(Api.Feeding feeding) {
        this.feeding = feeding;
    }

    void addTo(Router router, Answers answers) {
        router.get("/feeds").handler(answers.to(this::all));
        router.get("/feeds/readings").handler(answers.to(this::known));
        router.post("/feeds/import")
                .handler(BodyHandler.create(false).setBodyLimit(ImportFile.BYTES_MAX))
                .handler(answers.to(this::take));
    }

    private Answer all(RoutingContext context) {
        ObjectNode json = Json.object();
        ArrayNode feeds = json.putArray("feeds");
        List<BackfillStatus> backfills = feeding.agent().backfills();
        feeding.agent().statuses().forEach(each -> {
            ObjectNode status = json(each);
            backfills.stream()
                    .filter(fill -> fill.provider().equals(each.provider())
                            && fill.zone().equals(each.zone())
                            && fill.signals().equals(each.signals()))
                    .findFirst()
                    .ifPresent(fill -> status.set("history", json(fill)));
            feeds.add(status);
        });
        ArrayNode capabilities = json.putArray("capabilities");
        Catalogue.capabilities().forEach(each -> capabilities.add(json(each)));
        return new Answer.Found(json);
    }

    private static ObjectNode json(FeedStatus status) {
        ObjectNode json = Json.object()
                .put("series", status.provider())
                .put("zone", status.zone().code())
                .put("rank", status.rank());
        names(json.putArray("signals"), status.signals());
        switch (status.state()) {
            case State.Waiting _ -> json.put("state", "WAITING");
            case State.Standby _ -> json.put("state", "STANDBY");
            case State.Fresh fresh ->
                json.put("state", "FRESH")
                        .put("receivedAt", fresh.receivedAt().toString())
                        .put("coverage", fresh.coverage().name());
            case State.Stale stale ->
                json.put("state", "STALE")
                        .put("receivedAt", stale.receivedAt().toString())
                        .put("reason", stale.last().reason().name())
                        .put("detail", stale.last().detail())
                        .put("failures", stale.failures());
            case State.Failing failing ->
                json.put("state", "FAILING")
                        .put("reason", failing.last().reason().name())
                        .put("detail", failing.last().detail())
                        .put("failures", failing.failures());
        }
        return json.put("quality", status.quality().name())
                .put("nextAt", status.nextAt().toString());
    }

    private static ObjectNode json(BackfillStatus fill) {
        ObjectNode json = Json.object();
        switch (fill.state()) {
            case BackfillStatus.State.Waiting _ -> json.put("state", "WAITING");
            case BackfillStatus.State.Going going -> {
                json.put("state", "GOING").put("nextAt", going.nextAt().toString());
                if (!going.trouble().isEmpty()) {
                    json.put("reason", going.trouble());
                }
            }
            case BackfillStatus.State.Complete _ -> json.put("state", "COMPLETE");
            case BackfillStatus.State.Ended ended -> json.put("state", "ENDED").put("reason", ended.reason());
        }
        return json.put("since", fill.reached().toString())
                .put("wanted", fill.wanted().toString())
                .put("answers", fill.pages())
                .put("values", fill.values());
    }

    private static ObjectNode json(Capability capability) {
        ObjectNode json = Json.object()
                .put("series", capability.series())
                .put("provider", capability.source().id())
                .put("title", capability.source().title())
                .put("zones", capability.zonesInWords())
                .put("basis", capability.basis().words())
                .put("quality", capability.quality().name())
                .put("history", capability.window().history().toString())
                .put("horizon", capability.window().ahead().toString())
                .put("resolution", capability.resolution().toString())
                .put("published", capability.published())
                .put("rate", capability.source().rate().toString())
                .put("rateBasis", capability.source().rate().basis().name())
                .put("licence", capability.source().licence());
        capability.source().keySetting().ifPresent(setting -> json.put("keySetting", setting));
        names(json.putArray("signals"), capability.signals());
        return json;
    }

    private static void names(ArrayNode list, Collection<Signal> signals) {
        signals.stream().sorted().map(Signal::name).forEach(list::add);
    }

    private Answer known(RoutingContext context) {
        var topic = new Topic(new Zone(needed(context, "zone")), signal(needed(context, "signal")));
        var interval = new Interval(Page.time(context, "from"), Page.time(context, "to"));
        if (interval.length().compareTo(SPAN_MAX) > 0
                || !HalfHours.isAligned(interval.start())
                || !HalfHours.isAligned(interval.end())) {
            throw new IllegalArgumentException(
                    "from and to must be starts of half-hours, at most " + SPAN_MAX.toDays() + " days apart");
        }
        Instant asOf = Page.parameter(context, "asOf").isPresent()
                ? Page.time(context, "asOf")
                : feeding.importing().now();
        feeding.readings().forgotten(topic.zone(), topic.signal(), interval).ifPresent(at -> {
            throw new ProblemException(Problem.of(
                    ProblemCode.FORGOTTEN,
                    "some of what was known of " + topic.zone() + " " + topic.signal() + " in " + interval
                            + " was forgotten at " + at));
        });
        ObjectNode json = Json.object()
                .put("zone", topic.zone().code())
                .put("signal", topic.signal().name())
                .put("unit", topic.unit())
                .put("interval", "PT30M")
                .put("asOf", asOf.toString());
        ArrayNode list = json.putArray("readings");
        feeding.readings().known(topic.zone(), topic.signal(), interval, asOf).forEach(each -> list.add(json(each)));
        return new Answer.Found(json);
    }

    private static ObjectNode json(Known known) {
        return Json.object()
                .put("start", known.reading().valid().start().toString())
                .put("value", known.reading().value().toPlainString())
                .put("quality", known.reading().quality().name())
                .put("source", known.provider())
                .put("knownAt", known.knownAt().toString())
                .put("vintage", known.vintage().toString());
    }

    private Answer take(RoutingContext context) {
        Caller.of(context).require(Scope.OPERATOR);
        String source = needed(context, "source");
        FeedImport.provider(source);
        boolean dry = Page.parameter(context, "dryRun").filter("true"::equals).isPresent();
        byte[] body = Optional.ofNullable(context.body().buffer())
                .map(Buffer::getBytes)
                .orElseGet(() -> new byte[0]);
        String type =
                Optional.ofNullable(context.request().getHeader("Content-Type")).orElse("");
        Instant now = feeding.importing().now();
        return switch (type.startsWith("text/csv") ? ImportFile.csv(body, now) : ImportFile.json(body, now)) {
            case Result.Faulty(List<ImportFile.Fault> faults) -> faulty(faults);
            case Result.Understood understood -> taken(source, understood, dry);
        };
    }

    private Answer taken(String source, Result.Understood understood, boolean dry) {
        Database database = feeding.database();
        List<FeedImport.Taken> taken =
                database.inTransaction(tx -> feeding.importing().take(tx, source, understood.readings(), dry));
        ObjectNode json = Json.object()
                .put("source", FeedImport.provider(source))
                .put("outcome", dry ? "DRY_RUN" : "TAKEN")
                .put("rows", understood.rows())
                .put("leftOut", understood.leftOut());
        ArrayNode series = json.putArray("series");
        for (FeedImport.Taken each : taken) {
            series.addObject()
                    .put("zone", each.topic().zone().code())
                    .put("signal", each.topic().signal().name())
                    .put("unit", each.topic().unit())
                    .put("added", each.added())
                    .put("unchanged", each.unchanged());
        }
        return new Answer.Found(json);
    }

    private static Answer faulty(List<ImportFile.Fault> faults) {
        return new Answer.Refused(Problem.of(
                        ProblemCode.VALIDATION_FAILED,
                        "nothing was taken: mend what errors names, by line and column, and send all of it again")
                .with(
                        "errors",
                        faults.stream()
                                .map(fault -> Map.of(
                                        "line", fault.line(), "column", fault.column(), "detail", fault.detail()))
                                .toList()));
    }

    private static Signal signal(String name) {
        return Stream.of(Signal.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("signal must be one of " + List.of(Signal.values())));
    }

    private static String needed(RoutingContext context, String name) {
        return Page.parameter(context, name)
                .orElseThrow(() -> new IllegalArgumentException("the parameter " + name + " is missing"));
    }
}
