package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.audit.EvidenceCheck;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.NoCallback;
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.purchase.Alteration;
import dev.flexgate.purchase.Ask;
import dev.flexgate.purchase.Asked;
import dev.flexgate.purchase.Load;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemException;
import dev.flexgate.wire.StrictJson;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** We buy of a provider over real HTTP, in every dialect; what calls back is believed only when it was asked for. */
class BuyerTest {

    private TestGateway gateway;
    private BuyerHouse house;

    @BeforeEach
    void open() {
        gateway = new TestGateway();
        house = new BuyerHouse(gateway, CallbackSigning.FOUR_LINES);
    }

    @AfterEach
    void close() {
        house.close();
        gateway.close();
    }

    private static Ask.Partner partner(String dialect) {
        return new Ask.Partner(TestGateway.ID, dialect);
    }

    private JsonNode answered(Ask ask) {
        JsonNode settled = house.settled(ask);
        assertEquals("ANSWERED", settled.path("state").asText(), settled::toString);
        return settled;
    }

    private JsonNode about(UUID purchase, Ask.Step step) {
        return answered(new Ask.About(purchase, step)).path("answer");
    }

    private UUID quoted(String dialect) {
        return quoted(dialect, 50);
    }

    private UUID quoted(String dialect, int kilowatts) {
        JsonNode found = answered(new Ask.Discover(partner(dialect), "", ""));
        UUID purchase = UUID.fromString(found.path("purchaseId").asText());
        JsonNode slot = found.at("/answer/slots/0");
        assertTrue(slot.path("carbonGramsPerKwh").isNumber(), slot::toString);
        answered(new Ask.Select(
                Optional.empty(),
                Optional.of(purchase),
                slot.path("slotId").asText(),
                slot.at("/offers/0/offerId").asText(),
                load(kilowatts),
                Optional.empty()));
        return purchase;
    }

    private static Load load(int kilowatts) {
        return new Load.OfPower(Power.ofKilowatts(kilowatts));
    }

    private UUID bought(String dialect, int kilowatts) {
        UUID purchase = quoted(dialect, kilowatts);
        about(purchase, new Ask.Init(""));
        about(purchase, new Ask.Confirm(Optional.empty()));
        return purchase;
    }

    private int kilowatts(UUID purchase) {
        return about(purchase, new Ask.Status())
                .at("/commitments/0/powerKw")
                .decimalValue()
                .intValueExact();
    }

    /** Whatever a provider of ours understands of an update, a buyer of ours can say. */
    @ParameterizedTest
    @ValueSource(strings = {"2.0.0-lts", "1.1.1"})
    void it_changes_what_it_bought_in_every_way(String dialect) {
        UUID purchase = bought(dialect, 50);
        UUID other = bought(dialect, 30);
        var shift =
                new Alteration.Shift(Power.ofKilowatts(20), "hall 1", "hall 2", Optional.of(other), "", "grid_stress");
        about(purchase, new Ask.Update(shift, false));
        assertEquals(List.of(30, 50), List.of(kilowatts(purchase), kilowatts(other)));
        var nowhere = new Alteration.Shift(Power.ofKilowatts(20), "", "", Optional.of(purchase), "", "");
        var refused = assertInstanceOf(
                Asked.Refused.class, house.ask(new Ask.About(purchase, new Ask.Update(nowhere, false))));
        assertEquals("NO_TARGET", refused.code());

        JsonNode now = house.purchase(purchase).at("/contract/commitments/0");
        Instant start = Instant.parse(now.path("start").asText());
        var half = new Interval(start, start.plus(Duration.ofHours(1)));
        JsonNode changed = about(purchase, new Ask.Update(new Alteration.OfTerms(load(25), half), false))
                .at("/commitments/0");
        assertEquals(25, changed.path("powerKw").decimalValue().intValueExact());
        assertEquals(half.end(), Instant.parse(changed.path("end").asText()));

        var price = new Alteration.Bounds(Optional.empty(), Optional.of(EnergyPrice.of("0.5", "GBP")));
        var carbon = new Alteration.Bounds(Optional.of(CarbonIntensity.ofGramsPerKwh(450)), Optional.empty());
        stay(purchase, Alteration.Bounds.NONE, price, Optional.of(carbon));
        stay(other, carbon, carbon, Optional.of(carbon));
        stay(other, price, Alteration.Bounds.NONE, Optional.of(Alteration.Bounds.NONE));
        gateway.market.forecast(2, 460);
        Await.until(
                "it stops by itself",
                () -> house.purchase(purchase).path("stage").asText().equals("CANCELLED"));
        assertEquals("CONFIRMED", about(other, new Ask.Status()).path("stage").asText(), "that was taken back");
    }

