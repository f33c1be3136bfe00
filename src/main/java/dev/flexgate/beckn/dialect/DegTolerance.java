package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What DEG messages of 2025 get wrong by the official schema of their generation, one rule each. A rule finds its
 * defect and, where a reader would stumble over it, mends it in place; what is left is checked by our own schema of
 * the profile. Nothing is tolerated that has two readings.
 */
enum DegTolerance {
    /** Transaction or message ids are plain words; they are carried as they are. */
    ID_NOT_UUID(DegDefects::idIsNoUuid),
    /** A vocabulary is named at an address other than the official one; both are only names. */
    VOCABULARY_ELSEWHERE(DegDefects::namesAnotherVocabulary),
    /** Members of a Beckn object are written without their prefix. */
    NAME_WITHOUT_PREFIX(DegMending::prefix),
    /** A status is asked with {@code order_id} instead of an order with an id. */
    ORDER_ID_BESIDE_ORDER(DegMending::orderId),
    /** The buyer is a text instead of an object with an id. */
    BUYER_AS_TEXT(DegMending::buyer),
    /** The fulfilment is of a mode that the official list does not know. */
    MODE_DEMAND_RESPONSE(DegDefects::isDemandResponse),
    /** Fulfilment or payment call their status {@code beckn:status}; it says nothing that the order does not. */
    STATUS_WITHOUT_SUBJECT(DegDefects::hasBareStatus),
    /** A line has no id of its own: it is called as its resource is. */
    LINE_WITHOUT_ID(DegMending::lineIds),
    /** A unit is written in other letters: {@code KW}, {@code kilowatt}; never {@code mW}, a milliwatt. */
    UNIT_WORD(DegMending::units),
    /** An amount that has a unit is a text. */
    NUMBER_AS_TEXT(DegMending::numbers),
    /** An area is named without an operator: what stands within it is meant. */
    AREA_WITHOUT_OPERATOR(DegMending::operators),
    /** A filter names members with an unquoted colon, which neither RFC 9535 nor SQL/JSON path has. */
    FILTER_NAME_UNQUOTED(DegDefects::filterHasBareColon);

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method holds nothing that could change
    private final Predicate<ObjectNode> rule;

    DegTolerance(Predicate<ObjectNode> rule) {
        this.rule = rule;
    }

    /** A message in which nothing is left to tolerate, and the rules that found something. */
    record Mended(JsonNode json, List<DegTolerance> found) {}

    /** Mends a copy of {@code json}; what is no object stays as it is. */
    static Mended mend(JsonNode json) {
        if (!(json.deepCopy() instanceof ObjectNode message)) {
            return new Mended(json, List.of());
        }
        var found = new ArrayList<DegTolerance>();
        for (DegTolerance each : values()) {
            if (each.rule.test(message)) {
                found.add(each);
            }
        }
        return new Mended(message, List.copyOf(found));
    }
}
