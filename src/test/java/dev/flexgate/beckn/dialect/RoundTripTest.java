package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.AnyMessage;
import dev.flexgate.beckn.FlexSamples;
import dev.flexgate.beckn.Samples;
import dev.flexgate.beckn.dialect.v1.V1Dialect;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.Choice;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a dialect can carry it carries: written and read again, a message is what it was. */
class RoundTripTest {

    private static final Dialects DIALECTS = Dialects.all();
    private static final Dialect LTS = DIALECTS.named(LtsDialect.NAME);
    private static final Dialect RC1 = DIALECTS.named(DegDialect.NAME);
    private static final Dialect V1 = DIALECTS.named(V1Dialect.NAME);

    static List<BecknMessage> all() {
        return Samples.all();
    }

    private static JsonNode written(Dialect dialect, BecknMessage message) {
        return StrictJson.parse(Json.bytes(dialect.write(message)));
    }

    private static BecknMessage again(Dialect dialect, BecknMessage message, JsonNode written) {
        assertSame(dialect, DIALECTS.of(written), () -> "told by its shape: " + written);
        return switch (message) {
            case BecknMessage.Request request -> dialect.readRequest(request.action(), written);
            case BecknMessage.Callback callback -> dialect.readCallback(callback.answers(), written);
        };
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_is_written_in_lts_is_read_again(BecknMessage message) {
        assertEquals(message, again(LTS, message, written(LTS, message)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_is_written_in_rc1_is_official_and_is_read_again(BecknMessage message) {
        JsonNode written = written(RC1, message);
        // Who only asks on which scale it could rate has no value, which the official schema wants.
        if (!(message instanceof Rate rate && rate.preview())) {
            assertEquals(List.of(), OfficialRc1.read().errors(RC1.word(message), written), written::toString);
        }
        assertEquals(Carried.inRc1(message), again(RC1, message, written));
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_is_written_in_v1_is_official_and_is_read_again(BecknMessage message) {
        JsonNode written = written(V1, message);
        assertEquals(List.of(), OfficialV1.read().errors(V1.word(message), written), written::toString);
        assertEquals(Carried.inV1(message), again(V1, message, written));
    }

    @Test
    void only_the_first_generation_asks_for_lists() {
        var context = Carried.inV1(Samples.request(Action.STATUS)).context();
        var reasons = List.of(new Choice("WORKLOAD_ENDED", "It is done"));
        var error = BecknError.of(ErrorCode.NET_INTERNAL_ERROR, "it could not be answered");
        for (Action list : List.of(Action.CANCELLATION_REASONS, Action.RETURN_REASONS, Action.RATING_CATEGORIES)) {
            var ask = new BecknMessage.AskChoices(context, list);
            boolean bare = list == Action.RATING_CATEGORIES;
            var choices = new BecknMessage.Choices(context, list, bare ? List.of(new Choice("Order", "")) : reasons);
            for (BecknMessage message : List.of(ask, choices, new BecknMessage.Failed(context, ask, error))) {
                JsonNode written = written(V1, message);
                assertEquals(List.of(), OfficialV1.read().errors(V1.word(message), written), written::toString);
                assertEquals(message, again(V1, message, written));
            }
            assertTrue(LTS.action(V1.word(list)).isEmpty());
            assertTrue(RC1.answered(V1.callbackWord(list)).isEmpty());
        }
    }

    /** RATING_CATEGORIES_WANT_RETURN_REASONS: others leave out what the official schema wants there. */
    @Test
    void categories_without_reasons_to_return_things_are_understood() {
        var context = Carried.inV1(Samples.request(Action.STATUS)).context();
        var rated = new BecknMessage.Choices(context, Action.RATING_CATEGORIES, List.of(new Choice("Order", "")));
        ObjectNode written = V1.write(rated);
        written.withObject("/message").remove("return_reasons");
        assertEquals(rated, again(V1, rated, written));
    }

    /** The seed is fixed: what fails here fails again. */
    @Test
    void any_message_is_read_again_in_every_dialect() {
        var any = new AnyMessage(20261121);
        for (int round = 0; round < 400; round++) {
            BecknMessage message = any.next();
            assertEquals(message, again(LTS, message, written(LTS, message)));
            assertEquals(Carried.inRc1(message), again(RC1, message, written(RC1, message)));
            assertEquals(Carried.inV1(message), again(V1, message, written(V1, message)));
        }
    }

    @Test
    void a_message_about_flexibility_is_told_by_its_shape() {
        for (BecknMessage message : FlexSamples.all()) {
            assertSame(RC1, DIALECTS.of(RC1.write(message)));
        }
    }
}
