package dev.flexgate;

import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The test clock: it stands still until it is moved, and only ever forward, so that a season can be rehearsed in
 * minutes. Where it stands outlives the process, for what was decided at a moment must not be decided again before it.
 *
 * <p>Moved on the operations listener: {@code GET /clock}, and {@code POST /clock} with {@code {"advance":"PT30M"}} or
 * {@code {"now":"2026-10-25T00:00:00Z"}}.
 */
public final class SteppedClock implements InstantSource {

    private static final int BODY_BYTES = 1_024;
    private static final Duration LONGEST_STEP = Duration.ofDays(366);

    private final Path file;
    private volatile Instant now;
    private volatile Runnable onMove = () -> {};

    private SteppedClock(Path file, Instant now) {
        this.file = file;
        this.now = now;
    }

    /** Goes on where {@code file} says it stood, else begins at {@code start}. */
    public static SteppedClock in(Path file, Instant start) {
        try {
            Instant stood = Files.exists(file) ? Instant.parse(Files.readString(file)) : start;
            var clock = new SteppedClock(file, stood.isAfter(start) ? stood : start);
            clock.write(clock.now);
            return clock;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** From now on whoever waits for time to pass is told when it has: a tick in real time may be far off. */
    void onMove(Runnable tell) {
        onMove = tell;
    }

    /**
     * Moves on.
     *
     * @throws IllegalArgumentException when {@code moment} is in the past or too far ahead
     */
    public synchronized void set(Instant moment) {
        if (moment.isBefore(now)) {
            throw new IllegalArgumentException("the clock stands at " + now + " and never goes back");
        }
        if (Duration.between(now, moment).compareTo(LONGEST_STEP) > 0) {
            throw new IllegalArgumentException("one step is at most " + LONGEST_STEP);
        }
        write(moment);
        now = moment;
        onMove.run();
    }

    private void write(Instant moment) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, moment.toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    void addTo(Router router, Vertx vertx) {
        router.get("/clock").handler(this::tell);
        router.post("/clock")
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES))
                .handler(context -> move(context, vertx));
    }

    private void tell(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.bytes(Json.object().put("now", now.toString()))));
    }

    private void move(RoutingContext context, Vertx vertx) {
        Buffer body = context.body().buffer();
        vertx.executeBlocking(() -> {
                    set(target(body == null ? new byte[0] : body.getBytes()));
                    return now;
                })
                .onSuccess(_ -> tell(context))
                .onFailure(fault -> refuse(context, fault));
    }

    private Instant target(byte[] body) {
        var json = StrictJson.parse(body);
        return json.has("advance")
                ? now.plus(Duration.parse(json.path("advance").asText()))
                : Instant.parse(json.path("now").asText());
    }

    private static void refuse(RoutingContext context, Throwable fault) {
        boolean asked = fault instanceof IllegalArgumentException
                || fault instanceof DateTimeException
                || fault instanceof JsonRefusedException;
        Problem problem = asked
                ? Problem.of(
                        400,
                        "The clock cannot be moved so",
                        fault.getMessage() + "; send {\"advance\":\"PT30M\"} or {\"now\":\"2026-10-25T00:00:00Z\"}")
                : Problem.of(500, "Internal error", "the clock did not move");
        problem.writeTo(context);
    }
}
