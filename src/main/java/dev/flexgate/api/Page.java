package dev.flexgate.api;

import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Which part of a list is asked for: {@code ?after=ID&limit=N}.
 *
 * @param after the last id of the page before; empty for the first page
 * @param limit how many, at most {@link #LIMIT_MAX}
 */
record Page(String after, int limit) {

    private static final String TIME = "2026-11-20T17:00:00Z";

    static final int LIMIT = 50;
    static final int LIMIT_MAX = 200;

    static Page of(RoutingContext context) {
        return new Page(parameter(context, "after").orElse(""), limitOf(context));
    }

    private static int limitOf(RoutingContext context) {
        String text = parameter(context, "limit").orElse(Integer.toString(LIMIT));
        if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > LIMIT_MAX) {
            throw new IllegalArgumentException("limit must be a whole number from 1 to " + LIMIT_MAX);
        }
        return Integer.parseInt(text);
    }

    /** A parameter of the query. */
    static Optional<String> parameter(RoutingContext context, String name) {
        return Optional.ofNullable(context.queryParams().get(name));
    }

    /** A parameter of the query that must be there, as a moment with its offset (RFC 3339). */
    static Instant time(RoutingContext context, String name) {
        return time(
                name,
                parameter(context, name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the parameter " + name + " is missing; write for example " + TIME)));
    }

    static Instant time(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new IllegalArgumentException(name + " must be a time with its offset, such as " + TIME);
        }
    }

    /** A part of the path that the route guarantees. */
    static String path(RoutingContext context, String name) {
        return Optional.ofNullable(context.pathParam(name))
                .orElseThrow(() -> new IllegalStateException("the route has no parameter " + name));
    }
}
