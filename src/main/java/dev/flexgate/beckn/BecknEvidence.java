package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.EvidenceCheck;
import dev.flexgate.audit.RecordType;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.PublicKey32;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/**
 * Proves again, from what an audit record keeps, that a counterparty signed a message: from the exact bytes, its
 * header word for word, and the key that the registry had for it when it came; and that the signature was valid
 * when the record says that it came.
 */
public final class BecknEvidence implements EvidenceCheck {

    static final String REQUEST = "request";
    static final String AUTHORIZATION = "authorization";

    @Override
    public Finding check(JsonNode record, Map<String, byte[]> evidence) {
        JsonNode protocol = record.path("protocol");
        if (!record.path("type").asText().equals(RecordType.ORDER_RECEIVED.name())
                || !protocol.path("network").asText().equals("beckn")) {
            return new Finding.NotMine();
        }
        byte[] request = evidence.get(REQUEST);
        byte[] authorization = evidence.get(AUTHORIZATION);
        if (request == null || authorization == null) {
            return new Finding.Refused("the message or its Authorization header is missing");
        }
        try {
            verify(
                    request,
                    authorization,
                    protocol,
                    Instant.parse(record.path("occurredAt").asText()));
            return new Finding.Genuine();
        } catch (RefusedException refused) {
            return new Finding.Refused(refused.error().message());
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            return new Finding.Refused("the record's key or time cannot be read");
        }
    }

    private static void verify(byte[] request, byte[] authorization, JsonNode protocol, Instant receivedAt) {
        SignatureHeader header = SignatureHeader.parse(new String(authorization, StandardCharsets.UTF_8));
        if (!header.keyId().subscriberId().equals(protocol.path("sender").asText())) {
            throw new IllegalArgumentException("signed by another than the record says");
        }
        Signatures.verify(
                header, request, PublicKey32.ofBase64(protocol.path("senderKey").asText()));
        if (receivedAt.getEpochSecond() > header.expires()) {
            throw new IllegalArgumentException("the signature had expired");
        }
    }
}
