package dev.flexgate.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.util.Collection;

/** Keys as they are published (RFC 7517, RFC 8037): public parts only, named by RFC 7638 thumbprint. */
public final class Jwks {

    private Jwks() {}

    public static ObjectNode of(Collection<PublicKey32> keys) {
        ObjectNode set = Json.object();
        ArrayNode list = set.putArray("keys");
        keys.forEach(key -> list.add(jwk(key)));
        return set;
    }

    /** One public key with the {@code alg} of RFC 9864. */
    public static ObjectNode jwk(PublicKey32 key) {
        return Json.object()
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("x", key.base64Url())
                .put("kid", key.thumbprint())
                .put("use", "sig")
                .put("alg", "Ed25519");
    }
}
