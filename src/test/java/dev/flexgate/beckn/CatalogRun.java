package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.CorpusMessages.Tongue;
import dev.flexgate.beckn.CorpusMessages.Valid;
import dev.flexgate.beckn.CorpusRun.Fate;
import dev.flexgate.beckn.CorpusRun.Sent;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.Spoiling.Spoilt;
import dev.flexgate.beckn.dialect.LtsSharing;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.store.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Sends what is wrong about catalogues: subscriptions and searches, which are answered in the HTTP answer, and what a
 * catalogue service says of what we published, each of a publication of its own.
 */
final class CatalogRun implements CorpusPlace {

    private static final String NETWORK = "nfh.global/testnet-deg";
    private static final String ON_PUBLISH = "catalog/on_publish";

    /** Fewer than are told to come again, see {@code ShareLimits} and {@code PublishLimits}. */
    private static final int AT_ONCE = 6;

    private static final String PUBLISHED = """
            insert into beckn_publication_message (message_id, body_sha, digest, signatures, sent_at)
            select made.id, body_sha, digest, signatures, sent_at
              from beckn_publication_message, unnest($1::text[]) as made(id)
             where message_id = $2
            """;

    private final TestGateway gateway;
    private final PublisherHouse publisher;
    private final CorpusRecords told;
    private final CorpusRecords published;
    private final String publication;

    /** @param publication the message id of what was published */
    CatalogRun(PublisherHouse publisher, String publication) {
        this.publisher = publisher;
        this.gateway = publisher.gateway;
        this.told = new CorpusRecords(gateway.database);
        this.published = new CorpusRecords(publisher.database);
        this.publication = publication;
    }

    /** What these are that are in order. */
    List<Valid> all() {
        ObjectNode wish = message(LtsSharing.SUBSCRIPTION);
        ObjectNode within = wish.withObject("/message/subscription").put("callbackUrl", gateway.bap.url());
        within.putArray("networkIds").add(NETWORK);
        within.putArray("schemaTypes").add("*");
        within.withObject("/deliveryPolicy").put("timeoutSeconds", 5).put("maxPayloadBytes", 1_000_000);
        within.withObject("/deliveryPolicy/retryPolicy")
                .put("maxRetries", 1)
                .put("initialDelaySeconds", 1)
                .put("backoffMultiplier", 1.5)
                .put("maxDelaySeconds", 2);
        ObjectNode search = message("catalog/master_search");
        search.withObject("/message/filters").putArray("networkIds").add(NETWORK);
        search.withObject("/message/filters").putArray("schemaTypes").add("*");
        search.withObject("/message/pagination").put("limit", 1).put("offset", 0);
        ObjectMapper mapper = new ObjectMapper();
        JsonNode catalogs =
                mapper.createArrayNode().add(mapper.createObjectNode().put("id", "catalog-1"));
        ObjectNode said = PublisherHouse.said(publication, catalogs, "REJECTED");
        ((ObjectNode) said.at("/message/results/0")).putObject("stats").put("itemCount", 0);
        return List.of(
                new Valid(Tongue.LTS, Action.PULL, LtsSharing.SUBSCRIPTION, wish),
                new Valid(Tongue.LTS, Action.PULL, LtsSharing.SEARCH, search),
                Valid.answer(Tongue.LTS, Action.PULL, ON_PUBLISH, said));
    }

