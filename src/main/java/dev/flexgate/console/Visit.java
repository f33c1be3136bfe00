package dev.flexgate.console;

import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request of a person: what was asked, within bounds. Wrong input throws {@link IllegalArgumentException}. */
public final class Visit {

    private static final int TEXT_MAX = 300;

    private final RoutingContext context;
    private final Instant now;

    Visit(RoutingContext context, Instant now) {
        this.context = context;
        this.now = now;
    }

    /** When it came, by the gateway's clock. */
    public Instant now() {
        return now;
    }

    /** A part of the path that the route guarantees. */
    public String path(String name) {
        return Optional.ofNullable(context.pathParam(name))
                .orElseThrow(() -> new IllegalStateException("the route has no parameter " + name));
    }

    /** A parameter of the address; absent when empty, since forms send what nobody filled in. */
    public Optional<String> query(String name) {
        return bounded(name, context.queryParams().get(name));
    }

    /** All parameters of that name: ticked boxes. */
    public List<String> queries(String name) {
        return context.queryParams().getAll(name).stream()
                .flatMap(value -> bounded(name, value).stream())
                .limit(TEXT_MAX)
                .toList();
    }

    /** What was filled in a form; absent when empty. */
    public Optional<String> field(String name) {
        return bounded(name, context.request().getFormAttribute(name));
    }

    /** All fields of that name in a form: ticked boxes. */
    public List<String> fields(String name) {
        return context.request().formAttributes().getAll(name).stream()
                .flatMap(value -> bounded(name, value).stream())
                .limit(TEXT_MAX)
                .toList();
    }

    /** What must be filled in. */
    public String required(String name) {
        return field(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    /**
     * In which form the facts are wanted: what {@code as} in the address says, since a link cannot set a header, else
     * what the request accepts first.
     */
    public Form form() {
        return query("as")
                .map(Form::of)
                .orElseGet(() -> Form.accepted(context.parsedHeaders().accept()));
    }

    /** Path and query, to come back to. */
    public String address() {
        return context.request().uri();
    }

    /** Scheme and authority by which the visitor reached us. */
    public String origin() {
        return context.request().scheme() + "://" + context.request().authority();
    }

    /** Who asks and what they may, and all else that other rooms put there. */
    public RoutingContext context() {
        return context;
    }

    private static Optional<String> bounded(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        if (value.length() > TEXT_MAX) {
            throw new IllegalArgumentException(name + " is longer than " + TEXT_MAX + " characters");
        }
        return Optional.of(value.strip());
    }
}
