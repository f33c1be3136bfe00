package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.FlexSamples;
import dev.flexgate.beckn.Samples;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DegDialectTest {

    private static final Dialect DEG = new DegDialect();

    static List<BecknMessage> messages() {
        return FlexSamples.all();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_is_written_reads_back_as_it_was(BecknMessage message) {
        JsonNode json = StrictJson.parse(Json.bytes(DEG.write(message)));
        BecknMessage read = switch (message) {
            case BecknMessage.Request request -> DEG.readRequest(request.action(), json);
            case BecknMessage.Callback callback -> DEG.readCallback(callback.answers(), json);
        };
        assertEquals(message, read);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void every_message_is_known_by_its_shape(BecknMessage message) {
        JsonNode json = DEG.write(message);
        assertEquals(DegDialect.NAME, Dialects.all().of(json).name());
        assertFalse(new LtsDialect().speaks(json));
    }

    @Test
    void the_same_version_in_the_other_shape_is_the_other_dialect() {
        for (BecknMessage message : Samples.all()) {
            JsonNode json = new LtsDialect().write(message);
            assertEquals("2.0.0", json.at("/context/version").asText());
            assertEquals(LtsDialect.NAME, Dialects.all().of(json).name());
        }
    }

    @Test
    void the_version_alone_makes_no_other_dialect_of_it() {
        ObjectNode json = confirm();
        context(json).put("version", "1.1.1");
        assertSame(DEG.name(), Dialects.all().of(json).name());
        assertEquals(
                ErrorCode.CTX_VERSION_UNSUPPORTED,
                assertThrows(RefusedException.class, () -> DEG.readRequest(Action.CONFIRM, json))
                        .code());
    }

    @Test
    void acknowledgements_are_those_of_its_time() {
        assertEquals("{\"message\":{\"ack\":{\"status\":\"ACK\"}}}", Json.text(DEG.ack("msg-001")));
        var error = RefusedException.of(ErrorCode.CTX_TTL_EXPIRED, "too late").error();
        assertEquals(
                "{\"message\":{\"ack\":{\"status\":\"NACK\"}},"
                        + "\"error\":{\"code\":\"CTX_TTL_EXPIRED\",\"message\":\"too late\"}}",
                Json.text(DEG.nack(Optional.of("msg-001"), error)));
        assertInstanceOf(Acknowledgement.Accepted.class, Acknowledgement.read(Json.bytes(DEG.ack(""))));
        assertInstanceOf(
                Acknowledgement.Rejected.class, Acknowledgement.read(Json.bytes(DEG.nack(Optional.empty(), error))));
    }

    private static ObjectNode confirm() {
        return DEG.write(FlexSamples.all().get(1));
    }

    private static ObjectNode context(ObjectNode json) {
        return (ObjectNode) json.path("context");
    }

    private static ObjectNode order(ObjectNode json) {
        return (ObjectNode) json.path("message").path("order");
    }

    private static ObjectNode line(ObjectNode json) {
        return (ObjectNode) order(json).path("beckn:orderItems").path(0);
    }

    private static ObjectNode asked(ObjectNode json) {
        return (ObjectNode) line(json).path("beckn:orderItemAttributes");
    }

    private static ObjectNode delivery(ObjectNode json) {
        return (ObjectNode) order(json).path("beckn:fulfillment").path("beckn:deliveryAttributes");
    }

    private static Arguments wrong(String name, Consumer<ObjectNode> spoil, ErrorCode code, String path) {
        return Arguments.of(name, spoil, code, path);
    }

    static Stream<Arguments> wrongActivations() {
        String order = "$.message.order";
        String first = order + ".beckn:orderItems[0].beckn:orderItemAttributes.beckn:";
        return Stream.of(
                wrong(
                        "no unit",
                        json -> asked(json).remove("beckn:requestedReductionUnit"),
                        ErrorCode.SCH_REQUIRED_FIELD_MISSING,
                        "beckn:requestedReductionUnit"),
                wrong(
                        "milliwatts",
                        json -> asked(json).put("beckn:requestedReductionUnit", "mW"),
                        ErrorCode.SCH_INVALID_ENUM,
                        "beckn:requestedReductionUnit"),
                wrong(
                        "energy",
                        json -> asked(json).put("beckn:requestedReductionUnit", "kWh"),
                        ErrorCode.SCH_INVALID_ENUM,
                        "beckn:requestedReductionUnit"),
                wrong(
                        "half a watt",
                        json -> asked(json).put("beckn:requestedReduction", new java.math.BigDecimal("0.0005")),
                        ErrorCode.SCH_INVALID_FORMAT,
                        first + "requestedReduction"),
                wrong(
                        "more than a number holds",
                        json -> asked(json).put("beckn:requestedReduction", new java.math.BigDecimal("1e300")),
                        ErrorCode.SCH_INVALID_FORMAT,
                        first + "requestedReduction"),
                wrong(
                        "words for a number",
                        json -> asked(json).put("beckn:requestedReduction", "a lot"),
                        ErrorCode.SCH_SCHEMA_VALIDATION_FAILED,
                        "beckn:requestedReduction"),
                wrong(
                        "a time without a date",
                        json -> asked(json).put("beckn:activationTime", "18:00:00Z"),
                        ErrorCode.SCH_INVALID_FORMAT,
                        "beckn:activationTime"),
                wrong(
                        "a time without a zone",
                        json -> asked(json).put("beckn:activationTime", "2026-11-22T18:00:00"),
                        ErrorCode.SCH_INVALID_FORMAT,
                        "beckn:activationTime"),
                wrong(
                        "no time at all",
                        json -> asked(json).put("beckn:duration", "PT0S"),
                        ErrorCode.SCH_INVALID_FORMAT,
                        first + "duration"),
                wrong(
                        "a month",
                        json -> asked(json).put("beckn:duration", "P1M"),
                        ErrorCode.SCH_INVALID_FORMAT,
                        first + "duration"),
                wrong(
                        "another type",
                        json -> asked(json).put("@type", "beckn:ComputeEnergyWindow"),
                        ErrorCode.SCH_INVALID_ENUM,
                        "@type"),
                wrong(
                        "no lines",
                        json -> order(json).putArray("beckn:orderItems"),
                        ErrorCode.SCH_SCHEMA_VALIDATION_FAILED,
                        "beckn:orderItems"),
                wrong(
                        "no resource",
                        json -> line(json).remove("beckn:orderedItem"),
                        ErrorCode.SCH_REQUIRED_FIELD_MISSING,
                        "beckn:orderedItem"),
                wrong(
                        "two readings of a name",
                        json -> order(json).put("seller", "another").remove("beckn:orderItems"),
                        ErrorCode.SCH_REQUIRED_FIELD_MISSING,
                        "beckn:orderItems"),
                wrong(
                        "an event that ends before it begins",
                        json -> delivery(json).put("beckn:eventEndTime", "2026-11-22T17:00:00Z"),
                        ErrorCode.SCH_INVALID_FORMAT,
                        "beckn:deliveryAttributes"),
                wrong(
                        "an id that no table takes",
                        json -> context(json).put("transaction_id", "a\u0000b"),
                        ErrorCode.CTX_INVALID_FIELD,
                        "$.context.transaction_id"),
                wrong(
                        "a name that no table takes",
                        json -> line(json).put("beckn:lineId", "a\u0000b"),
                        ErrorCode.SCH_INVALID_FORMAT,
                        "beckn:lineId"),
                wrong(
                        "nobody to call back",
                        json -> context(json).remove("bap_uri"),
                        ErrorCode.CTX_CALLBACK_URL_MISSING,
                        "$.context.bap_uri"),
                wrong(
                        "another action",
                        json -> context(json).put("action", "cancel"),
                        ErrorCode.CTX_ACTION_MISMATCH,
                        "$.context.action"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongActivations")
    void what_has_two_readings_or_none_is_refused(
            String name, Consumer<ObjectNode> spoil, ErrorCode code, String path) {
        ObjectNode json = confirm();
        spoil.accept(json);
        RefusedException refused = assertThrows(RefusedException.class, () -> DEG.readRequest(Action.CONFIRM, json));
        assertEquals(code, refused.code(), () -> refused.error().toString());
        assertTrue(
                refused.error().details().getOrDefault("path", "").contains(path),
                () -> refused.error().toString());
    }

    @Test
    void nothing_is_sent_that_the_profile_does_not_have() {
        for (BecknMessage message : FlexSamples.all()) {
            if (message instanceof BecknMessage.FlexCallback callback) {
                ObjectNode json = DEG.write(callback);
                JsonNode order = json.path("message").path("order");
                if (order instanceof ObjectNode object) {
                    object.put("beckn:mood", "good");
                    assertEquals(
                            ErrorCode.SCH_FIELD_NOT_ALLOWED,
                            assertThrows(RefusedException.class, () -> DEG.readCallback(callback.answers(), json))
                                    .code());
                }
            }
        }
    }
}
