package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.identity.Ed25519;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * A record as it stands in the log: a compact JWS (RFC 7515) whose exact bytes are the leaf of the tree. It is
 * read here by whoever trusts nothing about it yet.
 */
public final class SignedRecord {

    /** RFC 9864; the older name {@code EdDSA} is read too, for the same kind of key only. */
    static final Set<String> ALGORITHMS = Set.of("Ed25519", "EdDSA");

    static final String TYPE = "vnd.flexgate.audit.v1+jws";

    private final byte[] jws;
    private final int signedLength;
    private final JsonNode header;
    private final JsonNode payload;
    private final byte[] signature;

    private SignedRecord(byte[] jws, int signedLength, JsonNode header, JsonNode payload, byte[] signature) {
        this.jws = jws;
        this.signedLength = signedLength;
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    /**
     * Takes a record apart.
     *
     * @throws NoteRefusedException if it is not a JWS of an audit record; its signature is not judged here
     */
    public static SignedRecord parse(byte[] jws) {
        if (jws.length > EntryBundle.ENTRY_BYTES_MAX) {
            throw new NoteRefusedException("a record longer than a log entry");
        }
        String[] parts = new String(jws, US_ASCII).split("\\.", -1);
        if (parts.length != 3) {
            throw new NoteRefusedException("a compact JWS has three parts");
        }
        JsonNode header = json(decoded(parts[0]));
        boolean ours = ALGORITHMS.contains(header.path("alg").asText())
                && header.path("typ").asText().equals(TYPE)
                && header.path("kid").isTextual()
                && !header.has("crit");
        if (!ours) {
            throw new NoteRefusedException("the JWS header is not that of an audit record");
        }
        int signedLength = parts[0].length() + 1 + parts[1].length();
        return new SignedRecord(jws.clone(), signedLength, header, json(decoded(parts[1])), decoded(parts[2]));
    }

    /** RFC 7638 thumbprint of the key that is said to have signed. */
    public String keyId() {
        return header.path("kid").asText();
    }

    /** What the record says; true only if the signature is. */
    public JsonNode payload() {
        return payload;
    }

    public boolean isSignedBy(PublicKey32 key) {
        return Ed25519.verify(key, Arrays.copyOf(jws, signedLength), signature);
    }

    public byte[] bytes() {
        return jws.clone();
    }

    private static byte[] decoded(String base64Url) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(base64Url);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(base64Url)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // Refused below, together with the sloppy forms that Java would decode.
        }
        throw new NoteRefusedException("a part of the JWS is not base64url");
    }

    private static JsonNode json(byte[] bytes) {
        try {
            JsonNode json = StrictJson.parse(bytes, JsonLimits.DEFAULT);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonRefusedException refused) {
            throw new NoteRefusedException("a part of the JWS: " + refused.getMessage());
        }
        throw new NoteRefusedException("a part of the JWS is not an object");
    }
}
