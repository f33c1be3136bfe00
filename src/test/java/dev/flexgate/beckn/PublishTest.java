package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.dialect.LtsPublications;
import dev.flexgate.beckn.dialect.OfficialLts;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.wire.StrictJson;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our catalogue goes to a catalogue service over real HTTP, part by part, and what the service says is believed once. */
class PublishTest {

    private final TestGateway gateway = new TestGateway();
    private final PublisherHouse house = new PublisherHouse(gateway);

    @BeforeEach
    void open() {
        house.start();
    }

    @AfterEach
    void close() {
        house.close();
        gateway.close();
    }

    private List<HandBap.HeardCallback> publications() {
        return gateway.bap.heard().stream()
                .filter(each -> each.path().endsWith("/catalog/publish"))
                .toList();
    }

    private HandBap.HeardCallback publication(int number) {
        Await.until("publication " + number, () -> publications().size() >= number);
        return publications().get(number - 1);
    }

    private String state(int index) {
        return house.publisher.list().page("", 10).get(index).path("state").asText();
    }

    @Test
    void all_is_published_at_first_then_what_has_changed_and_what_is_gone_as_inactive() {
        HandBap.HeardCallback first = publication(1);
        JsonNode sent = StrictJson.parse(first.body());
        for (OfficialLts official : OfficialLts.both()) {
            assertEquals(List.of(), official.errors("catalog/publish", sent), sent::toString);
        }
        JsonNode catalogs = sent.at("/message/catalogs");
        assertEquals(house.parts.get().size(), catalogs.size());
        assertTrue(catalogs.path(0).path("isActive").asBoolean());
        LtsPublications.Publication read = LtsPublications.read(sent);
        assertEquals(
                house.parts.get(),
                read.catalogs().stream().map(each -> each.catalog()).toList());
        Await.until("acknowledged", () -> state(0).equals("ACKNOWLEDGED"));

        house.parts.set(List.of());
        JsonNode gone = StrictJson.parse(publication(2).body());
        assertEquals(catalogs.path(0).path("id"), gone.at("/message/catalogs/0/id"));
        assertFalse(gone.at("/message/catalogs/0/isActive").asBoolean());
        assertEquals(2, publications().size(), "what has not changed is not sent again");
    }

    @Test
    void what_the_service_says_is_shown_and_believed_once_and_from_nobody_else() {
        HandBap.HeardCallback sent = publication(1);
        JsonNode json = StrictJson.parse(sent.body());
        byte[] answer = PublisherHouse.answer(sent.messageId(), json.at("/message/catalogs"), "REJECTED");
        String asked = SignatureHeader.parse(sent.header("Authorization")).signature();

        HandBap.Answer stranger = gateway.bap.send(house.url + "/catalog/on_publish", answer, gateway.nowSecond());
        assertEquals(401, stranger.status());
        byte[] unknown =
                PublisherHouse.answer("00000001-0000-4000-8000-00000000ffff", json.at("/message/catalogs"), "ACCEPTED");
        assertEquals(400, house.tell(unknown, "").status());

        assertEquals(200, house.tell(answer, asked).status());
        assertEquals(200, house.tell(answer, "").status(), "its acknowledgement may have been lost");
        assertEquals("REJECTED", state(0));
        assertEquals(
                "SCH_INVALID_FORMAT: no place",
                house.publisher.list().page("", 10).getFirst().path("note").asText());
        byte[] other = PublisherHouse.answer(sent.messageId(), json.at("/message/catalogs"), "ACCEPTED");
        assertEquals(
                "CTX_MESSAGE_ID_DUPLICATE",
                house.tell(other, "").json().at("/message/error/code").asText());
        assertEquals("REJECTED", state(0));
    }
}
