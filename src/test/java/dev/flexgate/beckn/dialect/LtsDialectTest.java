package dev.flexgate.beckn.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Shared;
import dev.flexgate.beckn.Samples;
import dev.flexgate.beckn.dialect.v1.V1Dialect;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.OnUpdate;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Update;
import dev.flexgate.beckn.message.Change;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Notice;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LtsDialectTest {

    private static final Dialect LTS = new LtsDialect();

    static List<BecknMessage> messages() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_is_written_reads_back_as_it_was(BecknMessage message) {
        JsonNode json = StrictJson.parse(Json.bytes(LTS.write(message)));
        BecknMessage read = switch (message) {
            case BecknMessage.Request request -> LTS.readRequest(request.action(), json);
            case BecknMessage.Callback callback -> LTS.readCallback(callback.answers(), json);
        };
        assertEquals(message, read);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everything_we_send_satisfies_both_official_schemas(BecknMessage message) {
        JsonNode json = StrictJson.parse(Json.bytes(LTS.write(message)));
        for (OfficialLts official : OfficialLts.both()) {
            assertEquals(List.of(), official.errors(LTS.word(message), json), () -> Json.text(json));
        }
    }

    static List<String> constructed() {
        return Stream.concat(
                        Action.DEALS.stream().flatMap(action -> Stream.of(LTS.word(action), LTS.callbackWord(action))),
                        Stream.of("on_update-unsolicited-alert"))
                .toList();
    }

    /** Written by somebody else: what we do not know of it is lost, the rest stays, and is still valid. */
    @ParameterizedTest
    @MethodSource("constructed")
    void what_is_understood_of_a_constructed_message_survives_being_written_again(String file) {
        JsonNode json = StrictJson.parse(
                Json.bytes(Shared.json("reference/beckn/constructed-lts-compute-flex/" + file + ".json")));
        String word = json.path("context").path("action").asText();
        BecknMessage read = read(word, json);
        JsonNode written = StrictJson.parse(Json.bytes(LTS.write(read)));
        assertEquals(read, read(word, written));
        for (OfficialLts official : OfficialLts.both()) {
            assertEquals(List.of(), official.errors(word, written), () -> Json.text(written));
        }
    }

    @Test
    void a_constructed_publication_survives_too() {
        JsonNode json = StrictJson.parse(
                Json.bytes(Shared.json("reference/beckn/constructed-lts-compute-flex/catalog-publish.json")));
        LtsPublications.Publication read = LtsPublications.read(json);
        JsonNode written = StrictJson.parse(Json.bytes(LtsPublications.write(read)));
        assertEquals(read, LtsPublications.read(written));
        for (OfficialLts official : OfficialLts.both()) {
            assertEquals(List.of(), official.errors(LtsPublications.PUBLISH, written), () -> Json.text(written));
        }
    }

    private static BecknMessage read(String word, JsonNode json) {
        return LTS.action(word)
                .<BecknMessage>map(action -> LTS.readRequest(action, json))
                .orElseGet(() -> LTS.readCallback(LTS.answered(word).orElseThrow(), json));
    }

    @Test
    void a_constructed_alert_says_what_happened_and_a_shift_how_much_moves() {
        var alert = assertInstanceOf(
                Notice.Alert.class,
                assertInstanceOf(
                                OnUpdate.class,
                                read(
                                        "on_update",
                                        Shared.json(
                                                "reference/beckn/constructed-lts-compute-flex/on_update-unsolicited-alert.json")))
                        .notice());
        assertEquals("carbon_intensity_spike", alert.kind());
        var shift = assertInstanceOf(
                Change.WorkloadShift.class,
                assertInstanceOf(
                                Update.class,
                                read("update", Shared.json("reference/beckn/constructed-lts-compute-flex/update.json")))
                        .change());
        assertEquals(Power.ofKilowatts(300), shift.load());
        assertEquals("grid-event-cambridge-20251117-001", shift.response().eventId());
    }

    @Test
    void a_constructed_select_is_understood() throws Exception {
        byte[] bytes = Files.readAllBytes(Shared.path("reference/beckn/constructed-lts-compute-flex/select.json"));
        Select select = assertInstanceOf(Select.class, LTS.readRequest(Action.SELECT, StrictJson.parse(bytes)));
        assertEquals(Duration.ofSeconds(30), select.context().ttl());
        assertEquals(
                List.of(new Wish(
                        "commitment-001",
                        "item-ce-cambridge-morning-001",
                        "offer-ce-cambridge-morning-001",
                        List.of("item-ce-cambridge-morning-001"),
                        new Amount.OfPowerAndEnergy(Power.ofKilowatts(1_200), Energy.ofKilowattHours(4_800)),
                        new Extent.WholeSlot())),
                select.proposal().wishes());
    }

    @ParameterizedTest
    @CsvSource({
        "PT30S, PT30S",
        "PT24H, PT24H",
        "PT25H, PT24H",
        "P1D, PT24H",
        "P1M, PT24H",
        "P2W, PT24H",
        "P0DT5M, PT5M",
    })
    void any_duration_is_read_and_none_outlives_a_day(String ttl, Duration expected) {
        ObjectNode json = LTS.write(Samples.request(Action.SELECT));
        ((ObjectNode) json.path("context")).put("ttl", ttl);
        assertEquals(expected, LTS.readRequest(Action.SELECT, json).context().ttl());
    }

    @Test
    void a_message_without_ttl_is_good_for_a_day() {
        ObjectNode json = LTS.write(Samples.request(Action.SELECT));
        ((ObjectNode) json.path("context")).remove("ttl");
        assertEquals(
                Context.TTL_MAX, LTS.readRequest(Action.SELECT, json).context().ttl());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/context/version | | CTX_MISSING_FIELD | $.context.version",
                "/context/version | \"1.1.0\" | CTX_VERSION_UNSUPPORTED | $.context.version",
                "/context/action | \"init\" | CTX_ACTION_MISMATCH | $.context.action",
                "/context/messageId | | CTX_MISSING_FIELD | $.context.messageId",
                "/context/messageId | \"m-1\" | CTX_INVALID_FIELD | $.context.messageId",
                "/context/transactionId | 7 | CTX_INVALID_FIELD | $.context.transactionId",
                "/context/bapId | | CTX_MISSING_FIELD | $.context.bapId",
                "/context/bapUri | | CTX_CALLBACK_URL_MISSING | $.context.bapUri",
                "/context/bppId | | CTX_MISSING_FIELD | $.context.bppId",
                "/context/bppUri | \"no uri\" | CTX_INVALID_BPP_URI | $.context.bppUri",
                "/context/timestamp | \"2026-11-22 08:00\" | CTX_INVALID_FIELD | $.context.timestamp",
                "/context/ttl | \"30s\" | CTX_INVALID_FIELD | $.context.ttl",
                "/context | | CTX_MISSING_FIELD | $.context",
                "/message | | SCH_REQUIRED_FIELD_MISSING | $.message",
                "/message/contract | | SCH_REQUIRED_FIELD_MISSING | $.message.contract",
                "/message/contract/commitments | [] | SCH_SCHEMA_VALIDATION_FAILED | $.message.contract.commitments",
                "/message/contract/surplus | 1 | SCH_FIELD_NOT_ALLOWED | $.message.contract.surplus",
                "/message/contract/id | \"order-1\" | SCH_INVALID_FORMAT | $.message.contract.id",
                "/message/contract/commitments/0/resources/0/id | | SCH_REQUIRED_FIELD_MISSING | $.message.contract.commitments[0].resources[0].id",
                "/message/contract/commitments/0/resources/0/quantity | | SCH_REQUIRED_FIELD_MISSING | $.message.contract.commitments[0].resources[0].quantity",
                "/message/contract/commitments/0/resources/0/quantity/unitCode | \"PINT\" | SCH_INVALID_ENUM | $.message.contract.commitments[0].resources[0].quantity.unitCode",
                "/message/contract/commitments/0/resources/0/quantity/unitQuantity | 0 | SCH_SCHEMA_VALIDATION_FAILED | $.message.contract.commitments[0].resources[0].quantity.unitQuantity",
                "/message/contract/commitments/0/resources/0/quantity/unitQuantity | \"5\" | SCH_SCHEMA_VALIDATION_FAILED | $.message.contract.commitments[0].resources[0].quantity.unitQuantity",
                "/message/contract/commitments/0/resources/0/quantity/unitQuantity | 0.0005 | SCH_INVALID_FORMAT | $.message.contract.commitments[0].resources.quantity.unitQuantity",
                "/message/contract/commitments/0/offer/id | | SCH_REQUIRED_FIELD_MISSING | $.message.contract.commitments[0].offer.id",
                "/message/contract/commitments/0/status | | SCH_REQUIRED_FIELD_MISSING | $.message.contract.commitments[0].status",
                "/message/contract/commitments/0/commitmentAttributes/timeWindow/start | \"noon\" | SCH_INVALID_FORMAT | $.message.contract.commitments[0].commitmentAttributes.timeWindow.start",
                "/message/contract/commitments/0/commitmentAttributes/timeWindow/end | \"2026-11-22T10:00:00Z\" | SCH_INVALID_FORMAT | $.message.contract.commitments[0].commitmentAttributes.timeWindow",
            })
    void a_fault_is_named_with_its_place(String pointer, String value, ErrorCode code, String path) {
        ObjectNode json = LTS.write(Samples.request(Action.SELECT));
        int cut = pointer.lastIndexOf('/');
        var parent = (ObjectNode) json.at(pointer.substring(0, cut));
        if (value == null) {
            parent.remove(pointer.substring(cut + 1));
        } else {
            parent.set(pointer.substring(cut + 1), StrictJson.parse(value.getBytes(UTF_8)));
        }
        RefusedException refused = assertThrows(RefusedException.class, () -> LTS.readRequest(Action.SELECT, json));
        assertEquals(code, refused.code(), refused.getMessage());
        assertEquals(path, refused.error().details().getOrDefault("path", ""));
        assertTrue(!refused.error().details().getOrDefault("fix", "").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"spatial\": [{\"op\": \"S_DWITHIN\", \"targets\": \"$.x\"}]} | SCH_SCHEMA_VALIDATION_FAILED",
                "{\"spatial\": [{\"op\": \"S_NEAR\", \"targets\": \"$.x\"}]} | SCH_INVALID_ENUM",
                "{\"spatial\": [{\"op\": \"S_EQUALS\", \"targets\": \"$.x\", \"srid\": \"EPSG:3857\"}]} | SCH_INVALID_ENUM",
                "{\"mediaSearch\": {\"media\": []}} | NET_NOT_IMPLEMENTED",
                "{\"filters\": {\"type\": \"jsonpath\", \"expression\": \" \"}} | SCH_SCHEMA_VALIDATION_FAILED",
                "{\"filters\": {\"type\": \"xpath\", \"expression\": \"/\"}} | SCH_INVALID_ENUM",
            })
    void an_intent_we_cannot_honour_is_refused_not_ignored(String intent, ErrorCode code) {
        ObjectNode json = LTS.write(Samples.request(Action.DISCOVER));
        ((ObjectNode) json.path("message")).set("intent", StrictJson.parse(intent.getBytes(UTF_8)));
        RefusedException refused = assertThrows(RefusedException.class, () -> LTS.readRequest(Action.DISCOVER, json));
        assertEquals(code, refused.code());
    }

    @Test
    void acknowledgements_have_the_form_in_force() {
        assertEquals("{\"message\":{\"status\":\"ACK\",\"messageId\":\"m\"}}", Json.text(LTS.ack("m")));
        BecknError error = BecknError.of(ErrorCode.SCH_INVALID_JSON, "no").at("$.x");
        assertEquals(
                "{\"message\":{\"status\":\"NACK\",\"messageId\":\"m\",\"error\":{\"code\":\"SCH_INVALID_JSON\",\"message\":\"no\",\"details\":{\"path\":\"$.x\"}}}}",
                Json.text(LTS.nack(Optional.of("m"), error)));
        assertTrue(!Json.text(LTS.nack(Optional.empty(), error)).contains("messageId"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"message\":{\"status\":\"ACK\",\"messageId\":\"m\"}} | ACK",
                "{\"message\":{\"ack\":{\"status\":\"ACK\"}}} | ACK",
                "{\"status\":\"ACK\",\"signature\":\"s\"} | ACK",
                "{\"transaction_id\":\"t\",\"ack_status\":\"ACK\"} | ACK",
                "{\"message\":{\"status\":\"NACK\",\"error\":{\"code\":\"NET_TIMEOUT\",\"message\":\"x\"}}} | NET_TIMEOUT",
                "{\"message\":{\"ack\":{\"status\":\"NACK\"}},\"error\":{\"code\":\"30004\",\"message\":\"x\"}} | 30004",
                "{\"status\":\"NACK\",\"error\":{\"errorCode\":\"A\",\"errorMessage\":\"x\"}} | A",
                "{\"message\":{\"status\":\"NACK\"}} | UNKNOWN",
                "{\"message\":{}} | UNREADABLE",
                "[] | UNREADABLE",
                "OK | UNREADABLE",
            })
    void every_form_of_acknowledgement_is_read(String body, String expected) {
        String read = switch (Acknowledgement.read(body.getBytes(UTF_8))) {
            case Acknowledgement.Accepted _ -> "ACK";
            case Acknowledgement.Rejected(BecknError error) -> error.code();
            case Acknowledgement.Unreadable _ -> "UNREADABLE";
        };
        assertEquals(expected, read);
    }

    @Test
    void the_dialect_is_told_by_the_shape_of_the_context() {
        Dialects dialects = Dialects.all();
        assertEquals(
                "2.0.0-lts",
                dialects.of(LTS.write(Samples.request(Action.SELECT))).name());
        assertEquals("2.0.0-lts", dialects.named("2.0.0-lts").name());
        JsonNode snake = Json.mapper().valueToTree(Map.of("context", Map.of("bap_id", "x", "version", "2.0.0")));
        assertEquals(DegDialect.NAME, dialects.of(snake).name());
        JsonNode old = Json.mapper().valueToTree(Map.of("context", Map.of("bap_id", "x", "version", "1.1.1")));
        assertEquals(V1Dialect.NAME, dialects.of(old).name());
    }
}
