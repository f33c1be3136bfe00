package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.Await;
import dev.flexgate.CorpusPiece;
import dev.flexgate.NaughtyAddresses;
import dev.flexgate.NaughtyAddresses.Asked;
import dev.flexgate.NaughtyAddresses.Heard;
import dev.flexgate.NaughtyAddresses.Place;
import dev.flexgate.beckn.CorpusMessages.Valid;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.Spoiling.Kind;
import dev.flexgate.beckn.Spoiling.Spoilt;
import dev.flexgate.beckn.buyer.BuyerLimits;
import dev.flexgate.beckn.publish.PublishLimits;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.store.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The corpus of {@link BadInputTest} for what is said to us without our selling anything by it: callbacks to our buyer,
 * and everything about catalogues.
 */
class BadAnswersTest {

    private static final int SAMPLE = 150;

    private static final BecknLimits.Rate UNLIMITED = BecknLimits.Rate.of(1_000_000, 2);
    private static final List<Place> ADDRESSES = List.of(
            new Place("/beckn/catalog/subscriptions", "subscriberId", "", HandBap.ID::equals),
            number("limit"),
            number("offset"),
            new Place("/beckn/catalog/subscription/{id}", "id", "", _ -> false),
            new Place("/beckn/catalog/pull/result/{id}/catalogs.json", "id", "", _ -> false),
            new Place("/beckn/catalog/pull/result/" + new UUID(1, 1) + "/{file}", "file", "", _ -> false),
            new Place("/beckn/catalog/master/{item}", "item", "", _ -> false),
            new Place("/beckn/live/{token}", "token", "", _ -> false),
            new Place("/beckn/discover/browser-search", "filters", "", _ -> true));

    private static Place number(String name) {
        return new Place(
                "/beckn/catalog/subscriptions", name, "subscriberId=" + HandBap.ID, text -> text.matches("[0-9]{1,8}"));
    }

    private static final BecknLimits.Rates RATES = new BecknLimits.Rates(UNLIMITED, UNLIMITED, 100);

    @Test
    void callbacks_of_partners() {
        try (var gateway = gateway();
                var house = new BuyerHouse(
                        gateway, CallbackSigning.THREE_LINES, "", BuyerLimits.DEFAULT.withRates(RATES))) {
            var callbacks = new CorpusCallbacks(house);
            try (var place = new CallbackRun(house, callbacks)) {
                inOrder(place, callbacks.all());
                CorpusSending.count("callbacks", callbacks.all());
                var sending = new CorpusSending(place, SAMPLE);
                sending.fields("callbacks-fields", callbacks.all());
                sending.strings("callbacks-strings", callbacks.all());
            }
        }
    }

    @Test
    void what_is_said_about_catalogues() {
        try (var gateway = gateway();
                var house = new PublisherHouse(
                        gateway, PublishLimits.DEFAULT.withRates(RATES).withTick(Duration.ofMillis(40)))) {
            gateway.stopCallbacks();
            house.start();
            Await.until("published", () -> !gateway.bap.heard().isEmpty());
            var place = new CatalogRun(house, gateway.bap.heard().getFirst().messageId());
            inOrder(place, place.all());
            CorpusSending.count("about catalogues", place.all());
            var sending = new CorpusSending(place, SAMPLE);
            sending.fields("catalogs-fields", place.all());
            sending.strings("catalogs-strings", place.all());
        }
    }

    @Test
    void what_is_asked_for_by_its_address() {
        try (var gateway = gateway()) {
            List<Asked> all = NaughtyAddresses.sampled(ADDRESSES, SAMPLE);
            var records = new CorpusRecords(gateway.database);
            Map<String, Long> before = records.rows();
            Map<Place, Integer> harmless = new HashMap<>();
            List<String> faults = new ArrayList<>();
            for (Asked asked : all) {
                gateway.clock.advance(Duration.ofMillis(100)); // so that the room for refusals fills up again
                int fate = harmless.computeIfAbsent(
                        asked.place(),
                        place -> heard(gateway, new Asked(place, NaughtyAddresses.WORD))
                                .status());
                NaughtyAddresses.faults(asked, heard(gateway, asked), fate).forEach(faults::add);
            }
            new CorpusPiece(NaughtyAddresses.CORPUS + "-catalogs-addresses").reached(all.size(), all.size(), faults);
            System.out.println("bad input: catalogs-addresses " + all.size() + " of "
                    + NaughtyAddresses.all(ADDRESSES).size() + ", " + faults.size() + " findings");
            assertEquals(List.of(), faults.stream().limit(25).toList());
            Map<String, Long> after = records.rows();
            after.put("beckn_empty_call", before.get("beckn_empty_call")); // who asks is kept, for a minute
            assertEquals(before, after);
        }
    }

    private static Heard heard(TestGateway gateway, Asked asked) {
        String root = gateway.url().replace("/beckn", "");
        Answer answer = gateway.bap.call("GET", root + asked.target(), HandBap.ID, gateway.nowSecond());
        return new Heard(answer.status(), answer.header("content-type"), new String(answer.body(), UTF_8));
    }

    private static TestGateway gateway() {
        return new TestGateway(BecknLimits.DEFAULT.withRates(RATES), TestDatabase.fresh(), CallbackSigning.THREE_LINES);
    }

    /** What the bad ones are made of is taken. */
    private static void inOrder(CorpusPlace place, List<Valid> all) {
        List<Spoilt> sound = all.stream()
                .map(valid -> new Spoilt(valid, Kind.WORD, "", "", () -> Spoiling.fresh(valid)))
                .toList();
        assertEquals(
                List.of(),
                place.fates(sound).stream()
                        .filter(fate -> !fate.isAcknowledged())
                        .map(fate -> fate.sent().what() + fate.json())
                        .toList());
    }
}