    private void stay(
            UUID purchase, Alteration.Bounds accepted, Alteration.Bounds alertAbove, Optional<Alteration.Bounds> stop) {
        about(purchase, new Ask.Update(new Alteration.Accept("as agreed", "", accepted, alertAbove, stop), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0-lts", "2.0.0-rc1-deg", "1.1.1"})
    void it_buys_from_discovery_to_cancellation(String dialect) {
        UUID purchase = quoted(dialect);
        JsonNode quote = house.purchase(purchase).path("contract");
        assertEquals("QUOTED", quote.path("stage").asText());
        assertEquals(
                0, new BigDecimal("13.2").compareTo(quote.at("/charges/0/total").decimalValue()));

        assertEquals(
                "INITIATED",
                about(purchase, new Ask.Init("ML platform")).path("stage").asText());
        assertInstanceOf(
                Asked.Refused.class,
                house.ask(new Ask.About(purchase, new Ask.Confirm(Optional.of(new BigDecimal("12"))))));
        JsonNode confirmed = about(purchase, new Ask.Confirm(Optional.of(new BigDecimal("13.20"))));
        assertEquals("CONFIRMED", confirmed.path("stage").asText());
        assertEquals(1, gateway.count("market_order where state = 'ACCEPTED'"));

        assertEquals(
                "CONFIRMED", about(purchase, new Ask.Status()).path("stage").asText());
        assertTrue(about(purchase, new Ask.Track()).path("url").asText().startsWith("http"));
        assertTrue(about(purchase, new Ask.Support("invoice", "", false)).has("email"));
        JsonNode changed =
                about(purchase, new Ask.Update(new Alteration.OfLoad(new Load.OfPower(Power.ofKilowatts(40))), false));
        assertEquals(40, changed.at("/commitments/0/powerKw").decimalValue().intValueExact());
        JsonNode cancelled = about(purchase, new Ask.Cancel("", "not needed", List.of(), false));
        assertEquals("CANCELLED", cancelled.path("stage").asText());

        JsonNode whole = house.purchase(purchase);
        assertEquals("CANCELLED", whole.path("stage").asText());
        assertEquals(dialect, whole.path("dialect").asText());
        // A callback may be faster than the acknowledgement of what it answers.
        Await.until(
                "every acknowledgement is kept",
                () -> house.purchase(purchase)
                        .path("requests")
                        .valueStream()
                        .allMatch(
                                asked -> asked.path("acknowledgement").asText().equals("SIGNED")),
                () -> house.purchase(purchase).toString());
        assertTrue(house.seenBy("another-team", purchase).isEmpty(), "each tenant sees its own");
    }

    /** As beckn-onix signs its callbacks where it keeps payloads. */
    @Test
    void a_callback_that_is_bound_to_the_whole_header_of_its_question_is_believed_too() {
        house.enter(Set.of(), CallbackSigning.FOUR_LINES_OF_HEADER);
        UUID purchase = quoted("");
        assertEquals("QUOTED", house.purchase(purchase).path("stage").asText());
        assertTrue(gateway.story().contains("DELIVERED"), gateway::story);
    }

    @Test
    void a_partner_that_does_not_read_the_first_dialect_is_asked_in_the_next_until_it_does() {
        var old = new OldProvider(house, Optional.empty());
        // What a provider of the first generation says of this slot, a real one says first.
        var other = new SnakeBap(
                gateway, "1.1.1", "energy:compute", UUID.randomUUID().toString());
        ObjectNode search = other.message("search");
        SnakeBap.body(search).putObject("intent").putObject("descriptor").put("name", "compute windows");
        JsonNode found = other.exchange("search", search);

        Asked asked = house.ask(new Ask.Discover(new Ask.Partner(OldProvider.ID, ""), "", ""));
        ObjectNode request = assertInstanceOf(Asked.Sent.class, asked).request();
        assertEquals(OldProvider.ACK, old.say(old.asked("search"), found));
        assertEquals(List.of("discover", "discover", "search"), old.words());
        JsonNode answered = house.settled(request);
        assertEquals("ANSWERED", answered.path("state").asText(), answered::toString);
        JsonNode slot = answered.at("/answer/slots/0");
        UUID purchase = UUID.fromString(answered.path("purchaseId").asText());

        asked = house.ask(new Ask.Select(
                Optional.empty(),
                Optional.of(purchase),
                slot.path("slotId").asText(),
                slot.at("/offers/0/offerId").asText(),
                new Load.OfPower(Power.ofKilowatts(50)),
                Optional.empty()));
        request = assertInstanceOf(Asked.Sent.class, asked).request();
        JsonNode select = old.asked("select");
        ObjectNode same = other.message("select");
        same.set("message", select.path("message"));
        assertEquals(OldProvider.ACK, old.say(select, other.exchange("select", same)));
        assertEquals("ANSWERED", house.settled(request).path("state").asText());
        assertEquals("QUOTED", house.purchase(purchase).path("stage").asText());
        assertEquals("1.1.1", house.purchase(purchase).path("dialect").asText());

        // What it reads is known from now on.
        house.ask(new Ask.Discover(new Ask.Partner(OldProvider.ID, ""), "", ""));
        Await.until("another search", () -> old.words().size() == 5);
        assertEquals(List.of("discover", "discover", "search", "select", "search"), old.words());
    }

    @Test
    void a_partner_that_will_not_answer_is_not_waited_for() {
        String ack = "{\"message\":{\"status\":\"ACK\"}}";
        var ask = new Ask.Discover(new Ask.Partner(OldProvider.ID, "2.0.0-lts"), "", "");
        new OldProvider(house, Optional.empty()).answerAlways(409, ack);
        JsonNode refused = house.settled(ask);
        assertEquals("REFUSED", refused.path("state").asText(), refused::toString);
        assertTrue(refused.toString().contains("NO_CALLBACK"), refused::toString);

        new OldProvider(house, Optional.of(NoCallback.ACCEPTED)).answerAlways(202, ack);
        assertEquals("REFUSED", house.settled(ask).path("state").asText());

        // Of whom nothing is known 202 is a plain acceptance.
        new OldProvider(house, Optional.empty()).answerAlways(202, ack);
        ObjectNode waiting = assertInstanceOf(Asked.Sent.class, house.ask(ask)).request();
        UUID id = UUID.fromString(waiting.path("requestId").asText());
        Await.until("acknowledged", () -> house.state(id).equals("ACKNOWLEDGED"));
    }

    @Test
    void what_is_refused_at_once_and_what_is_refused_later_are_told_apart() {
        JsonNode refused = house.settled(new Ask.Discover(partner(""), "", "not a path"));
        assertEquals("REFUSED", refused.path("state").asText());
        assertEquals("SCH_INVALID_JSONPATH", refused.at("/error/code").asText());

        JsonNode failed = house.settled(new Ask.Select(
                Optional.of(partner("")),
                Optional.empty(),
                "slot-x",
                "offer-x",
                new Load.OfPower(Power.ofKilowatts(1)),
                Optional.empty()));
        assertEquals("FAILED", failed.path("state").asText());
        assertEquals("BIZ_ITEM_NOT_FOUND", failed.at("/error/code").asText());
        assertInstanceOf(
                Asked.Refused.class,
                house.ask(new Ask.About(
                        UUID.fromString(failed.path("purchaseId").asText()), new Ask.Confirm(Optional.empty()))),
                "nothing was quoted");
        assertInstanceOf(
                Asked.NoPartner.class, house.ask(new Ask.Discover(new Ask.Partner("nobody.example.com", ""), "", "")));
        assertInstanceOf(Asked.Unknown.class, house.ask(new Ask.About(UUID.randomUUID(), new Ask.Status())));
    }

    @Test
    void a_callback_survives_that_we_were_away_when_it_came() {
        gateway.stopAnswering();
        ObjectNode asked = assertInstanceOf(Asked.Sent.class, house.ask(new Ask.Discover(partner(""), "", "")))
                .request();
        Await.until("acknowledged", () -> house.count("beckn_purchase_request where state = 'ACKNOWLEDGED'") == 1);
        house.stop();
        gateway.answerAgain();
        Await.until("answered", () -> gateway.count("beckn_inbox where state = 'DONE'") == 1);
        house.startAgain();
        Await.until("the callback is tried again", () -> {
            gateway.clock.advance(Duration.ofSeconds(2));
            return house.count("beckn_purchase_request where state = 'ANSWERED'") == 1;
        });
        assertEquals("ANSWERED", house.settled(asked).path("state").asText());
    }

    private HandBap.Answer call(String word, byte[] body) {
        String signed = new Signatures(gateway.clock, SignatureLimits.DEFAULT)
                .sign(gateway.sender(), body)
                .text();
        return gateway.bap.post(house.url + "/" + word, body, signed);
    }

    private static String code(HandBap.Answer answer) {
        return answer.json().at("/message/error/code").asText();
    }

    private byte[] callback() {
        return Columns.bytes(
                house.database
                        .row("select callback from beckn_purchase_request where action = 'select'")
                        .orElseThrow(),
                "callback");
    }

    @Test
    void a_callback_is_taken_once_from_its_partner_and_for_its_question() {
        UUID purchase = quoted("");
        byte[] body = callback();
        assertEquals(200, call("on_select", body).status(), "its acknowledgement may have been lost");

        ObjectNode other = (ObjectNode) StrictJson.parse(body);
        other.withObject("/context").put("ttl", "PT7M");
        assertEquals("CTX_MESSAGE_ID_DUPLICATE", code(call("on_select", ConversationTest.bytes(other))));

        other.withObject("/context").put("messageId", UUID.randomUUID().toString());
        HandBap.Answer unasked = call("on_select", ConversationTest.bytes(other));
        assertEquals(400, unasked.status());
        assertEquals("CTX_INVALID_FIELD", code(unasked));

        other.withObject("/context").put("transactionId", UUID.randomUUID().toString());
        assertEquals("CTX_TRANSACTION_ID_UNKNOWN", code(call("on_select", ConversationTest.bytes(other))));

        HandBap.Answer stranger = gateway.bap.send(house.url + "/on_select", body, gateway.nowSecond());
        assertEquals("AUT_UNAUTHORIZED_ACTION", code(stranger));
        assertEquals(401, stranger.status());
        assertEquals("AUT_SIGNATURE_MISSING", code(gateway.bap.post(house.url + "/on_select", body, "")));
        assertEquals("QUOTED", house.purchase(purchase).path("stage").asText(), "nothing was changed");
    }

    @Test
    void news_is_heard_once_and_changes_the_purchase() {
        UUID purchase = quoted("");
        ObjectNode told = (ObjectNode) StrictJson.parse(callback());
        told.withObject("/context")
                .put("action", "on_status")
                .put("messageId", UUID.randomUUID().toString())
                .remove("requestDigest");
        ((ObjectNode) told.at("/message/contract/contractAttributes")).put("stage", "CANCELLED");
        byte[] body = ConversationTest.bytes(told);
        assertEquals(200, call("on_status", body).status());
        assertEquals(200, call("on_status", body).status(), "its acknowledgement may have been lost");
        JsonNode whole = house.purchase(purchase);
        assertEquals(1, whole.path("news").size());
        assertEquals("CANCELLED", whole.path("stage").asText());
        ((ObjectNode) told.at("/message/contract/contractAttributes")).put("stage", "CONFIRMED");
        assertEquals("CTX_MESSAGE_ID_DUPLICATE", code(call("on_status", ConversationTest.bytes(told))));
        assertEquals("CANCELLED", house.purchase(purchase).path("stage").asText());
    }

    @Test
    void a_partner_is_asked_in_the_digest_line_that_it_writes_itself() {
        UUID purchase = quoted("");
        assertEquals(DigestPrefix.BLAKE_512, asked("select"));
        ObjectNode told = (ObjectNode) StrictJson.parse(callback());
        told.withObject("/context")
                .put("action", "on_status")
                .put("messageId", UUID.randomUUID().toString())
                .remove("requestDigest");
        byte[] body = ConversationTest.bytes(told);
        String signed = new Signatures(gateway.clock, SignatureLimits.DEFAULT)
                .sign(gateway.sender(), body, DigestPrefix.BLAKE2B_512)
                .text();
        assertEquals(
                200, gateway.bap.post(house.url + "/on_status", body, signed).status());
        about(purchase, new Ask.Init("ML platform"));
        assertEquals(DigestPrefix.BLAKE2B_512, asked("init"));
    }

    /** In which digest line the newest question of this kind was signed. */
    private DigestPrefix asked(String action) {
        Row question = house.database
                .row(
                        "select body, signatures[1] as signed from beckn_purchase_request where action = $1"
                                + " order by id desc limit 1",
                        action)
                .orElseThrow();
        return Signatures.verify(
                SignatureHeader.parse(Columns.text(question, "signed")),
                Columns.bytes(question, "body"),
                house.key.publicKey());
    }

    @Test
    void an_old_purchase_is_forgotten_and_says_so_and_its_hashes_stay() {
        UUID purchase = quoted("");
        byte[] callback = callback();
        JsonNode request = house.purchase(purchase).at("/requests/0");
        Duration keep = Duration.ofDays(35);
        assertEquals(0, house.forget(keep));
        gateway.clock.advance(keep.plusDays(1));
        assertEquals(1, house.forget(keep));
        assertEquals(0, house.forget(keep));

        Problem gone = assertThrows(ProblemException.class, () -> house.purchase(purchase))
                .problem();
        assertEquals(410, gone.status());
        UUID asked = UUID.fromString(request.path("requestId").asText());
        assertThrows(ProblemException.class, () -> house.request(asked));
        assertThrows(ProblemException.class, () -> house.ask(new Ask.About(purchase, new Ask.Status())));
        Row kept = house.database
                .row("select callback_sha, body_sha, length(body) as length from beckn_purchase_request"
                        + " where action = 'select'")
                .orElseThrow();
        assertArrayEquals(Digests.sha256(callback), Columns.bytes(kept, "callback_sha"));
        assertEquals(32, Columns.bytes(kept, "body_sha").length);
        assertEquals(0, kept.getInteger("length"));
    }

    @Test
    void what_was_bought_is_recorded_with_the_partners_signature() {
        quoted("");
        List<JsonNode> records = house.records();
        assertTrue(records.stream().anyMatch(each -> each.path("type").asText().equals("PURCHASE_ASKED")));
        JsonNode answered = records.stream()
                .filter(each -> each.path("type").asText().equals("PURCHASE_ANSWERED"))
                .findFirst()
                .orElseThrow();
        assertEquals(TestGateway.ID, answered.at("/protocol/sender").asText());
        assertEquals(3, answered.path("inputs").size(), answered::toString);
        var evidence = house.database
                .row("select callback, callback_auth, signatures[1] as asked from beckn_purchase_request"
                        + " where action = 'select'")
                .map(row -> Map.of(
                        BecknEvidence.REQUEST, Columns.bytes(row, "callback"),
                        BecknEvidence.AUTHORIZATION,
                                Columns.text(row, "callback_auth").getBytes(UTF_8),
                        BecknEvidence.ASKED_UNDER, Columns.text(row, "asked").getBytes(UTF_8)))
                .orElseThrow();
        assertInstanceOf(EvidenceCheck.Finding.Genuine.class, new BecknEvidence().check(answered, evidence));
    }
}
