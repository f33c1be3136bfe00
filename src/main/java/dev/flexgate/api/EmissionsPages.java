package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.placement.Emission;
import dev.flexgate.placement.EmissionsDesk;
import dev.flexgate.placement.EmissionsDesk.Location;
import dev.flexgate.placement.EmissionsOutlook;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The paths of the Carbon Aware SDK's WebApi (Green Software Foundation), over what this gateway observes and
 * forecasts: {@code /emissions} and {@code /locations}. A client of that API needs no more than another address. Its
 * members are closed, so what they have no place for, the quality of the figures, is in a header.
 */
final class EmissionsPages {

    private static final String QUALITY = "FlexGate-Quality";
    private static final long BODY_BYTES_MAX = 64 * 1024;

    /** Half-hours that one question may look at, over all its places. */
    private static final long HALF_HOURS_MAX = 20_000;

    /** Asked without times: what was observed in the last day. */
    private static final Duration BACK = Duration.ofDays(1);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSSSSS]xxx").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter WHOLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    private final EmissionsDesk desk;
    private final InstantSource clock;

    EmissionsPages(EmissionsDesk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
    }

    void addTo(Router router, Answers answers) {
        router.get("/locations").handler(answers.to(_ -> locations()));
        router.get("/emissions/bylocation").handler(answers.to(this::byLocation));
        router.get("/emissions/bylocations").handler(answers.to(context -> rated(observed(context))));
        router.get("/emissions/bylocations/best").handler(answers.to(context -> rated(best(observed(context)))));
        router.get("/emissions/forecasts/current").handler(answers.to(this::current));
        router.get("/emissions/average-carbon-intensity").handler(answers.to(this::average));
        router.post("/emissions/forecasts/batch")
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .handler(answers.to(this::past));
        router.post("/emissions/average-carbon-intensity/batch")
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .handler(answers.to(this::averages));
    }

    private Answer locations() {
        ObjectNode body = Json.object();
        for (Location each : desk.locations()) {
            ObjectNode json = body.putObject(each.name());
            json.put("Latitude", each.place().map(place -> place.latitude()).orElse(null));
            json.put("Longitude", each.place().map(place -> place.longitude()).orElse(null));
            json.put("Name", each.name());
        }
        return new Answer.Found(body);
    }

    /** What was observed at a place. */
    private record Seen(Location at, Emission emission) {}

    private Answer byLocation(RoutingContext context) {
        var ask = new EmissionsAsk();
        if (ask.locations(context).size() > 1) {
            ask.fault("location", "name one location, or ask /emissions/bylocations");
        }
        ask.complain();
        return rated(observed(context));
    }

    private List<Seen> observed(RoutingContext context) {
        var ask = new EmissionsAsk();
        EmissionsAsk.Fields fields = EmissionsAsk.of(context);
        List<Location> locations = found(ask, ask.locations(context));
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant until = ask.time(fields, "toTime").orElse(now);
        Instant from = ask.time(fields, "time").orElse(until.minus(BACK));
        Optional<Interval> span = ask.span(Optional.of(from), Optional.of(until), "toTime");
        span.ifPresent(each -> refuseTooMuch(ask, each, locations.size()));
        ask.complain();
        List<Seen> seen = new ArrayList<>();
        for (Location at : locations) {
            desk.observed(at, span.orElseThrow(), now).forEach(each -> seen.add(new Seen(at, each)));
        }
        return seen;
    }

    private static void refuseTooMuch(EmissionsAsk ask, Interval span, int locations) {
        long halfHours = Duration.between(span.start(), span.end()).dividedBy(HalfHours.STEP) * locations;
        if (halfHours > HALF_HOURS_MAX) {
            ask.fault(
                    "time",
                    halfHours + " half-hours over all locations; ask for at most " + HALF_HOURS_MAX + " at a time");
        }
    }

    private static List<Seen> best(List<Seen> seen) {
        Optional<BigDecimal> least =
                seen.stream().map(each -> each.emission().grams()).reduce(BigDecimal::min);
        return seen.stream()
                .filter(each -> each.emission().grams().compareTo(least.orElseThrow()) == 0)
                .toList();
    }

    private static Answer rated(List<Seen> seen) {
        if (seen.isEmpty()) {
            return new Answer.Done(204, Json.object(), Map.of());
        }
        ArrayNode body = Json.array();
        seen.forEach(each -> body.addObject()
                .put("location", each.at().name())
                .put("time", text(each.emission().when().start()))
                .put("rating", each.emission().grams())
                .put("duration", "00:30:00"));
        return qualified(body, seen.stream().map(Seen::emission).toList());
    }

    private Answer current(RoutingContext context) {
        var ask = new EmissionsAsk();
        EmissionsAsk.Fields fields = EmissionsAsk.of(context);
        List<Location> locations = found(ask, ask.locations(context));
        Instant now = clock.instant();
        List<Emission> told = new ArrayList<>();
        ArrayNode body = Json.array();
        Question question = question(ask, fields, now);
        ask.complain();
        locations.forEach(at -> body.add(outlook(at, question, told)));
        return qualified(body, told);
    }

    private Answer past(RoutingContext context) {
        var ask = new EmissionsAsk();
        List<Emission> told = new ArrayList<>();
        List<Location> known = desk.locations();
        List<Location> locations = new ArrayList<>();
        List<Question> questions = new ArrayList<>();
        for (JsonNode each : ask.batch(body(context))) {
            EmissionsAsk.Fields fields = EmissionsAsk.of(each);
            ask.location(fields).flatMap(name -> found(ask, known, name)).ifPresent(locations::add);
            ask.requiredTime(fields, "requestedAt").ifPresent(at -> questions.add(question(ask, fields, at)));
        }
        ask.complain();
        ArrayNode body = Json.array();
        for (int index = 0; index < questions.size(); index++) {
            body.add(outlook(locations.get(index), questions.get(index), told));
        }
        return qualified(body, told);
    }

    /** What is asked of a forecast. */
    private record Question(
            Instant requestedAt, Optional<Instant> from, Optional<Instant> until, Optional<Duration> window) {}

    private static Question question(EmissionsAsk ask, EmissionsAsk.Fields fields, Instant requestedAt) {
        return new Question(
                requestedAt, ask.time(fields, "dataStartAt"), ask.time(fields, "dataEndAt"), ask.window(fields));
    }

    private ObjectNode outlook(Location at, Question question, List<Emission> told) {
        EmissionsOutlook outlook = outlook(at, question);
        ObjectNode json = Json.object()
                .put("generatedAt", text(outlook.generatedAt()))
                .put("requestedAt", text(question.requestedAt()))
                .put("location", at.name())
                .put("dataStartAt", text(outlook.from()))
                .put("dataEndAt", text(outlook.until()))
                .put("windowSize", outlook.window().toMinutes());
        ArrayNode best = json.putArray("optimalDataPoints");
        outlook.best().forEach(each -> best.add(point(at, each)));
        ArrayNode all = json.putArray("forecastData");
        outlook.windows().forEach(each -> all.add(point(at, each)));
        told.addAll(outlook.windows());
        return json;
    }

    private EmissionsOutlook outlook(Location at, Question question) {
        try {
            return desk.outlook(at, question.requestedAt(), question.from(), question.until(), question.window())
                    .orElseThrow(() -> new ProblemException(Problem.of(
                            ProblemCode.NOT_FOUND,
                            "no fresh forecast for " + at.name() + " stood at " + question.requestedAt())));
        } catch (IllegalArgumentException outside) {
            var ask = new EmissionsAsk();
            String why = String.valueOf(outside.getMessage());
            question.from().ifPresent(_ -> ask.fault("dataStartAt", why));
            question.until().ifPresent(_ -> ask.fault("dataEndAt", why));
            ask.complain();
            throw outside;
        }
    }

    /** Points are named by the zone that they hold for. */
    private static ObjectNode point(Location at, Emission emission) {
        return Json.object()
                .put("location", at.zone().code())
                .put("timestamp", text(emission.when().start()))
                .put("duration", emission.when().length().toMinutes())
                .put("value", emission.grams());
    }

    private Answer average(RoutingContext context) {
        var ask = new EmissionsAsk();
        EmissionsAsk.Fields fields = EmissionsAsk.of(context);
        Optional<Location> at = ask.location(fields).flatMap(name -> found(ask, desk.locations(), name));
        Optional<Interval> span = span(ask, fields);
        ask.complain();
        Emission mean = mean(at.orElseThrow(), span.orElseThrow());
        return qualified(average(at.orElseThrow(), mean), List.of(mean));
    }

    /** Of one place, as that API has it. */
    private Answer averages(RoutingContext context) {
        var ask = new EmissionsAsk();
        List<Location> known = desk.locations();
        List<Location> locations = new ArrayList<>();
        List<Interval> spans = new ArrayList<>();
        for (JsonNode each : ask.batch(body(context))) {
            EmissionsAsk.Fields fields = EmissionsAsk.of(each);
            ask.location(fields).flatMap(name -> found(ask, known, name)).ifPresent(locations::add);
            span(ask, fields).ifPresent(spans::add);
        }
        if (locations.stream().distinct().count() > 1) {
            ask.fault("location", "one location a batch");
        }
        long halfHours = spans.stream()
                .mapToLong(span -> Duration.between(span.start(), span.end()).dividedBy(HalfHours.STEP))
                .sum();
        if (halfHours > HALF_HOURS_MAX) {
            ask.fault("endTime", halfHours + " half-hours; ask for at most " + HALF_HOURS_MAX + " at a time");
        }
        ask.complain();
        ArrayNode body = Json.array();
        List<Emission> told = new ArrayList<>();
        for (Interval span : spans) {
            Emission mean = mean(locations.getFirst(), span);
            told.add(mean);
            body.add(average(locations.getFirst(), mean));
        }
        return qualified(body, told);
    }

    private static Optional<Interval> span(EmissionsAsk ask, EmissionsAsk.Fields fields) {
        Optional<Interval> span =
                ask.span(ask.requiredTime(fields, "startTime"), ask.requiredTime(fields, "endTime"), "endTime");
        span.ifPresent(each -> refuseTooMuch(ask, each, 1));
        return span;
    }

    private Emission mean(Location at, Interval span) {
        return desk.average(at, span, clock.instant())
                .orElseThrow(() -> new ProblemException(Problem.of(
                        ProblemCode.NOT_FOUND,
                        "nothing was observed at " + at.name() + " from " + span.start() + " to " + span.end())));
    }

    private static ObjectNode average(Location at, Emission mean) {
        return Json.object()
                .put("location", at.name())
                .put("startTime", text(mean.when().start()))
                .put("endTime", text(mean.when().end()))
                .put("carbonIntensity", mean.grams());
    }

    private List<Location> found(EmissionsAsk ask, List<String> names) {
        List<Location> known = desk.locations();
        return names.stream().flatMap(name -> found(ask, known, name).stream()).toList();
    }

    private static Optional<Location> found(EmissionsAsk ask, List<Location> known, String name) {
        Optional<Location> found =
                known.stream().filter(each -> each.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            ask.fault("location", "'" + name + "' is unknown; GET /locations lists what is known");
        }
        return found;
    }

    private static JsonNode body(RoutingContext context) {
        Buffer body = context.body().buffer();
        return StrictJson.parse(body == null ? new byte[0] : body.getBytes());
    }

    private static Answer qualified(JsonNode body, Collection<Emission> told) {
        Map<String, String> quality = told.stream()
                .map(Emission::quality)
                .reduce(Quality::worse)
                .map(worst -> Map.of(QUALITY, worst.name()))
                .orElse(Map.of()); // of nothing there is no quality
        return new Answer.Done(200, body, quality);
    }

    private static String text(Instant moment) {
        return (moment.equals(moment.truncatedTo(ChronoUnit.SECONDS)) ? WHOLE : TIME).format(moment);
    }
}
