package dev.flexgate.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.Digests;

/**
 * One record of a bundle, read but not believed.
 *
 * @param name of its two files, without their endings
 */
record BundleRecord(String name, SignedRecord signed) {

    JsonNode payload() {
        return signed.payload();
    }

    long seq() {
        return payload().path("seq").asLong(-1);
    }

    String id() {
        return payload().path("recordId").asText();
    }

    Case subject() {
        JsonNode subject = payload().path("subject");
        return new Case(
                subject.path("entityType").asText(), subject.path("entityId").asText());
    }

    record Case(String entityType, String entityId) {}

    boolean hasPrevious() {
        return payload().has("prev");
    }

    boolean follows(BundleRecord before) {
        JsonNode previous = payload().path("prev");
        return previous.path("recordId").asText().equals(before.id())
                && previous.path("sha256")
                        .asText()
                        .equals(Digests.sha256Hex(before.signed().bytes()));
    }

    String recordFile() {
        return name + AuditBundle.RECORD_END;
    }

    String proofFile() {
        return name + AuditBundle.PROOF_END;
    }
}
