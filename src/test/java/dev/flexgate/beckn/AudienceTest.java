package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.purchase.Ask;
import dev.flexgate.purchase.Load;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An offer for the members of a network is seen and taken by those whom the registry knows as its members. */
class AudienceTest {

    private static final String NETWORK = "nfh.global/testnet-deg";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private Path folder;

    private Path terms() throws IOException {
        Path from = Path.of("catalog");
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        Path offer = folder.resolve("offers/compute-slot.json");
        ObjectNode json = (ObjectNode) StrictJson.parse(Files.readAllBytes(offer));
        json.putArray("availableTo").addObject().put("type", "NETWORK").put("id", NETWORK);
        Files.write(offer, Json.bytes(json));
        return folder;
    }

    @Test
    void membership_is_what_the_registry_says_not_what_the_message_says() throws IOException {
        try (var gateway = new TestGateway(terms());
                var house = new BuyerHouse(gateway, CallbackSigning.THREE_LINES, NETWORK)) {
            String slot = gateway.market.slot().id().value();
            var select = new Ask.Select(
                    Optional.of(new Ask.Partner(TestGateway.ID, "")),
                    Optional.empty(),
                    slot,
                    "compute-slot-" + slot,
                    new Load.OfPower(Power.ofKilowatts(50)),
                    Optional.empty());
            var discover = new Ask.Discover(new Ask.Partner(TestGateway.ID, ""), "", "");

            assertEquals(0, house.settled(discover).at("/answer/found").asInt());
            JsonNode refused = house.settled(select);
            assertEquals("FAILED", refused.path("state").asText());
            assertEquals("BIZ_OFFER_NOT_FOUND", refused.at("/error/code").asText());
            assertEquals(List.of(), gateway.beckn().parts(), "what is for some is not published to all");

            house.enter(Set.of(NETWORK), CallbackSigning.THREE_LINES);
            assertTrue(house.settled(discover).at("/answer/found").asInt() > 0);
            assertEquals("QUOTED", house.settled(select).at("/answer/stage").asText());
        }
    }
}
