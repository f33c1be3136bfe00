package dev.flexgate.beckn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.Spoiling.Spoilt;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.store.Columns;
import dev.flexgate.wire.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sends bad messages by the hundred to a gateway over real HTTP and finds out what each of them came to: what was
 * answered, what was called back, what was recorded, what was changed.
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are compared by nobody
final class CorpusRun implements CorpusPlace {

    /** A message to send. */
    record Sent(String what, String word, byte[] body) {

        static Sent of(Spoilt spoilt) {
            return new Sent(spoilt.toString(), spoilt.from().word(), bytes(spoilt.json()));
        }

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

        /** {@code ACK} or {@code NACK}; what is answered with what was asked for is acknowledged. */
        String status() {
            JsonNode json = json();
            String said = json.at("/message/status")
                    .asText(json.at("/message/ack/status").asText());
            return said.isEmpty() && answer.status() == 200 && json.has("context") ? "ACK" : said;
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

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TestGateway gateway;
    private final CorpusRecords records;
    private String sender = HandBap.ID;

    CorpusRun(TestGateway gateway) {
        this.gateway = gateway;
        this.records = new CorpusRecords(gateway.database);
    }

    /** As it travels; written by nothing of ours. */
    static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Sends all, and says what each came to, in their order. */
    List<Fate> send(List<Sent> all) {
        var fates = new ArrayList<Fate>();
        for (int from = 0; from < all.size(); from += BATCH) {
            fates.addAll(batch(all.subList(from, Math.min(all.size(), from + BATCH))));
        }
        return fates;
    }

    @Override
    public List<Fate> fates(List<Spoilt> batch) {
        return batch(batch.stream().map(Sent::of).toList());
    }

    /** Each acknowledged message is one row in the inbox and one in the outbox; an order comes of a granted one alone. */
    @Override
    public List<String> unlawful(
            Map<String, Long> before, Map<String, Long> after, List<Spoilt> batch, List<Fate> fates) {
        long acknowledged = fates.stream().filter(Fate::isAcknowledged).count();
        long ordered = IntStream.range(0, batch.size())
                .filter(index -> fates.get(index).isGranted())
                .filter(index -> Set.of(Action.SELECT, Action.INIT)
                        .contains(batch.get(index).from().action()))
                .count();
        var findings = new ArrayList<String>();
        after.forEach((table, rows) -> {
            long more = rows - before.getOrDefault(table, 0L);
            boolean lawful = switch (table) {
                case "beckn_inbox", "outbox_message" -> more == acknowledged;
                case "market_order" -> more <= ordered;
                default -> more == 0 || acknowledged > 0;
            };
            if (!lawful) {
                findings.add(table + " has " + more + " rows more after " + acknowledged + " acknowledged and "
                        + ordered + " granted");
            }
        });
        return findings;
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
        return records.decidedAgainst();
    }

    private List<Fate> batch(List<Sent> batch) {
        gateway.clock.advance(Duration.ofSeconds(10)); // the room for refusals fills up again
        records.begin();
        List<Answer> answers = CorpusPost.all(
                batch.stream().map(sent -> (Callable<Answer>) () -> post(sent)).toList(), CorpusPost.THREADS);
        Await.until("all answered", () -> waiting() == 0, this::stuck);
        Map<String, Integer> refusals = records.of(answers);
        return fates(batch, answers, callbacks(), refusals, attempts());
    }

    /** All that became of a batch, put together. */
    static List<Fate> fates(
            List<Sent> batch,
            List<Answer> answers,
            Map<String, JsonNode> callbacks,
            Map<String, Integer> refusals,
            Map<String, Integer> attempts) {
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
        return gateway.database.rows("""
                        select string_agg(concat_ws(' ', action, dialect, attempts, due_at), '; ') as those
                          from (select * from beckn_inbox where state = 'WAITING' limit 5) as waiting
                        """).getFirst().getString("those");
    }

    /** Of a long answer only whether it says an error: catalogues are long, and read here by the thousand. */
    private Map<String, JsonNode> callbacks() {
        var callbacks = new HashMap<String, JsonNode>();
        gateway.database
                .rows("""
                        select encode(i.digest, 'hex') as blake,
                               case when length(o.body) > 20000 and position('"error"'::bytea in o.body) = 0
                                    then '{}'::bytea else o.body end as body
                          from beckn_inbox i
                          join outbox_message o on o.id = i.id
                         where i.received_at >= $1 and i.state <> 'WAITING'
                        """, gateway.clock.instant().atOffset(ZoneOffset.UTC))
                .forEach(row -> {
                    try {
                        callbacks.put(Columns.text(row, "blake"), MAPPER.readTree(Columns.bytes(row, "body")));
                    } catch (IOException notJson) {
                        throw new UncheckedIOException(notJson);
                    }
                });
        return callbacks;
    }

    /** The clock stands: those whose answering failed still wait. */
    private Map<String, Integer> attempts() {
        var attempts = new HashMap<String, Integer>();
        gateway.database
                .rows("select encode(digest, 'hex') as blake, attempts from beckn_inbox"
                        + " where state = 'WAITING' and attempts > 0")
                .forEach(row -> attempts.put(Columns.text(row, "blake"), row.getInteger("attempts")));
        return attempts;
    }

    @Override
    public Map<String, Long> state() {
        return records.rows();
    }
}
