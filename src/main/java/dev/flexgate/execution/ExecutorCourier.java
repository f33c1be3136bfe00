package dev.flexgate.execution;

import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Issued;
import dev.flexgate.flexibility.dispatch.DispatchStep;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.identity.WebhookHeaders;
import dev.flexgate.identity.WebhookKey;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries instructions to the executor of their site, signed anew at every attempt, to the address that is configured
 * now. What the executor decides in its answer is told to dispatch before the message counts as delivered: a crash
 * between the two sends the message again, and the executor knows the repeat by instruction and revision.
 */
final class ExecutorCourier implements Courier {

    static final String NAME = "executor";

    /** Shorter than the outbox's patience with an attempt. */
    private static final Duration CALL = Duration.ofSeconds(8);

    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    private final Executors executors;
    private final OutboundHttp outbound;
    private final WebhookKey.Signs key;
    private final Database database;
    private final Dispatches dispatches;
    private final InstantSource clock;
    private final MeterRegistry meters;

    ExecutorCourier(Executors executors, ExecutionRooms rooms, WebhookKey.Signs key, InstantSource clock) {
        this.executors = executors;
        this.outbound = rooms.outbound();
        this.key = key;
        this.database = rooms.database();
        this.dispatches = rooms.dispatches();
        this.clock = clock;
        this.meters = rooms.meters();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        Routing routing = Routing.read(message.routing());
        Optional<String> overtaken = overtaken(routing);
        if (overtaken.isPresent()) {
            return new Delivery.GaveUp("not sent: " + overtaken.get());
        }
        Optional<Executor> executor = executors.find(routing.site());
        return executor.map(found -> deliver(message, routing, found))
                .orElseGet(() -> new Delivery.Again("no executor is configured for the site"));
    }

    private Delivery deliver(OutgoingMessage message, Routing routing, Executor executor) {
        Instant now = clock.instant();
        Duration left = Duration.between(now, message.notAfter());
        if (!left.isPositive()) {
            return new Delivery.GaveUp("its deadline passed");
        }
        Call call = Call.post(
                executor.url(),
                headers(message, routing, executor, now),
                message.body(),
                left.compareTo(CALL) < 0 ? left : CALL);
        try {
            Answer answer = outbound.send(call);
            return routing.isInstruction() ? decided(answer, routing) : released(answer);
        } catch (OutboundException failed) {
            count(failed.reason().name());
            return switch (failed.reason()) {
                case ADDRESS_REFUSED -> new Delivery.Again("the configured address may not be called");
                case UNRESOLVED, CONNECT, TIMEOUT, TOO_LARGE, BUSY ->
                    new Delivery.Again(failed.reason().name());
            };
        }
    }

    /** An instruction that was taken back, or issued anew, while this message waited must not reach the site. */
    private Optional<String> overtaken(Routing routing) {
        if (!routing.isInstruction()) {
            return Optional.empty();
        }
        Optional<DispatchInstruction> now = dispatches.find(routing.dispatch());
        boolean wanted = now.filter(found -> found instanceof Issued && found.revision() == routing.revision())
                .isPresent();
        return wanted
                ? Optional.empty()
                : Optional.of(now.map(found -> "revision " + found.revision() + " is " + found.state())
                        .orElse("no such instruction"));
    }

    private Map<String, String> headers(OutgoingMessage message, Routing routing, Executor executor, Instant now) {
        List<WebhookKey.Signs> keys = new ArrayList<>();
        keys.add(key);
        keys.addAll(executor.secrets());
        var headers = new HashMap<>(WebhookHeaders.sign(message.id().toString(), now, message.body(), keys)
                .map());
        headers.put("Content-Type", message.contentType());
        headers.put(
                "Idempotency-Key",
                routing.dispatch() + "-" + routing.revision() + (routing.isInstruction() ? "" : "-release"));
        return headers;
    }

    private Delivery decided(Answer answer, Routing routing) {
        String status = "HTTP " + answer.status();
        return switch (ExecutorAnswer.of(answer, routing.revision())) {
            case ExecutorAnswer.Taken(int revision) ->
                told(
                        status + " ACK",
                        tx -> dispatches.acknowledged(tx, routing.dispatch(), revision, List.of(routing.cause())));
            case ExecutorAnswer.Refused(int revision, var why) ->
                told(
                        status + " NACK",
                        tx -> dispatches.refused(tx, routing.dispatch(), revision, why, List.of(routing.cause())));
            case ExecutorAnswer.Later() -> {
                database.doInTransaction(tx -> dispatches.received(tx, routing.dispatch(), routing.revision()));
                count("later");
                yield new Delivery.Delivered(status + ", will answer later");
            }
            case ExecutorAnswer.Unheard() -> again(answer);
        };
    }

    private Delivery told(String note, Function<Tx, DispatchStep> step) {
        return switch (database.inTransaction(step)) {
            case DispatchStep.Taken _ -> {
                count(note.endsWith("NACK") ? "nack" : "ack");
                yield new Delivery.Delivered(note);
            }
            case DispatchStep.Repeated _ -> {
                count("repeated");
                yield new Delivery.Delivered(note + ", heard before");
            }
            case DispatchStep.Refused refused -> {
                count("stale");
                yield new Delivery.Delivered(note + ", not heeded: " + refused.reason());
            }
        };
    }

    private Delivery released(Answer answer) {
        if (answer.succeeded() || answer.status() == 404 || answer.status() == 410) {
            count("released");
            return new Delivery.Delivered("HTTP " + answer.status());
        }
        return again(answer);
    }

    private Delivery again(Answer answer) {
        count("again");
        String note = "HTTP " + answer.status();
        return answer.header("retry-after")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(pause -> pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause)
                .<Delivery>map(pause -> new Delivery.AgainAfter(note, pause))
                .orElseGet(() -> new Delivery.Again(note));
    }

    private void count(String outcome) {
        meters.counter("flexgate.executor.calls", "outcome", outcome.toLowerCase(Locale.ROOT))
                .increment();
    }
}
