package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.Signer;
import dev.flexgate.wire.CanonicalJson;
import dev.flexgate.wire.Json;
import java.util.Base64;

/** Turns the words of a record into the compact JWS that stands in the log. The header is the same for all. */
final class RecordSigner {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Signer signer;
    private final String header;

    RecordSigner(Signer signer) {
        this.signer = signer;
        this.header = BASE64.encodeToString(CanonicalJson.bytes(
                Json.object().put("alg", "Ed25519").put("kid", keyId()).put("typ", SignedRecord.TYPE)));
    }

    String keyId() {
        return signer.publicKey().thumbprint();
    }

    byte[] sign(ObjectNode payload) {
        String input = header + "." + BASE64.encodeToString(CanonicalJson.bytes(payload));
        byte[] signature = signer.sign(input.getBytes(US_ASCII));
        return (input + "." + BASE64.encodeToString(signature)).getBytes(US_ASCII);
    }
}
