package dev.flexgate.execution.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.WebhookHeaders;
import dev.flexgate.identity.WebhookKey;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A simulated executor on this machine. It knows a repeat by instruction and revision, keeps the newest revision,
 * heeds a release even when it overtook what it releases, and is free by itself when an instruction ends.
 */
public final class SimulatedSite implements AutoCloseable {

    /** Messages it remembers; the oldest are forgotten. */
    static final int HEARD_MAX = 10_000;

    private static final Instant FAR_AWAY = Instant.parse("9999-01-01T00:00:00Z");
    private static final int BODY_BYTES_MAX = 256 * 1024;

    private final HttpServer server;
    private final InstantSource clock;
    private final List<WebhookKey.Checks> keys;
    private final Deque<Manner> script = new ArrayDeque<>();
    private final Deque<Heard> heard = new ArrayDeque<>();
    private final Map<String, Held> held = new HashMap<>();
    private Manner manner = Manner.ACK;

    /**
     * What it has taken on.
     *
     * @param until when it stops heeding it; far away while nobody released it
     */
    private record Held(int revision, SortedMap<Instant, Power> targets, boolean turnDown, Instant until) {

        Held endingAt(Instant moment) {
            return new Held(revision, targets, turnDown, moment.isBefore(until) ? moment : until);
        }

        /** Average over the half-hour, which it may have heeded for a part only. */
        Power load(Interval period, Power planned, Power target) {
            Power heeded = turnDown ? planned.min(target) : target.compareTo(planned) > 0 ? target : planned;
            long seconds = Math.clamp(until.getEpochSecond() - period.start().getEpochSecond(), 0, period.seconds());
            long joules = heeded.watts() * seconds + planned.watts() * (period.seconds() - seconds);
            return new Power(joules / period.seconds());
        }
    }

    private SimulatedSite(HttpServer server, InstantSource clock, List<WebhookKey.Checks> keys) {
        this.server = server;
        this.clock = clock;
        this.keys = List.copyOf(keys);
    }

    /**
     * Listens on a free port of this machine.
     *
     * @param keys one of which must have signed every message; empty to believe all
     */
    public static SimulatedSite open(Vertx vertx, InstantSource clock, List<WebhookKey.Checks> keys) {
        return open(vertx, clock, keys, 0);
    }

    /** As above, on a port of the caller's choice. */
    public static SimulatedSite open(Vertx vertx, InstantSource clock, List<WebhookKey.Checks> keys, int port) {
        HttpServer server = vertx.createHttpServer(
                new HttpServerOptions().setHost("127.0.0.1").setPort(port));
        var site = new SimulatedSite(server, clock, keys);
        server.requestHandler(site::receive).listen().await();
        return site;
    }

    /** Where it takes instructions. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/dispatch");
    }

    /** From now on it answers so. */
    public synchronized void answer(Manner other) {
        manner = other;
    }

    /** The next instructions are answered so, one after the other; then as before. */
    public synchronized void answerNext(Manner... next) {
        script.addAll(List.of(next));
    }

    /** What it has received, oldest first; repeats too. */
    public synchronized List<Heard> heard() {
        return new ArrayList<>(heard);
    }

