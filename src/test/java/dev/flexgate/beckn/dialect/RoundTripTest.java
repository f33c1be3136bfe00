package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.Samples;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a dialect can carry it carries: written and read again, a message is what it was. */
class RoundTripTest {

    private static final Dialect DEG = new DegDialect();

    static List<BecknMessage> all() {
        return Samples.all().stream()
                .filter(each -> DEG.word(each).matches("(on_)?(discover|select|init|confirm|status)"))
                .filter(each -> !(each instanceof BecknMessage.OnStatus standing)
                        || standing.contract().delivery().isEmpty())
                .toList();
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
        assertEquals(List.of(), OfficialRc1.read().errors(DEG.word(message), written), () -> written.toString());
        assertEquals(message, again(DEG, message, written));
    }
}
