package dev.flexgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.Exchange;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Delivers events as Standard Webhooks 1.0.0 asks: signed anew at each attempt under the same id; 2xx is success and
 * nothing else is; 410 ends the subscription; a receiver that asks for time is given it; redirects are not followed.
 */
final class WebhookCourier implements Courier {

    static final String NAME = "webhook";

    /** Answers of a receiver that is there but has too much to do. */
    private static final Set<Integer> THROTTLING = Set.of(429, 502, 503, 504);

    private static final Duration PAUSE_MAX = Duration.ofHours(1);

    /** How long a throttling receiver is left alone that does not say for how long. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Subscriptions subscriptions;
    private final WebhookKeys keys;
    private final OutboundHttp outbound;
    private final WebhookLimits limits;
    private final InstantSource clock;
    private final MeterRegistry meters;

    WebhookCourier(
            Subscriptions subscriptions,
            WebhookKeys keys,
            OutboundHttp outbound,
            WebhookLimits limits,
            InstantSource clock,
            MeterRegistry meters) {
        this.subscriptions = subscriptions;
        this.keys = keys;
        this.outbound = outbound;
        this.limits = limits;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Duration> patience() {
        return Optional.of(limits.patience());
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        Route route = Route.read(message.routing());
        Delivery delivery = subscriptions
                .find(route.subscription())
                .map(subscription -> deliver(message, subscription))
                .orElseGet(() -> new Delivery.GaveUp("the subscription was deleted"));
        meters.counter("flexgate.webhook.deliveries", "result", result(delivery))
                .increment();
        return delivery;
    }

    private Delivery deliver(OutgoingMessage message, Subscription subscription) {
        Map<String, String> headers = new HashMap<>(StandardWebhooks.headers(
                new DeliveryId(message.id()).toString(),
                clock.instant(),
                message.body(),
                subscriptions.secrets(subscription.id()),
                keys.signing()));
        headers.put("content-type", message.contentType());
        headers.put("user-agent", "FlexGate-Webhooks/1");
        Call call = Call.post(subscription.url(), headers, message.body(), limits.attempt());
        String request = shown(subscription.url(), headers);
        try {
            return judge(outbound.send(call), request);
        } catch (OutboundException failed) {
            var exchange = Optional.of(new Exchange(request, 0, ""));
            // An address may be allowed again, or the name be given another: only the schedule ends this.
            return new Delivery.Again(failed.reason().name(), exchange);
        }
    }

    private Delivery judge(Answer answer, String request) {
        int status = answer.status();
        String note = Integer.toString(status);
        var exchange = Optional.of(new Exchange(request, status, new String(answer.body(), UTF_8)));
        if (answer.succeeded()) {
            return new Delivery.Delivered(note, exchange);
        }
        if (status == 410) {
            return new Delivery.Closed(note, exchange);
        }
        if (status >= 300 && status < 400) {
            return new Delivery.Again(note + ": redirects are not followed", exchange);
        }
        Optional<Duration> asked = retryAfter(answer);
        if (THROTTLING.contains(status)) {
            return new Delivery.AgainAfter(note, asked.orElse(PAUSE), exchange);
        }
        return asked.<Delivery>map(pause -> new Delivery.AgainAfter(note, pause, exchange))
                .orElseGet(() -> new Delivery.Again(note, exchange));
    }

    /** RFC 9110: seconds, or a date. */
    private Optional<Duration> retryAfter(Answer answer) {
        return answer.header("retry-after")
                .flatMap(text -> text.matches("\\d{1,9}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                        : date(text).map(until -> Duration.between(clock.instant(), until)))
                .filter(Duration::isPositive)
                .map(pause -> pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /** The head of a request without what is secret: a query may hold a token, a signature proves possession. */
    private static String shown(URI url, Map<String, String> headers) {
        var lines = new StringBuilder("POST ")
                .append(url.getScheme())
                .append("://")
                .append(url.getAuthority())
                .append(url.getRawPath())
                .append(url.getRawQuery() == null ? "" : "?***");
        headers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header -> lines.append('\n')
                        .append(header.getKey())
                        .append(": ")
                        .append(
                                header.getKey().equals(StandardWebhooks.SIGNATURE)
                                        ? header.getValue().replaceAll(",\\S+", ",***")
                                        : header.getValue()));
        return lines.toString();
    }

    private static String result(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Delivered _ -> "delivered";
            case Delivery.Again _, Delivery.AgainAfter _, Delivery.AgainIn _ -> "failed";
            case Delivery.GaveUp _, Delivery.Closed _ -> "refused";
        };
    }
}