    /** What the site draws in a half-hour in which {@code planned} was planned, under the instructions it took. */
    public synchronized Power load(Interval period, Power planned) {
        Power load = planned;
        for (Held each : held.values()) {
            Power target = each.targets().get(period.start());
            if (target != null) {
                load = each.load(period, load, target);
            }
        }
        return load;
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (body.length() > BODY_BYTES_MAX) {
                end(request, 413, Buffer.buffer());
            } else if (!isSigned(request, body.getBytes())) {
                end(request, 401, Buffer.buffer());
            } else {
                read(body).ifPresentOrElse(event -> answer(request, event), () -> end(request, 400, Buffer.buffer()));
            }
        });
    }

    private boolean isSigned(HttpServerRequest request, byte[] body) {
        if (keys.isEmpty()) {
            return true;
        }
        var headers = new WebhookHeaders(
                header(request, WebhookHeaders.ID),
                header(request, WebhookHeaders.TIMESTAMP),
                header(request, WebhookHeaders.SIGNATURE));
        return headers.prove(body, clock.instant(), keys);
    }

    private static String header(HttpServerRequest request, String name) {
        return Objects.requireNonNullElse(request.getHeader(name), "");
    }

    private static Optional<Heard> read(Buffer body) {
        try {
            CloudEvent event = new JsonFormat().deserialize(body.getBytes());
            byte[] data = Objects.requireNonNullElse(event.getData(), BytesCloudEventData.wrap(new byte[0]))
                    .toBytes();
            return Optional.of(Heard.of(event, StrictJson.parse(data)));
        } catch (CloudEventRWException | JsonRefusedException notAnEvent) {
            return Optional.empty();
        }
    }

    private void answer(HttpServerRequest request, Heard event) {
        if (event.isRelease()) {
            release(event);
            end(request, 200, Buffer.buffer());
            return;
        }
        Manner how = remember(event);
        switch (how) {
            case ACK -> end(request, 200, decision(event, "ACK"));
            case NACK -> end(request, 200, decision(event, "NACK"));
            case NACK_FOR_GOOD -> end(request, 200, decision(event, "NACK", false));
            case LATER -> end(request, 202, Buffer.buffer());
            case HANG -> {}
            case ACK_UNHEARD -> request.connection().close();
            case BROKEN -> end(request, 500, Buffer.buffer());
            case UNPROCESSABLE -> end(request, 422, Buffer.buffer());
        }
    }

    private synchronized Manner remember(Heard event) {
        note(event);
        Manner how = script.isEmpty() ? manner : script.removeFirst();
        if (event.isMigration()) {
            return how;
        }
        Held before = held.get(event.dispatchId());
        if ((before == null || before.revision() < event.revision()) && takes(how)) {
            Instant now = clock.instant();
            event.data()
                    .path("supersedes")
                    .forEach(earlier -> held.computeIfPresent(earlier.asText(), (_, old) -> old.endingAt(now)));
            boolean turnDown = event.data().path("direction").asText().equals("DOWN");
            held.put(event.dispatchId(), new Held(event.revision(), event.targets(), turnDown, FAR_AWAY));
        }
        return how;
    }

    private static boolean takes(Manner how) {
        return switch (how) {
            case ACK, ACK_UNHEARD, LATER -> true;
            case NACK, NACK_FOR_GOOD, HANG, BROKEN, UNPROCESSABLE -> false;
        };
    }

    /** Also remembers the release of what it has not heard of: the instruction may still be on its way. */
    private synchronized void release(Heard event) {
        note(event);
        if (event.isMigration()) {
            return;
        }
        Instant now = clock.instant();
        held.compute(
                event.dispatchId(),
                (_, old) -> old == null ? new Held(event.revision(), event.targets(), true, now) : old.endingAt(now));
    }

    private void note(Heard event) {
        if (heard.size() == HEARD_MAX) {
            heard.removeFirst();
        }
        heard.addLast(event);
    }

    private static Buffer decision(Heard event, String decision) {
        return Buffer.buffer(Json.bytes(answerJson(event, decision)));
    }

    private static Buffer decision(Heard event, String decision, boolean retryable) {
        return Buffer.buffer(Json.bytes(answerJson(event, decision).put("retryable", retryable)));
    }

    private static ObjectNode answerJson(Heard event, String decision) {
        JsonNode site = event.data().path("siteId");
        return Json.object()
                .put("decision", decision)
                .put("revision", event.revision())
                .put("reason", decision.equals("ACK") ? "" : "simulated refusal at " + site.asText());
    }

    private static void end(HttpServerRequest request, int status, Buffer body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body)
                .onFailure(_ -> {}); // the gateway has gone: a test asked for it
    }

    @Override
    public void close() {
        server.close().await();
    }
}
