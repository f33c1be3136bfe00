package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.Samples;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a dialect can carry it carries: written and read again, a message is what it was. */
class RoundTripTest {

    private static final Dialect DEG = new DegDialect();

    static List<BecknMessage> all() {
        return Samples.all();
    }

    private static BecknMessage again(Dialect dialect, BecknMessage message, JsonNode written) {
        return switch (message) {
            case BecknMessage.Request request -> dialect.readRequest(request.action(), written);
            case BecknMessage.Callback callback -> dialect.readCallback(callback.answers(), written);
        };
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_is_written_in_rc1_is_official_and_is_read_again(BecknMessage message) {
        JsonNode written = StrictJson.parse(Json.bytes(DEG.write(message)));
        if (!isPreviewOfRating(message)) {
            assertEquals(List.of(), OfficialRc1.read().errors(DEG.word(message), written), written::toString);
        }
        assertEquals(withoutRatedWord(message), again(DEG, message, written));
    }

    /** Who only asks on which scale it could rate has no value, which the official schema wants. */
    private static boolean isPreviewOfRating(BecknMessage message) {
        return message instanceof Rate rate && rate.preview();
    }

    /** The category of rc1 is one of a list, and says what is rated; for a word beside it there is no place. */
    private static BecknMessage withoutRatedWord(BecknMessage message) {
        return switch (message) {
            case Rate rate -> withoutRatedWord(rate);
            case Failed failed
            when failed.asked() instanceof Rate rate ->
                new Failed(failed.context(), withoutRatedWord(rate), failed.error());
            default -> message;
        };
    }

    private static Rate withoutRatedWord(Rate rate) {
        return new Rate(
                rate.context(),
                rate.ratings().stream()
                        .map(each -> new Rating(
                                each.targetId(),
                                each.target(),
                                each.scale(),
                                each.value(),
                                "",
                                each.comment(),
                                each.tags()))
                        .toList(),
                rate.preview());
    }
}
