package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.EvidenceCheck;
import dev.flexgate.beckn.BecknEvidence;
import java.util.Map;

/** Lets an audit verifier judge what Beckn counterparties signed. */
final class BecknEvidenceCheck implements EvidenceCheck {

    private static final String REQUEST = "request";
    private static final String AUTHORIZATION = "authorization";

    @Override
    public Finding check(JsonNode record, Map<String, byte[]> evidence) {
        byte[] request = evidence.get(REQUEST);
        byte[] authorization = evidence.get(AUTHORIZATION);
        JsonNode protocol = record.path("protocol");
        if (!protocol.path("network").asText().equals("beckn") || request == null || authorization == null) {
            return new Finding.NotMine();
        }
        return BecknEvidence.fault(
                        request,
                        authorization,
                        protocol.path("sender").asText(),
                        protocol.path("senderKey").asText())
                .<Finding>map(Finding.Refused::new)
                .orElseGet(Finding.Genuine::new);
    }
}
