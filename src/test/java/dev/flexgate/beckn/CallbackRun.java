package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flexgate.beckn.CorpusMessages.Valid;
import dev.flexgate.beckn.CorpusRun.Fate;
import dev.flexgate.beckn.CorpusRun.Sent;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.Spoiling.Spoilt;
import dev.flexgate.beckn.message.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Sends bad callbacks to our buyer, each as the answer to a question of its own. */
final class CallbackRun implements CorpusPlace, AutoCloseable {

    private static final String KEY = TestGateway.ID + "|bpp-key-1|ed25519";

    private static final String ASK_AGAIN = """
            insert into beckn_purchase_request
                   (id, purchase_id, partner, message_id, action, dialect, preview, body, signatures, state, sent_at, due_at)
            select gen_random_uuid(), purchase_id, partner, asked.id, action, dialect, preview, body, signatures,
                   'ACKNOWLEDGED', sent_at, due_at
              from beckn_purchase_request, unnest($2::text[]) as asked(id)
             where beckn_purchase_request.id = $1
            """;

    /** What a callback that is kept moves without a new row. */
    private static final String MOVED = """
            select (select count(*) from beckn_purchase_request where callback is not null) as answered,
                   (select coalesce(sum(version), 0) from beckn_purchase) as versions
            """;

    private static final Set<Action> NEWS = EnumSet.of(Action.STATUS, Action.UPDATE, Action.CANCEL, Action.TRACK);

    private final BuyerHouse house;
    private final CorpusCallbacks callbacks;
    private final CorpusRecords records;

    /** The provider by hand, to sign in its name. */
    private final HandBap provider = new HandBap(TestGateway.seed(2));

    CallbackRun(BuyerHouse house, CorpusCallbacks callbacks) {
        this.house = house;
        this.callbacks = callbacks;
        this.records = new CorpusRecords(house.database);
    }

    @Override
    public List<Fate> fates(List<Spoilt> batch) {
        house.gateway.clock.advance(Duration.ofSeconds(10)); // the room for refusals fills up again
        List<JsonNode> made = batch.stream().map(Spoilt::json).toList();
        ask(batch, made);
        List<Sent> sent = IntStream.range(0, batch.size())
                .mapToObj(index -> new Sent(
                        batch.get(index).toString(), batch.get(index).from().word(), CorpusRun.bytes(made.get(index))))
                .toList();
        records.begin();
        List<Answer> answers = CorpusPost.all(
                sent.stream().map(each -> (Callable<Answer>) () -> post(each)).toList(), CorpusPost.THREADS);
        Map<String, JsonNode> kept = new HashMap<>();
        sent.forEach(each -> kept.put(each.blake(), new ObjectMapper().createObjectNode()));
        return CorpusRun.fates(sent, answers, kept, records.of(answers), Map.of());
    }

    /** Asks, for each callback that still says so, the question that it answers. */
    private void ask(List<Spoilt> batch, List<JsonNode> made) {
        var ids = new IdentityHashMap<Valid, List<String>>();
        for (int index = 0; index < batch.size(); index++) {
            JsonNode context = made.get(index).path("context");
            String id =
                    context.path("messageId").asText(context.path("message_id").asText());
            if (isFresh(id)) {
                ids.computeIfAbsent(batch.get(index).from(), _ -> new ArrayList<>())
                        .add(id);
            }
        }
        house.database.doInTransaction(tx -> ids.forEach((valid, each) -> tx.update(
                ASK_AGAIN, callbacks.question(valid), each.stream().distinct().toArray(String[]::new))));
    }

    private static boolean isFresh(String id) {
        try {
            return UUID.fromString(id).version() == 4;
        } catch (IllegalArgumentException spoilt) {
            return false;
        }
    }

    private Answer post(Sent sent) {
        long now = house.gateway.nowSecond();
        return provider.post(
                house.url + "/" + sent.word(), sent.body(), provider.authorization(KEY, sent.body(), now, now + 60));
    }

    @Override
    public Map<String, Long> state() {
        Map<String, Long> state = records.rows();
        house.database.row(MOVED).ifPresent(row -> {
            state.put("answered", row.getLong("answered"));
            state.put("versions", row.getLong("versions"));
        });
        return state;
    }

    /** Each acknowledged callback answers its question, or is news; what is refused moves nothing. */
    @Override
    public List<String> unlawful(
            Map<String, Long> before, Map<String, Long> after, List<Spoilt> batch, List<Fate> fates) {
        long acknowledged = fates.stream().filter(Fate::isAcknowledged).count();
        var findings = new ArrayList<String>();
        long moved = more(before, after, "answered") + more(before, after, "beckn_purchase_news");
        if (moved != acknowledged) {
            findings.add(moved + " were kept and " + acknowledged + " acknowledged");
        }
        boolean newsMayBe =
                batch.stream().anyMatch(each -> NEWS.contains(each.from().action()));
        after.keySet().forEach(name -> {
            boolean ofAnswers =
                    Set.of("answered", "versions").contains(name) || (name.equals("beckn_purchase_news") && newsMayBe);
            boolean lawful = name.equals("beckn_purchase_request") // asked for the batch
                    || more(before, after, name) == 0
                    || (acknowledged > 0 && ofAnswers);
            if (!lawful) {
                findings.add(name + " has " + more(before, after, name) + " more, " + acknowledged + " acknowledged");
            }
        });
        return findings;
    }

    private static long more(Map<String, Long> before, Map<String, Long> after, String name) {
        return after.getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
    }

    @Override
    public void close() {
        provider.close();
    }
}
