package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.store.Columns;
import dev.flexgate.wire.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Sends bad messages by the hundred to a gateway over real HTTP and finds out what each of them came to: what was
 * answered, what was called back, what was recorded, what was changed.
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are compared by nobody
final class CorpusRun {

    /** A message to send. */
    record Sent(String what, String word, byte[] body) {

        /** Under which a refusal records it. */
        String sha256() {
            return Digests.sha256Hex(body);
        }

        /** Under which the inbox keeps it. */
        String blake() {
            return HexFormat.of().formatHex(Digests.blake2b512(body));
        }
    }

    /**
     * What a message came to.
     *
     * @param callback what was promised to be called back; missing when nothing was
     * @param refusals how many records say that exactly these bytes were refused
     * @param attempts how often its answering has failed
     */
    record Fate(Sent sent, Answer answer, JsonNode callback, int refusals, int attempts) {

        boolean isAcknowledged() {
            return status().equals("ACK");
        }

        /** Whether it was acknowledged and what it asks for was done. */
        boolean isGranted() {
            return isAcknowledged() && code().isEmpty();
        }

        String status() {
            JsonNode json = json();
            return json.at("/message/status")
                    .asText(json.at("/message/ack/status").asText());
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(answer.body());
            } catch (IOException notJson) {
                return MissingNode.getInstance();
            }
        }

        /** The code of NFH-008 with which it was refused, at once or by callback; empty when it was not. */
        String code() {
            JsonNode json = isAcknowledged() ? callback : json();
            JsonNode error = json.at("/message/error");
            error = error.isMissingNode() ? json.path("error") : error;
            String code = error.path("code").asText();
            String message = error.path("message").asText();
            // 1.1.1 has numbers, and the name at the head of the sentence
            return code.matches("\\d{5}") ? message.substring(0, Math.max(0, message.indexOf(':'))) : code;
        }

        String path() {
            JsonNode json = json();
            return json.at("/message/error/details/path")
                    .asText(json.at("/error/details/path")
                            .asText(json.at("/error/paths").asText()));
        }

