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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Proves again, from what an audit record keeps, that a counterparty signed a message: from the exact bytes, its
 * header word for word, and the key that the registry had for it when it came; and that the signature was valid
 * when the record says that it came.
 */
public final class BecknEvidence implements EvidenceCheck {

    /** Role of the message itself. */
    public static final String REQUEST = "request";

    /** Role of the header that signs it. */
    public static final String AUTHORIZATION = "authorization";

    /** Role of the headers of our request, one a line, one of which a callback may sign with its own. */
    public static final String ASKED_UNDER = "askedUnder";

    @Override
    public Finding check(JsonNode record, Map<String, byte[]> evidence) {
        JsonNode protocol = record.path("protocol");
        boolean answered =
                record.path("type").asText().equals(RecordType.PURCHASE_ANSWERED.name()) && protocol.has("sender");
        if (!(answered || record.path("type").asText().equals(RecordType.ORDER_RECEIVED.name()))
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
                    asked(evidence),
                    protocol,
                    Instant.parse(record.path("occurredAt").asText()));
            return new Finding.Genuine();
        } catch (RefusedException refused) {
            return new Finding.Refused(refused.error().message());
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            return new Finding.Refused("the record's key or time cannot be read");
        }
    }

    private static List<String> asked(Map<String, byte[]> evidence) {
        byte[] headers = evidence.get(ASKED_UNDER);
        return headers == null
                ? List.of()
                : new String(headers, StandardCharsets.UTF_8)
                        .lines()
                        .flatMap(text -> Stream.of(SignatureHeader.parse(text).signature(), text))
                        .toList();
    }

    private static void verify(
            byte[] request, byte[] authorization, List<String> asked, JsonNode protocol, Instant receivedAt) {
        SignatureHeader header = SignatureHeader.parse(new String(authorization, StandardCharsets.UTF_8));
        if (!header.keyId().subscriberId().equals(protocol.path("sender").asText())) {
            throw new IllegalArgumentException("signed by another than the record says");
        }
        PublicKey32 key = PublicKey32.ofBase64(protocol.path("senderKey").asText());
        if (asked.isEmpty()) {
            Signatures.verify(header, request, key);
        } else {
            Signatures.verify(header, request, key, asked);
        }
        if (receivedAt.getEpochSecond() > header.expires()) {
            throw new IllegalArgumentException("the signature had expired");
        }
    }
}
