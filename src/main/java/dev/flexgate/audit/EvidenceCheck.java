package dev.flexgate.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Judges what a counterparty signed, by the rules of its protocol: is its signature, kept in the record, genuine
 * over the raw bytes that were kept as evidence? Pure: it asks nobody.
 */
@FunctionalInterface
public interface EvidenceCheck {

    /**
     * Judges one record, whose own signature and place are proven already.
     *
     * @param record its payload
     * @param evidence its raw inputs by role
     */
    Finding check(JsonNode record, Map<String, byte[]> evidence);

    /** What was found. */
    sealed interface Finding {

        /** The record holds nothing that this check can judge. */
        record NotMine() implements Finding {}

        /** The counterparty's signature is genuine. */
        record Genuine() implements Finding {}

        /** It is not, or what is needed to judge it is missing. */
        record Refused(String why) implements Finding {}
    }
}