        /** {@code ACK}, {@code ACK CODE}, or the status with the code: what it came to in a word. */
        String outcome() {
            return isAcknowledged() ? ("ACK " + code()).strip() : answer.status() + " " + code();
        }
    }

    /** As many refusals as are recorded at once, see {@link RefusalLog}. */
    static final int BATCH = 400;

    private static final int THREADS = 12;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String DECIDED = "decided";

    private static final String TABLES =
            "select table_name from information_schema.tables where table_schema = 'public' and table_name not like 'audit\\_%'";

    private final TestGateway gateway;
    private long position;
    private String sender = HandBap.ID;
    private String counts = "";

    CorpusRun(TestGateway gateway) {
        this.gateway = gateway;
    }

    /** Sends all, and says what each came to, in their order. */
    List<Fate> send(List<Sent> all) {
        var fates = new ArrayList<Fate>();
        for (int from = 0; from < all.size(); from += BATCH) {
            fates.addAll(batch(all.subList(from, Math.min(all.size(), from + BATCH))));
        }
        return fates;
    }

    /** As another participant than the usual one. */
    Fate sendAs(String subscriber, Sent sent) {
        sender = subscriber;
        try {
            return send(List.of(sent)).getFirst();
        } finally {
            sender = HandBap.ID;
        }
    }

    /** How many records of the last batch say that the market decided against an order. */
    int decidedAgainst() {
        return refusals().getOrDefault(DECIDED, 0);
    }

    private List<Fate> batch(List<Sent> batch) {
        gateway.clock.advance(Duration.ofSeconds(10)); // the room for refusals fills up again
        position = lastPosition();
        List<Answer> answers = answers(batch);
        Await.until("all answered", () -> waiting() == 0, this::stuck);
        long expected = answers.stream().filter(answer -> refusedAtOnce(answer)).count();
        Map<String, Integer> refusals = new HashMap<>();
        Await.until(
                "all recorded",
                () -> {
                    refusals.clear();
                    refusals.putAll(refusals());
                    return refusals.getOrDefault("", 0) >= expected;
                },
                () -> "of " + expected + " refusals " + refusals.getOrDefault("", 0) + " are recorded");
        Map<String, JsonNode> callbacks = callbacks(batch);
        Map<String, Integer> attempts = attempts(batch);
        // Without its context one message may be another, byte for byte: each has its record.
        Map<String, Long> alike = batch.stream().collect(Collectors.groupingBy(Sent::sha256, Collectors.counting()));
        var fates = new ArrayList<Fate>();
        for (int index = 0; index < batch.size(); index++) {
            Sent sent = batch.get(index);
            String sha256 = sent.sha256();
            fates.add(new Fate(
                    sent,
                    answers.get(index),
                    callbacks.getOrDefault(sent.blake(), MissingNode.getInstance()),
                    Math.ceilDiv(
                            refusals.getOrDefault(sha256, 0),
                            alike.getOrDefault(sha256, 1L).intValue()),
                    attempts.getOrDefault(sent.blake(), 0)));
        }
        return fates;
    }

    private static boolean refusedAtOnce(Answer answer) {
        return !new String(answer.body(), UTF_8).contains("\"ACK\"") && answer.status() < 500;
    }

    private List<Answer> answers(List<Sent> batch) {
        try (ExecutorService senders = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Answer>> calls = batch.stream()
                    .map(sent -> (Callable<Answer>) () -> post(sent))
                    .toList();
            var answers = new ArrayList<Answer>();
            for (Future<Answer> answer : senders.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        }
    }

    private Answer post(Sent sent) {
        long now = gateway.nowSecond();
        String key = sender + "|" + HandBap.KEY_ID + "|ed25519";
        return gateway.bap.post(
                gateway.url() + "/" + sent.word(),
                sent.body(),
                gateway.bap.authorization(key, sent.body(), now, now + 60));
    }

    /** Those that failed are not waited for: they come again only when the clock moves on. */
    private long waiting() {
        return gateway.database
                .row("select count(*) as n from beckn_inbox where state = 'WAITING' and attempts = 0")
                .orElseThrow()
                .getLong("n");
    }

    private String stuck() {
        return gateway.database
                .rows("select action, dialect, attempts from beckn_inbox where state = 'WAITING' limit 5")
                .toString();
    }

    private long lastPosition() {
        return gateway.database
                .row("select coalesce(max(position), 0) as n from audit_pending")
                .orElseThrow()
                .getLong("n");
    }

    /** How many records of refusals there are of each message by its digest, and of all under the empty name. */
    private Map<String, Integer> refusals() {
        var counted = new HashMap<String, Integer>();
        gateway.database
                .rows("select decision from audit_pending where position > $1", position)
                .forEach(row -> {
                    try {
                        JsonNode record = MAPPER.readTree(Columns.bytes(row, "decision"));
                        if (record.path("type").asText().equals("ORDER_DECIDED")
                                && record.at("/decision/outcome").asText().equals("REFUSED")) {
                            counted.merge(DECIDED, 1, Integer::sum);
                        }
                        if (record.path("type").asText().equals("MESSAGE_REFUSED")) {
                            counted.merge(record.at("/protocol/requestSha256").asText(), 1, Integer::sum);
                            if (!record.at("/protocol/httpStatus").isMissingNode()) {
                                counted.merge("", 1, Integer::sum);
                            }
                        }
                    } catch (IOException notJson) {
                        throw new UncheckedIOException(notJson);
                    }
                });
        return counted;
    }

    private Map<String, JsonNode> callbacks(List<Sent> batch) {
        var callbacks = new HashMap<String, JsonNode>();
        gateway.database
                .rows(
                        "select encode(i.digest, 'hex') as blake, o.body from beckn_inbox i join outbox_message o on o.id = i.id"
                                + " where encode(i.digest, 'hex') = any($1)",
                        (Object) batch.stream().map(Sent::blake).toArray(String[]::new))
                .forEach(row -> {
                    try {
                        callbacks.put(Columns.text(row, "blake"), MAPPER.readTree(Columns.bytes(row, "body")));
                    } catch (IOException notJson) {
                        throw new UncheckedIOException(notJson);
                    }
                });
        return callbacks;
    }

    private Map<String, Integer> attempts(List<Sent> batch) {
        var attempts = new HashMap<String, Integer>();
        gateway.database
                .rows(
                        "select encode(digest, 'hex') as blake, attempts from beckn_inbox"
                                + " where attempts > 0 and encode(digest, 'hex') = any($1)",
                        (Object) batch.stream().map(Sent::blake).toArray(String[]::new))
                .forEach(row -> attempts.put(Columns.text(row, "blake"), row.getInteger("attempts")));
        return attempts;
    }

    /** How many rows each table has, but for the queue of records: what a refusal must not change. */
    Map<String, Long> state() {
        var state = new TreeMap<String, Long>();
        gateway.database.rows(counts()).forEach(row -> state.put(Columns.text(row, "name"), row.getLong("n")));
        return state;
    }

    /** One question for all tables, since it is asked after each batch. */
    private String counts() {
        if (counts.isEmpty()) {
            counts = gateway.database.rows(TABLES).stream()
                    .map(row -> Columns.text(row, "table_name"))
                    .map(table -> "select '" + table + "' as name, count(*) as n from " + table)
                    .collect(Collectors.joining(" union all "));
        }
        return counts;
    }
}
