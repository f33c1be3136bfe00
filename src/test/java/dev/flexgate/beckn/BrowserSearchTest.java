package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.dialect.OfficialRc1;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who follows a link sees what is for sale, as a page or as the JSON of a discovery. */
class BrowserSearchTest {

    private final TestGateway gateway = new TestGateway();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        gateway.close();
    }

    private HttpResponse<String> get(String filter, String accept) throws IOException, InterruptedException {
        String query = filter.isEmpty()
                ? ""
                : "?filters=" + URLEncoder.encode(filter, UTF_8).replace("+", "%20");
        var request = HttpRequest.newBuilder(URI.create(gateway.url() + "/discover/browser-search" + query));
        if (!accept.isEmpty()) {
            request.header("Accept", accept);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return StrictJson.parse(answer.body().getBytes(UTF_8));
    }

    @Test
    void a_discovery_by_get_has_no_body_and_without_one_asks_for_nothing() throws IOException, InterruptedException {
        URI discover = URI.create(gateway.url() + "/discover");
        var without = HttpRequest.newBuilder(discover).build();
        assertEquals(
                405,
                client.send(without, HttpResponse.BodyHandlers.discarding()).statusCode());
        var with = HttpRequest.newBuilder(discover)
                .header("Content-Type", "application/json")
                .method("GET", HttpRequest.BodyPublishers.ofString("{\"message\":{\"intent\":{}}}"))
                .build();
        assertEquals(
                400, client.send(with, HttpResponse.BodyHandlers.discarding()).statusCode());
    }

    @Test
    void json_is_what_a_discovery_is_answered_with() throws IOException, InterruptedException {
        String slot = gateway.market.slot().id().value();
        HttpResponse<String> all = get("", "application/json");
        assertEquals(200, all.statusCode(), all.body());
        assertEquals(List.of(), OfficialRc1.read().errors("on_discover", json(all)), all.body());
        assertTrue(all.body().contains(slot));
        HttpResponse<String> some =
                get("$[?(@.beckn:itemAttributes.beckn:slotId == '" + slot + "')]", "application/json");
        assertEquals(1, json(some).at("/message/catalogs/0/beckn:items").size(), some.body());
    }

    @Test
    void a_browser_gets_a_page() throws IOException, InterruptedException {
        HttpResponse<String> page = get("", "");
        assertEquals(200, page.statusCode());
        assertEquals(
                "text/html; charset=utf-8",
                page.headers().firstValue("content-type").orElse(""));
        assertTrue(page.body().contains(gateway.market.slot().id().value()), page.body());
    }

    @Test
    void nothing_found_and_nothing_understood_are_told_apart() throws IOException, InterruptedException {
        HttpResponse<String> none = get("$[?(@.beckn:id == 'nothing')]", "application/json");
        assertEquals(404, none.statusCode());
        assertEquals("BIZ_NO_RESULTS_FOUND", json(none).at("/error/code").asText());
        HttpResponse<String> broken = get("$[?(@.x = <script>)]", "");
        assertEquals(400, broken.statusCode());
        assertEquals("SCH_INVALID_JSONPATH", json(broken).at("/error/code").asText());
        assertFalse(broken.body().contains("<script>")
                && broken.headers().firstValue("content-type").orElse("").contains("html"));
        assertEquals(0, gateway.count("beckn_inbox"));
    }
}
