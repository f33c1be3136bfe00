package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.beckn.Samples;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The compute-energy messages that were recorded in November 2025, as they were written. */
class ComputeRecordedTest {

    private static final String FOLDER = "reference/beckn/deg-compute-energy/df-new-flow/examples/";
    private static final Dialect DEG = new DegDialect();

    private static JsonNode json(String file) {
        try {
            return StrictJson.parse(Files.readAllBytes(Shared.path(FOLDER + file)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT, 2.order/2.select/select-request.json",
        "INIT, 2.order/3.init/init-request.json",
        "CONFIRM, 2.order/4.confirm/confirm-request.json",
        "STATUS, 3.fulfilment/status-request.json",
    })
    void request(Action action, String file) {
        JsonNode json = json(file);
        System.err.println(DEG.readRequest(action, json));
        System.err.println(DEG.tolerated(action, json));
    }

    @ParameterizedTest
    @CsvSource({
        "DISCOVER, 1.discover/on_discover-response-1.json",
        "DISCOVER, 1.discover/on_discover-response-2.json",
        "DISCOVER, 1.discover/on_discover-response-3.json",
        "SELECT, 2.order/2.select/on_select-response.json",
        "INIT, 2.order/3.init/on_init-response.json",
        "CONFIRM, 2.order/4.confirm/on_confirm-response.json",
        "STATUS, 3.fulfilment/on_status.json",
    })
    void callback(Action action, String file) {
        JsonNode json = json(file);
        System.err.println(DEG.readCallback(action, json));
        System.err.println(DEG.tolerated(action, json));
    }

    static List<BecknMessage> all() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void strict(BecknMessage message) {
        JsonNode written = StrictJson.parse(Json.bytes(DEG.write(message)));
        BecknMessage read = switch (message) {
            case BecknMessage.Request request -> DEG.readRequest(request.action(), written);
            case BecknMessage.Callback callback -> DEG.readCallback(callback.answers(), written);
        };
        assertEquals(message, read);
        assertEquals(List.of(), new OfficialRc1().errors(message.word(), written), () -> written.toString());
    }
}