    private ObjectNode message(String word) {
        ObjectNode json = gateway.bap.message(
                word,
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
        json.withObject("/context").put("ttl", "PT24H").put("networkId", NETWORK);
        return json;
    }

    @Override
    public List<Fate> fates(List<Spoilt> batch) {
        gateway.clock.advance(Duration.ofSeconds(10)); // the room for refusals fills up again
        List<Sent> sent = batch.stream().map(Sent::of).toList();
        publish(sent);
        told.begin();
        published.begin();
        List<Answer> answers = CorpusPost.all(
                sent.stream().map(each -> (Callable<Answer>) () -> post(each)).toList(), AT_ONCE);
        Map<String, Integer> refusals = new HashMap<>(told.of(of(sent, answers, false)));
        published.of(of(sent, answers, true)).forEach((sha, count) -> refusals.merge(sha, count, Integer::sum));
        Map<String, JsonNode> kept = new HashMap<>();
        sent.forEach(each -> kept.put(each.blake(), new ObjectMapper().createObjectNode()));
        return CorpusRun.fates(sent, answers, kept, refusals, Map.of());
    }

    private static List<Answer> of(List<Sent> sent, List<Answer> answers, boolean publisher) {
        return IntStream.range(0, sent.size())
                .filter(index -> sent.get(index).word().equals(ON_PUBLISH) == publisher)
                .mapToObj(answers::get)
                .toList();
    }

    /** One publication more for each answer that says which. */
    private void publish(List<Sent> batch) {
        List<String> ids = batch.stream()
                .filter(each -> each.word().equals(ON_PUBLISH))
                .map(each -> context(each).path("messageId").asText())
                .filter(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                .distinct()
                .toList();
        publisher.database.doInTransaction(
                tx -> tx.update(PUBLISHED, (Object) ids.toArray(String[]::new), publication));
    }

    private static JsonNode context(Sent sent) {
        try {
            return new ObjectMapper().readTree(sent.body()).path("context");
        } catch (IOException spoilt) {
            return MissingNode.getInstance();
        }
    }

    private Answer post(Sent sent) {
        long now = gateway.nowSecond();
        boolean ofService = sent.word().equals(ON_PUBLISH);
        String key = (ofService ? PublisherHouse.SERVICE : HandBap.ID) + "|" + HandBap.KEY_ID + "|ed25519";
        return gateway.bap.post(
                (ofService ? publisher.url : gateway.url()) + "/" + sent.word(),
                sent.body(),
                gateway.bap.authorization(key, sent.body(), now, now + 60));
    }

    @Override
    public Map<String, Long> state() {
        Map<String, Long> state = new HashMap<>();
        told.rows().forEach((table, rows) -> state.put("gateway " + table, rows));
        published.rows().forEach((table, rows) -> state.put("publisher " + table, rows));
        state.put("answered", number(publisher.database, "beckn_publication_message where answer_sha is not null"));
        state.put("subscribed", number(gateway.database, "beckn_catalog_subscription where status <> 'DELETED'"));
        return state;
    }

    private static long number(Database database, String rows) {
        return database.row("select count(*) as n from " + rows).orElseThrow().getLong("n");
    }

    /** The same wish renews the subscription there is; what a service says again and again is one answer each. */
    @Override
    public List<String> unlawful(
            Map<String, Long> before, Map<String, Long> after, List<Spoilt> batch, List<Fate> fates) {
        long heard = fates.stream()
                .filter(fate -> fate.isAcknowledged() && fate.sent().word().equals(ON_PUBLISH))
                .count();
        boolean subscribed = fates.stream()
                .anyMatch(fate -> fate.isAcknowledged() && fate.sent().word().equals(LtsSharing.SUBSCRIPTION));
        Set<String> ofSubscriptions = Set.of(
                "gateway beckn_catalog_subscription",
                "gateway beckn_catalog_version",
                "gateway outbox_message",
                "subscribed");
        var findings = new ArrayList<String>();
        after.forEach((name, rows) -> {
            long more = rows - before.getOrDefault(name, 0L);
            boolean lawful = switch (name) {
                case "answered" -> more == heard;
                case "publisher beckn_publication_message" -> true; // made for the batch
                default -> more == 0 || (subscribed && ofSubscriptions.contains(name));
            };
            if (!lawful) {
                findings.add(name + " has " + more + " more, " + heard + " answers were acknowledged");
            }
        });
        return findings;
    }
}
