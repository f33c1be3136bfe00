package dev.flexgate.execution;

import dev.flexgate.identity.WebhookHeaders;
import dev.flexgate.identity.WebhookKey;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.workload.SiteId;
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

/** Sends to the executor of a site, at the address that is configured now, signed anew at every attempt. */
final class ExecutorPost {

    /** Shorter than the outbox's patience with an attempt. */
    private static final Duration CALL = Duration.ofSeconds(8);

    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    private final Executors executors;
    private final OutboundHttp outbound;
    private final WebhookKey.Signs key;
    private final InstantSource clock;
    private final MeterRegistry meters;

    ExecutorPost(Executors executors, ExecutionRooms rooms, WebhookKey.Signs key, InstantSource clock) {
        this.executors = executors;
        this.outbound = rooms.outbound();
        this.key = key;
        this.clock = clock;
        this.meters = rooms.meters();
    }

    /**
     * Tries once.
     *
     * @param repeat by which the executor knows a repeat
     * @param heard what an answer comes to
     */
    Delivery send(OutgoingMessage message, SiteId site, String repeat, Function<Answer, Delivery> heard) {
        Optional<Executor> executor = executors.find(site);
        return executor.map(found -> send(message, found, repeat, heard))
                .orElseGet(() -> new Delivery.Again("no executor is configured for the site"));
    }

    private Delivery send(OutgoingMessage message, Executor executor, String repeat, Function<Answer, Delivery> heard) {
        Instant now = clock.instant();
        Duration left = Duration.between(now, message.notAfter());
        if (!left.isPositive()) {
            return new Delivery.GaveUp("its deadline passed");
        }
        Call call = Call.post(
                executor.url(),
                headers(message, repeat, executor, now),
                message.body(),
                left.compareTo(CALL) < 0 ? left : CALL);
        try {
            return heard.apply(outbound.send(call));
        } catch (OutboundException failed) {
            count(failed.reason().name());
            return switch (failed.reason()) {
                case ADDRESS_REFUSED -> new Delivery.Again("the configured address may not be called");
                case UNRESOLVED, CONNECT, TIMEOUT, TOO_LARGE, BUSY ->
                    new Delivery.Again(failed.reason().name());
            };
        }
    }

    private Map<String, String> headers(OutgoingMessage message, String repeat, Executor executor, Instant now) {
        List<WebhookKey.Signs> keys = new ArrayList<>();
        keys.add(key);
        keys.addAll(executor.secrets());
        var headers = new HashMap<>(WebhookHeaders.sign(message.id().toString(), now, message.body(), keys)
                .map());
        headers.put("Content-Type", message.contentType());
        headers.put("Idempotency-Key", repeat);
        return headers;
    }

    /** Nothing more is to come of a message by which something is taken back. */
    Delivery released(Answer answer) {
        if (answer.succeeded() || answer.status() == 404 || answer.status() == 410) {
            count("released");
            return new Delivery.Delivered("HTTP " + answer.status());
        }
        return again(answer);
    }

    Delivery again(Answer answer) {
        count("again");
        String note = "HTTP " + answer.status();
        return answer.header("retry-after")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(pause -> pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause)
                .<Delivery>map(pause -> new Delivery.AgainAfter(note, pause))
                .orElseGet(() -> new Delivery.Again(note));
    }

    void count(String outcome) {
        meters.counter("flexgate.executor.calls", "outcome", outcome.toLowerCase(Locale.ROOT))
                .increment();
    }
}
