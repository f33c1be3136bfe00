package dev.flexgate.beckn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.HeardCallback;
import dev.flexgate.beckn.HandBap.Reply;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.NoCallback;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.identity.PublicKey32;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A provider that stayed with 1.1.1, in the hands of {@link HandBap}: it reads nothing else, and says what a real
 * provider of that generation said of the same slot.
 */
final class OldProvider {

    static final String ID = "old.example.com";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    static final String ACK = "{\"message\":{\"ack\":{\"status\":\"ACK\"}}}";

    private final BuyerHouse house;
    private final HandBap hands;
    private final String url;

    OldProvider(BuyerHouse house, Optional<NoCallback> noCallback) {
        this.house = house;
        this.hands = house.gateway.bap;
        this.url = hands.url().replace("/beckn", "/old");
        house.enter(new Participant(
                new KeyId(ID, HandBap.KEY_ID),
                Role.BPP,
                URI.create(url),
                PublicKey32.ofBase64(hands.publicKey()),
                new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"), false),
                Set.of(),
                CallbackSigning.THREE_LINES,
                Optional.empty(),
                Optional.empty(),
                noCallback));
        hands.answerWith(this::heard);
    }

    private Reply heard(HeardCallback call) {
        if (!call.path().startsWith("/old/")) {
            return new Reply(200, HandBap.ack(call), "");
        }
        if (call.json().path("context").has("bapId")) {
            return new Reply(
                    400,
                    "{\"message\":{\"ack\":{\"status\":\"NACK\"}},\"error\":{\"code\":\"30000\",\"message\":\"no bap_id\"}}",
                    "");
        }
        return call.path().equals("/old/discover") ? new Reply(404, "", "") : new Reply(200, ACK, "");
    }

    /** Answers like this from now on, whatever it is asked. */
    void answerAlways(int status, String body) {
        hands.answerWith(call -> new Reply(status, call.path().startsWith("/old/") ? body : HandBap.ack(call), ""));
    }

    /** What was asked of it, as the last parts of the paths. */
    List<String> words() {
        return hands.heard().stream()
                .map(HeardCallback::path)
                .filter(path -> path.startsWith("/old/"))
                .map(path -> path.substring("/old/".length()))
                .toList();
    }

    /** The first question of this word, once it has come. */
    JsonNode asked(String word) {
        Await.until("a question " + word, () -> words().contains(word));
        return hands.heard().stream()
                .filter(each -> each.path().equals("/old/" + word))
                .findFirst()
                .orElseThrow()
                .json();
    }

    /** Says to a question what another provider said to another's; what the asker says to that. */
    String say(JsonNode question, JsonNode said) {
        ObjectNode answer = said.deepCopy();
        ObjectNode context = answer.withObject("/context");
        for (String name : List.of("bap_id", "bap_uri", "transaction_id", "message_id")) {
            context.set(name, question.path("context").path(name));
        }
        context.put("bpp_id", ID).put("bpp_uri", url);
        long now = house.gateway.nowSecond();
        try {
            byte[] body = MAPPER.writeValueAsBytes(answer);
            String word = context.path("action").asText();
            String authorization = hands.authorization(ID + "|" + HandBap.KEY_ID + "|ed25519", body, now, now + 60);
            return hands.post(house.url + "/" + word, body, authorization)
                    .json()
                    .toString();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
