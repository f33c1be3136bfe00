package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.HandBap.HeardCallback;
import dev.flexgate.beckn.HandBap.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The adapter beckn-onix as its sources of June to September 2026 have it, in the hands of {@link HandBap}: how it splits
 * headers, which times it takes, whom it takes for the sender, how it remembers signatures, what it answers. Written from
 * reading {@code core/module/handler} and the plugins signer, signvalidator and payloadstore; nothing of it was copied,
 * and the program itself was not run.
 */
final class Onix {

    /** How it tells which request a callback answers. */
    enum Binding {
        /** Not at all: no payload store. */
        NONE,
        /** A parameter beside three signed lines. */
        PARAMETER,
        /** The whole header of the request as a fourth line. */
        HEADER
    }

    private static final int REPLAY_GRACE_SECONDS = 10;

    private final HandBap hands;
    private final TestGateway gateway;
    private final String publicKey;
    private final long tolerated;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final List<String> verdicts = new CopyOnWriteArrayList<>();

    /**
     * One that hears callbacks of a gateway.
     *
     * @param publicKey of who calls back
     * @param tolerated seconds that a clock may be ahead: 0 until June 2026, then 5
     */
    Onix(TestGateway gateway, String publicKey, long tolerated) {
        this.hands = gateway.bap;
        this.gateway = gateway;
        this.publicKey = publicKey;
        this.tolerated = tolerated;
    }

    /** What it said to each callback, in their order. */
    List<String> verdicts() {
        return verdicts;
    }

    /** The header of a request: it lives five minutes. */
    String authorization(String subscriber, byte[] body) {
        long now = gateway.nowSecond();
        return hands.authorization(subscriber + "|" + HandBap.KEY_ID + "|ed25519", body, now, now + 300);
    }

    /** The header of a callback to a request that came under {@code asked}. */
    String authorization(String subscriber, byte[] body, Binding binding, String asked) {
        long now = gateway.nowSecond();
        String keyId = subscriber + "|" + HandBap.KEY_ID + "|ed25519";
        return switch (binding) {
            case NONE -> authorization(subscriber, body);
            case PARAMETER ->
                authorization(subscriber, body).replace("expires) digest\"", "expires) digest request-signature\"")
                        + ",request-signature=\"" + HandBap.parameter(asked, "signature") + "\"";
            case HEADER -> hands.answerSignature(keyId, body, now, now + 300, asked);
        };
    }

    /** Its receiver: what it answers to a callback, and what is in its {@code Signature}. */
    Reply receive(HeardCallback callback) {
        return receive(callback, "bppId");
    }

    /**
     * The same for what is a question to it.
     *
     * @param sender the member of the envelope that must name who signs
     */
    Reply receive(HeardCallback callback, String sender) {
        String fault = fault(callback, sender);
        verdicts.add(callback.path() + " " + fault);
        String body = fault.isEmpty()
                ? HandBap.ack(callback)
                : "{\"message\":{\"status\":\"NACK\",\"messageId\":\"" + callback.messageId()
                        + "\",\"error\":{\"code\":\"" + fault + "\",\"message\":\"refused\"}}}";
        String signature = hands.answerSignature(
                body.getBytes(UTF_8),
                gateway.nowSecond(),
                parameters(callback.header("Authorization")).getOrDefault("signature", ""));
        return new Reply(fault.isEmpty() ? 200 : 401, body, signature);
    }

    private String fault(HeardCallback callback, String member) {
        String header = callback.header("Authorization");
        Map<String, String> parameters = parameters(header);
        String[] key = parameters.getOrDefault("keyId", "").split("\\|", -1);
        if (key.length != 3 || !key[2].equals("ed25519") || !"ed25519".equals(parameters.get("algorithm"))) {
            return "AUT_SIGNATURE_INVALID";
        }
        long now = gateway.nowSecond();
        long created = Long.parseLong(parameters.getOrDefault("created", ""));
        long expires = Long.parseLong(parameters.getOrDefault("expires", ""));
        if (created > now + tolerated || now > expires) {
            return "AUT_SIGNATURE_INVALID";
        }
        if (!HandBap.verifies(header, callback.body(), publicKey, "")) {
            return "AUT_SIGNATURE_INVALID";
        }
        JsonNode context = callback.json().path("context");
        if (!context.path(member).asText().equals(key[0])) {
            return "AUT_UNAUTHORIZED_ACTION";
        }
        boolean isNew = expires + REPLAY_GRACE_SECONDS > now && accepted.add(parameters.get("signature"));
        return isNew ? "" : "AUT_REPLAY_DETECTED";
    }

    /** As it splits them: at every comma, values without their quotes. */
    private static Map<String, String> parameters(String header) {
        Map<String, String> found = new HashMap<>();
        for (String part : header.replaceFirst("^Signature ", "").split(",")) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2) {
                found.put(pair[0].strip(), pair[1].replaceAll("^\"+|\"+$", ""));
            }
        }
        return found;
    }

    /** Whether the {@code Signature} of an answer is the one it would count as trust. */
    static boolean trusts(HandBap.Answer answer, String publicKey) {
        return HandBap.verifies(
                answer.header("Signature"),
                answer.body(),
                publicKey,
                HandBap.parameter(answer.authorization(), "signature"));
    }
}
