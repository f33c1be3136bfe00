package dev.flexgate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Buyers that never give up: each sends select, init and confirm, repeats the very same bytes until they are
 * acknowledged, and waits for the callback. Hand-written, so that it shares no message code with the gateway.
 */
final class CrashTrader implements AutoCloseable {

    private static final Duration ONE_ATTEMPT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration CALLBACK_PATIENCE = Duration.ofSeconds(60);

    private final Sender sender = new Sender("bap.crash.example", SigningKey.generate(new SecureRandom()));
    private final Signatures signatures = new Signatures(Clock.systemUTC(), SignatureLimits.DEFAULT);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer listener;
    private final URI url;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> callbacks = new ConcurrentHashMap<>();
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> failed = new ConcurrentHashMap<>();
    private volatile boolean over;

    CrashTrader(Path registry) {
        this.listener = TestDatabase.vertx()
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> request.body().onSuccess(body -> {
                    hear(new String(body.getBytes(), StandardCharsets.UTF_8));
                    request.response().end("{\"message\":{\"status\":\"ACK\"}}");
                }));
        int port = listener.listen().await().actualPort();
        this.url = URI.create("http://127.0.0.1:" + port + "/beckn");
        Membership.enter(
                registry,
                sender.keyId(),
                Role.BAP,
                url,
                sender.signer(),
                Clock.systemUTC().instant());
    }

    /** Lets so many buyers trade until {@link #stop}. */
    void trade(URI gateway, int count) {
        for (int buyer = 0; buyer < count; buyer++) {
            int number = buyer;
            var _ = buyers.submit(() -> {
                for (int purchase = number; !over; purchase += count) {
                    buy(gateway, purchase);
                }
            });
        }
    }

    /** Waits until so many more messages have been acknowledged. */
    void awaitAcknowledged(int more, Duration patience) throws InterruptedException {
        int target = acknowledged.size() + more;
        if (!await(() -> acknowledged.size() >= target, patience)) {
            throw new IllegalStateException("only " + acknowledged.size() + " of " + target + " acknowledged");
        }
    }

    /** Waits until so many purchases went through in all: fewer would prove little. */
    void awaitConfirmed(int wanted, Duration patience) throws InterruptedException {
        if (!await(() -> confirmed.size() >= wanted, patience)) {
            throw new IllegalStateException("only " + confirmed.size() + " of " + wanted + " purchases of "
                    + acknowledged.size() + " acknowledged messages; callbacks that failed: " + failed);
        }
    }

    void stop(Duration patience) throws InterruptedException {
        over = true;
        buyers.shutdown();
        if (!buyers.awaitTermination(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("a buyer still waits");
        }
    }

    /** Waits for callbacks; says which acknowledged messages have none. */
    Set<String> awaitCallbacks(Duration patience) throws InterruptedException {
        await(() -> callbacks.keySet().containsAll(acknowledged.keySet()), patience);
        var missing = new TreeSet<>(acknowledged.keySet());
        missing.removeAll(callbacks.keySet());
        return missing;
    }

    List<String> differingCallbacks() {
        return callbacks.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Contracts that were confirmed to a buyer. */
    Set<String> confirmed() {
        return Set.copyOf(confirmed);
    }

    private void buy(URI gateway, int purchase) {
        JsonNode slot = slot(gateway, purchase);
        String transaction = UUID.randomUUID().toString();
        Optional<JsonNode> quoted = ask(gateway, "select", transaction, contract(slot, ""));
        String contract =
                quoted.map(each -> each.at("/message/contract/id").asText()).orElse("");
        if (contract.isEmpty()) {
            return;
        }
        if (ask(gateway, "init", transaction, contract(slot, contract)).isPresent()) {
            var _ = ask(gateway, "confirm", transaction, contract(slot, contract));
        }
    }

    /** Slots in turn, so that buyers meet on some and not on others. */
    private JsonNode slot(URI gateway, int purchase) {
        while (true) {
            try {
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(gateway.resolve("/api/v1/slots?limit=200"))
                                .timeout(ONE_ATTEMPT)
                                .build(),
                        BodyHandlers.ofByteArray());
                JsonNode slots = StrictJson.parse(answer.body()).path("slots");
                if (!slots.isEmpty()) {
                    return slots.path((purchase / 2) % slots.size());
                }
            } catch (IOException _) {
                pauseWhileItIsDead();
            } catch (InterruptedException interrupted) {
                throw interrupted(interrupted);
            }
        }
    }

    /** Or the buyers would take the processor from the gateway that starts again. */
    private static void pauseWhileItIsDead() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /** The callback to a message, or nothing when it says that the message failed. */
    private Optional<JsonNode> ask(URI gateway, String action, String transaction, ObjectNode contract) {
        String messageId = UUID.randomUUID().toString();
        ObjectNode message = Json.object();
        message.set("context", context(gateway, action, transaction, messageId));
        message.putObject("message").set("contract", contract);
        byte[] body = Json.bytes(message);
        String authorization = signatures.sign(sender, body).text();
        sendUntilAcknowledged(gateway.resolve("/beckn/" + action), body, authorization, messageId);
        try {
            if (!await(() -> callbacks.containsKey(messageId), CALLBACK_PATIENCE)) {
                return Optional.empty();
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
        return callbacks.getOrDefault(messageId, Set.of()).stream()
                .map(text -> StrictJson.parse(text.getBytes(StandardCharsets.UTF_8)))
                .peek(callback -> {
                    if (callback.has("error")) {
                        failed.merge(action + " " + callback.path("error"), 1, Integer::sum);
                    }
                })
                .filter(callback -> !callback.has("error"))
                .findFirst();
    }

    private void sendUntilAcknowledged(URI target, byte[] body, String authorization, String messageId) {
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(ONE_ATTEMPT)
                .header("Content-Type", "application/json")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        while (true) {
            try {
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    signal(() -> acknowledged.put(messageId, target.getPath()));
                    return;
                }
                if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                    throw new IllegalStateException(target + " refused: " + answer.body());
                }
            } catch (IOException _) {
                pauseWhileItIsDead(); // it may have taken the message or not: the same bytes again
            } catch (InterruptedException interrupted) {
                throw interrupted(interrupted);
            }
        }
    }

    private ObjectNode context(URI gateway, String action, String transaction, String messageId) {
        return Json.object()
                .put("version", "2.0.0")
                .put("action", action)
                .put("bapId", sender.subscriberId())
                .put("bapUri", url.toString())
                .put("bppId", "bpp.flexgate.example")
                .put("bppUri", gateway.resolve("/beckn").toString())
                .put("transactionId", transaction)
                .put("messageId", messageId)
                .put("timestamp", Clock.systemUTC().instant().toString())
                .put("ttl", "PT5M");
    }

    private static ObjectNode contract(JsonNode slot, String contractId) {
        ObjectNode contract = Json.object();
        if (!contractId.isEmpty()) {
            contract.put("id", contractId);
        }
        ObjectNode commitment = contract.putArray("commitments").addObject();
        commitment.put("id", "commitment-1");
        commitment.putObject("status").putObject("descriptor").put("code", "DRAFT");
        ObjectNode resource = commitment.putArray("resources").addObject();
        String slotId = slot.path("slotId").asText();
        resource.put("id", slotId).putObject("quantity").put("unitCode", "MWH").put("unitQuantity", 0.02);
        ObjectNode offer = commitment.putObject("offer").put("id", "compute-slot-" + slotId);
        ArrayNode covered = offer.putArray("resourceIds");
        covered.add(slotId);
        commitment
                .putObject("commitmentAttributes")
                .put("@context", "https://flexgate.example/schema/context.jsonld")
                .put("@type", "ComputeEnergyFulfillment")
                .put("computeLoad", 0.01)
                .put("computeLoadUnit", "MW");
        return contract;
    }

    private void hear(String body) {
        JsonNode callback = StrictJson.parse(body.getBytes(StandardCharsets.UTF_8));
        String messageId = callback.at("/context/messageId").asText();
        signal(() -> {
            callbacks
                    .computeIfAbsent(messageId, _ -> ConcurrentHashMap.newKeySet())
                    .add(body);
            boolean sold = callback.at("/context/action").asText().equals("on_confirm") && !callback.has("error");
            if (sold) {
                confirmed.add(callback.at("/message/contract/id").asText());
            }
        });
    }

    private void signal(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What a caller waits for. */
    private interface Wanted {
        boolean holds();
    }

    private boolean await(Wanted wanted, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!wanted.holds()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static IllegalStateException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", interrupted);
    }

    @Override
    public void close() {
        over = true;
        buyers.shutdownNow();
        listener.close().await();
        http.close();
    }
}
