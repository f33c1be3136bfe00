package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.Membership;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.identity.SigningKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A grid operator that activates a gateway over Beckn as the DEG world wrote in 2025. Its hands are {@link HandBap}'s. */
public final class DegOperator implements AutoCloseable {

    public static final String ID = "gridpower-utility.example.com";

    private static final byte[] SEED = "a seed of a test, 32 bytes long.".getBytes(UTF_8);

    private final HandBap hands = new HandBap(SEED);
    private final URI gateway;
    private final InstantSource clock;
    private volatile String lastAnswer = "";

    public DegOperator(Path registry, URI gateway, InstantSource clock) {
        this.gateway = gateway;
        this.clock = clock;
        Membership.enter(
                registry,
                new KeyId(ID, HandBap.KEY_ID),
                Role.BAP,
                URI.create(hands.url()),
                SigningKey.ofSeed(HandBap.KEY_ID, SEED),
                clock.instant());
    }

    /**
     * What is asked of one site.
     *
     * @param incentive {@code beckn:incentiveDetails}; an empty object for none
     */
    public record Line(String site, int kilowatts, Instant start, Duration length, ObjectNode incentive) {

        Instant end() {
            return start.plus(length);
        }
    }

    /** Asks a site for less load at once; says whether it was acknowledged. A repeat under the same id is the same. */
    public boolean activate(String event, String site, int kilowatts, Instant start, Duration length, Instant sentAt) {
        ObjectNode none = new ObjectMapper().createObjectNode();
        return activate(event, List.of(new Line(site, kilowatts, start, length, none)), sentAt);
    }

    /** The same of several sites, or of one at several times. */
    public boolean activate(String event, List<Line> lines, Instant sentAt) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.putObject("context")
                .put("version", "2.0.0")
                .put("action", "confirm")
                .put("domain", "beckn.one:DEG:demand-flexibility:1.0")
                .put("timestamp", sentAt.toString())
                .put("message_id", "msg-" + event)
                .put("transaction_id", "txn-" + event)
                .put("bap_id", ID)
                .put("bap_uri", hands.url())
                .put("bpp_id", "bpp.flexgate.example")
                .put("bpp_uri", gateway.toString())
                .put("ttl", "PT30S");
        ObjectNode order = json.putObject("message").putObject("order");
        order.put("@type", "beckn:Order").put("beckn:seller", "flexgate").put("beckn:buyer", "gridpower-utility");
        ArrayNode items = order.putArray("beckn:orderItems");
        lines.forEach(line -> items.add(item("line-" + (items.size() + 1), line)));
        order.putObject("beckn:fulfillment")
                .put("beckn:mode", "DEMAND_RESPONSE")
                .putObject("beckn:deliveryAttributes")
                .put("@type", "beckn:DemandFlexibilityEvent")
                .put("beckn:eventId", event)
                .put("beckn:eventStartTime", lines.getFirst().start().toString())
                .put("beckn:eventEndTime", lines.getLast().end().toString())
                .put("beckn:responseDeadline", lines.getFirst().start().toString());
        byte[] body = json.toString().getBytes(UTF_8);
        long now = clock.instant().getEpochSecond();
        Answer answer = hands.post(
                gateway + "/confirm",
                body,
                hands.authorization(ID + "|" + HandBap.KEY_ID + "|ed25519", body, now, now + 60));
        lastAnswer = answer.status() + " " + new String(answer.body(), UTF_8);
        return answer.status() == 200;
    }

    private static ObjectNode item(String id, Line line) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("beckn:lineId", id).put("beckn:orderedItem", line.site());
        ObjectNode asked = json.putObject("beckn:orderItemAttributes")
                .put("@type", "beckn:DemandFlexibilityActivation")
                .put("beckn:requestedReduction", line.kilowatts())
                .put("beckn:requestedReductionUnit", "kW")
                .put("beckn:activationTime", line.start().toString())
                .put("beckn:duration", line.length().toString());
        if (!line.incentive().isEmpty()) {
            asked.set("beckn:incentiveDetails", line.incentive());
        }
        return json;
    }

    /** How the last activation was acknowledged or refused at the door. */
    public String lastAnswer() {
        return lastAnswer;
    }

    /** The answer to an activation, once it has come. */
    public JsonNode answer(String event) {
        Await.until("the answer to " + event, () -> heard(event).isPresent());
        return heard(event).orElseThrow();
    }

    private Optional<JsonNode> heard(String event) {
        return hands.heard().stream()
                .map(HandBap.HeardCallback::json)
                .filter(json -> json.at("/context/message_id").asText().equals("msg-" + event))
                .findFirst();
    }

    /** Everything it was told. */
    public List<JsonNode> heard() {
        return hands.heard().stream().map(HandBap.HeardCallback::json).toList();
    }

    @Override
    public void close() {
        hands.close();
    }
}
