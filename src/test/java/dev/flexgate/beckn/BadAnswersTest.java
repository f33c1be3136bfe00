package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.Await;
import dev.flexgate.beckn.CorpusMessages.Valid;
import dev.flexgate.beckn.Spoiling.Kind;
import dev.flexgate.beckn.Spoiling.Spoilt;
import dev.flexgate.beckn.buyer.BuyerLimits;
import dev.flexgate.beckn.publish.PublishLimits;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.store.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The corpus of {@link BadInputTest} for what is said to us without our selling anything by it: callbacks to our buyer,
 * and everything about catalogues.
 */
class BadAnswersTest {

    private static final int SAMPLE = 150;

    private static final BecknLimits.Rate UNLIMITED = BecknLimits.Rate.of(1_000_000, 2);
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
