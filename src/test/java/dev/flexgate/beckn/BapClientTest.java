package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.BapClient.Reply;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.OnInit;
import dev.flexgate.beckn.message.BecknMessage.OnSelect;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.Request;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Status;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Contract.Stage;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.registry.RegistryFile;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import dev.flexgate.wire.StrictJson;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our own consumer trades with our own provider, each with a key and a port of its own. */
class BapClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestGateway gateway;
    private BapClient client;

    @BeforeEach
    void open() {
        gateway = new TestGateway();
        client = client(CallbackSigning.FOUR_LINES);
    }

    @AfterEach
    void close() {
        client.close();
        gateway.close();
    }

    private BapClient client(CallbackSigning signing) {
        return client("client.example.com", signing, new LtsDialect());
    }

    private BapClient client(String id, CallbackSigning signing, Dialect dialect) {
        SigningKey key = SigningKey.ofSeed("client-key", TestGateway.seed(9));
        URI url = URI.create("http://127.0.0.1:" + TestGateway.freePort() + "/callbacks");
        var participants = new ArrayList<>(RegistryFile.read(gateway.registryFile));
        participants.add(new Participant(
                new KeyId(id, key.keyId()),
                Role.BAP,
                url,
                key.publicKey(),
                new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"), false),
                Set.of(),
                signing));
        RegistryFile.write(gateway.registryFile, participants);
        gateway.registry().refresh();
        return BapClient.open(
                TestDatabase.vertx(),
                new BecknNode(new Sender(id, key), url),
                gateway.registry(),
                new OutboundHttp(
                        TestDatabase.vertx(), AddressPolicy.loopback(), OutboundLimits.DEFAULT, gateway.meters),
                gateway.clock,
                dialect);
    }

    private Reply.Answered answered(Request request) {
        return assertInstanceOf(Reply.Answered.class, client.ask(TestGateway.ID, request, PATIENCE));
    }

    private static Proposal proposal(String contract, Offer offer, List<Charge> charges) {
        var wish = new Wish(
                "c-1",
                offer.resourceIds().getFirst(),
                offer.id(),
                offer.resourceIds(),
                new Amount.OfPower(Power.ofKilowatts(30)),
                new Extent.WholeSlot());
        return new Proposal(contract, List.of(wish), charges, List.of());
    }

    @Test
    void it_buys_in_every_generation() {
        for (String name : Dialects.all().names()) {
            client.close();
            client = client(
                    name + ".example.com",
                    CallbackSigning.THREE_LINES,
                    Dialects.all().named(name));
            buys();
        }
    }

    @Test
    void it_finds_negotiates_and_buys() {
        buys();
    }

    private void buys() {
        String transaction = UUID.randomUUID().toString();
        Endpoint provider = client.provider(TestGateway.ID);
        var found = answered(new Discover(client.context(transaction, Endpoint.NOBODY), new Intent("", "")));
        assertEquals(AnswerTrust.SIGNED, found.acknowledgement());
        Offer offer = assertInstanceOf(OnDiscover.class, found.callback())
                .catalogs()
                .getFirst()
                .offers()
                .getFirst();

        Contract quoted = assertInstanceOf(
                        OnSelect.class,
                        answered(new Select(client.context(transaction, provider), proposal("", offer, List.of())))
                                .callback())
                .contract();
        assertEquals(Stage.QUOTED, quoted.stage());
        assertEquals(
                0,
                new BigDecimal("7.92")
                        .compareTo(quoted.charges().getFirst().total().amount()));

        Contract initiated = assertInstanceOf(
                        OnInit.class,
                        answered(new Init(
                                        client.context(transaction, provider), proposal(quoted.id(), offer, List.of())))
                                .callback())
                .contract();
        assertEquals(Stage.INITIATED, initiated.stage());

        Contract confirmed = assertInstanceOf(
                        OnConfirm.class,
                        answered(new Confirm(
                                        client.context(transaction, provider),
                                        proposal(quoted.id(), offer, initiated.charges())))
                                .callback())
                .contract();
        assertEquals(Stage.CONFIRMED, confirmed.stage());

        Contract standing = assertInstanceOf(
                        OnStatus.class,
                        answered(new Status(
                                        client.context(transaction, provider), proposal(quoted.id(), offer, List.of())))
                                .callback())
                .contract();
        assertEquals(confirmed.stage(), standing.stage());
        assertEquals(confirmed.id(), standing.id());
    }

    @Test
    void it_says_why_it_was_refused_at_once_or_later() {
        String transaction = UUID.randomUUID().toString();
        var filtered = new Discover(client.context(transaction, Endpoint.NOBODY), new Intent("", "not a path"));
        Reply.Refused refused = assertInstanceOf(Reply.Refused.class, client.ask(TestGateway.ID, filtered, PATIENCE));
        assertEquals("SCH_INVALID_JSONPATH", refused.error().code());
        assertEquals(AnswerTrust.SIGNED, refused.acknowledgement());

        Offer nothing = new Offer(
                "o",
                "",
                "",
                new Offer.Seller("p", "", ""),
                List.of("slot-x"),
                Optional.of(gateway.clock.instant()),
                Optional.of(EnergyPrice.of("1", "GBP")),
                List.of());
        Failed failed = assertInstanceOf(
                Failed.class,
                answered(new Select(
                                client.context(transaction, client.provider(TestGateway.ID)),
                                proposal("", nothing, List.of())))
                        .callback());
        assertEquals("BIZ_ITEM_NOT_FOUND", failed.error().code());
    }

    @Test
    void a_provider_that_is_not_there_is_told_from_one_that_is_silent() {
        var participants = new ArrayList<>(RegistryFile.read(gateway.registryFile));
        Participant gone = participants.getFirst();
        participants.add(new Participant(
                new KeyId("gone.example.com", "k"),
                Role.BPP,
                URI.create("http://127.0.0.1:" + TestGateway.freePort() + "/beckn"),
                gone.key(),
                gone.validity(),
                Set.of(),
                CallbackSigning.THREE_LINES));
        RegistryFile.write(gateway.registryFile, participants);
        gateway.registry().refresh();
        var request = new Discover(client.context(UUID.randomUUID().toString(), Endpoint.NOBODY), new Intent("", ""));
        assertInstanceOf(Reply.Undelivered.class, client.ask("gone.example.com", request, PATIENCE));
        assertInstanceOf(Reply.Silent.class, client.ask(TestGateway.ID, silent(), Duration.ofNanos(1)));
    }

    private Request silent() {
        return new Discover(client.context(UUID.randomUUID().toString(), Endpoint.NOBODY), new Intent("", ""));
    }

    @Test
    void a_callback_nobody_asked_for_is_refused() {
        byte[] body = ("{\"context\":{\"messageId\":\"" + UUID.randomUUID() + "\"},\"message\":{}}").getBytes(UTF_8);
        String url = client.address() + "/on_select";
        HandBap.Answer answer = gateway.bap.send(url, body, gateway.nowSecond());
        assertEquals(401, answer.status());
        assertEquals(
                "AUT_REPLAY_DETECTED", answer.json().at("/message/error/code").asText());
        assertEquals(401, gateway.bap.post(url, body, "").status());
    }

    @Test
    void news_of_a_transaction_of_ours_is_heard_from_its_provider_alone_and_once() {
        String transaction = UUID.randomUUID().toString();
        var found = answered(new Discover(client.context(transaction, Endpoint.NOBODY), new Intent("", "")));
        Offer offer = assertInstanceOf(OnDiscover.class, found.callback())
                .catalogs()
                .getFirst()
                .offers()
                .getFirst();
        var context = client.context(transaction, client.provider(TestGateway.ID));
        ObjectNode told = (ObjectNode) StrictJson.parse(
                answered(new Select(context, proposal("", offer, List.of()))).callbackBytes());
        told.withObject("/context")
                .put("action", "on_status")
                .put("messageId", UUID.randomUUID().toString())
                .remove("requestDigest");
        byte[] body = ConversationTest.bytes(told);
        String url = client.address() + "/on_status";
        assertEquals("AUT_UNAUTHORIZED_ACTION", code(gateway.bap.send(url, body, gateway.nowSecond())));
        String signed = new Signatures(gateway.clock, SignatureLimits.DEFAULT)
                .sign(gateway.sender(), body)
                .text();
        assertEquals(200, gateway.bap.post(url, body, signed).status());
        assertEquals(200, gateway.bap.post(url, body, signed).status(), "its acknowledgement may have been lost");
        assertInstanceOf(OnStatus.class, client.news(PATIENCE).orElseThrow());
        assertTrue(client.news(Duration.ZERO).isEmpty(), "it is heard once");
    }

    private static String code(HandBap.Answer answer) {
        return answer.json().at("/message/error/code").asText();
    }

    @Test
    void a_callback_of_another_is_not_believed() {
        gateway.stopCallbacks();
        String transaction = UUID.randomUUID().toString();
        var context = client.context(transaction, Endpoint.NOBODY);
        var asked = Thread.ofVirtual()
                .start(() -> client.ask(TestGateway.ID, new Discover(context, new Intent("", "")), PATIENCE));
        byte[] forged = ConversationTest.bytes(gateway.bap.message(
                "on_discover",
                transaction,
                context.messageId(),
                gateway.clock.instant().toString(),
                gateway.url()));
        Await.until("refused for its sender", () -> {
            HandBap.Answer answer = gateway.bap.send(client.address() + "/on_discover", forged, gateway.nowSecond());
            return answer.json().at("/message/error/code").asText().equals("AUT_UNAUTHORIZED_ACTION");
        });
        asked.interrupt();
    }
}
