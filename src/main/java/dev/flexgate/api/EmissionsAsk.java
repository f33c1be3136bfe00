package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client of the Carbon Aware SDK asks, with every fault under the name of its parameter, as that API's clients
 * read faults: {@code errors} is an object of lists.
 */
final class EmissionsAsk {

    /** Places of one question. */
    static final int LOCATIONS_MAX = 20;

    /** Questions of one batch. */
    static final int BATCH_MAX = 100;

    /** Longest window, in minutes: as long as the longest forecast. */
    private static final int WINDOW_MAX = 672 * 30;

    private final ObjectNode faults = Json.object();

    /** One question of a batch, or that of a query. */
    interface Fields {

        /** Empty where it was not said. */
        Optional<String> find(String name);
    }

    static Fields of(RoutingContext context) {
        // A plus in a query is a blank to those who write forms, and no time holds one.
        return name -> Page.parameter(context, name)
                .map(text -> text.strip().replace(' ', '+'))
                .filter(text -> !text.isEmpty());
    }

    static Fields of(JsonNode json) {
        return name -> Optional.ofNullable(json.get(name))
                .filter(value -> !value.isNull())
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty());
    }

    /** Every place that is asked about, by either name that the documents of that API give the parameter. */
    List<String> locations(RoutingContext context) {
        List<String> all = Stream.of("location", "locations")
                .flatMap(name -> context.queryParams().getAll(name).stream())
                .filter(text -> !text.isBlank())
                .distinct()
                .toList();
        if (all.isEmpty() || all.size() > LOCATIONS_MAX) {
            fault("location", "name 1 to " + LOCATIONS_MAX + " locations; GET /locations lists them");
        }
        return all;
    }

    Optional<String> location(Fields fields) {
        return required(fields, "location", "GET /locations lists them");
    }

    Optional<Instant> time(Fields fields, String name) {
        return fields.find(name).flatMap(text -> {
            Optional<Instant> time = moment(text);
            if (time.isEmpty()) {
                fault(name, "'" + text + "' is no time; write such as 2022-03-01T15:30:00Z");
            }
            return time;
        });
    }

    Optional<Instant> requiredTime(Fields fields, String name) {
        return required(fields, name, "write such as 2022-03-01T15:30:00Z").flatMap(_ -> time(fields, name));
    }

    Optional<Duration> window(Fields fields) {
        return fields.find("windowSize").flatMap(text -> {
            if (!text.matches("[1-9]\\d{0,5}") || Integer.parseInt(text) > WINDOW_MAX) {
                fault("windowSize", "'" + text + "' is no whole number of minutes from 1 to " + WINDOW_MAX);
                return Optional.empty();
            }
            return Optional.of(Duration.ofMinutes(Long.parseLong(text)));
        });
    }

    Optional<Interval> span(Optional<Instant> start, Optional<Instant> end, String endName) {
        return start.flatMap(from -> end.flatMap(until -> {
            if (!from.isBefore(until)) {
                fault(endName, "must be after the start");
                return Optional.empty();
            }
            return Optional.of(new Interval(from, until));
        }));
    }

    /** The questions of a batch. */
    List<JsonNode> batch(JsonNode body) {
        if (!(body instanceof ArrayNode list) || list.isEmpty() || list.size() > BATCH_MAX) {
            fault("", "write a list of 1 to " + BATCH_MAX + " objects");
            complain();
            return List.of();
        }
        List<JsonNode> each = new ArrayList<>();
        list.forEach(each::add);
        return each;
    }

    private Optional<String> required(Fields fields, String name, String help) {
        Optional<String> text = fields.find(name);
        if (text.isEmpty()) {
            fault(name, "The " + name + " field is required; " + help);
        }
        return text;
    }

    void fault(String name, String detail) {
        faults.withArrayProperty(name).add(detail);
    }

    /** Throws a {@link ProblemException} that names every fault, if there is one. */
    void complain() {
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    Problem.of(ProblemCode.VALIDATION_FAILED, "One or more validation errors occurred.")
                            .with("errors", faults));
        }
    }

    /** With its offset; without one it is UTC, and a date alone is its midnight. */
    private static Optional<Instant> moment(String text) {
        try {
            if (text.length() <= 10) {
                return Optional.of(
                        LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            boolean offset = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d");
            return Optional.of(
                    offset
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
