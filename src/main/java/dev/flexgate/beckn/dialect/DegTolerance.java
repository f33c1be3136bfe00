package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.compute.ComputeDefects;
import dev.flexgate.beckn.dialect.compute.ComputeMending;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What DEG messages of 2025 get wrong by the official schema of their generation, one rule each. A rule finds its
 * defect and, where a reader would stumble over it, mends it in place; what is left is checked by our own schema of
 * the profile. Where a rule chooses between readings, it is an assumption and is flagged on the order.
 */
enum DegTolerance {
    /** Transaction or message ids are plain words; they are carried as they are. */
    ID_NOT_UUID(Scope.BOTH, DegDefects::idIsNoUuid),
    /** A vocabulary is named at an address other than the official one; both are only names. */
    VOCABULARY_ELSEWHERE(Scope.BOTH, DegDefects::namesAnotherVocabulary),
    /** Members of a Beckn object are written without their prefix. */
    NAME_WITHOUT_PREFIX(Scope.BOTH, DegMending::prefix),
    /** A status is asked with {@code order_id} instead of an order with an id. */
    ORDER_ID_BESIDE_ORDER(Scope.BOTH, DegMending::orderId),
    /** The buyer is a text instead of an object with an id. */
    BUYER_AS_TEXT(Scope.BOTH, DegMending::buyer),
    /** The fulfilment is of a mode that the official list does not know. */
    MODE_DEMAND_RESPONSE(Scope.FLEXIBILITY, DegDefects::isDemandResponse),
    /** The fulfilment is of a mode that the official list does not know: a window is reserved, whatever it says. */
    MODE_GRID_BASED(Scope.COMPUTE, ComputeDefects::isOfUnknownMode),
    /** Fulfilment or payment call their status {@code beckn:status}; it says nothing that the order does not. */
    STATUS_WITHOUT_SUBJECT(Scope.BOTH, DegDefects::hasBareStatus),
    /** The order is in a status of another list: {@code QUOTE_REQUESTED}, {@code INITIALIZED}, {@code IN_PROGRESS}. */
    STATUS_WORD(Scope.COMPUTE, ComputeMending::orderStatus),
    /** An order that changes another repeats no lines. */
    ORDER_WITHOUT_LINES(Scope.COMPUTE, ComputeDefects::hasNoLines),
    /** A line has no id of its own: it is called as its resource is. */
    LINE_WITHOUT_ID(Scope.BOTH, DegMending::lineIds),
    /** A line is about a number without a unit: so many slots, of which one is sold a line. */
    QUANTITY_AS_NUMBER(Scope.COMPUTE, ComputeMending::quantities),
    /** A unit is written in other letters: {@code KW}, {@code kilowatt}; never {@code mW}, a milliwatt. */
    UNIT_WORD(Scope.BOTH, DegMending::units),
    /** An amount that has a unit is a text. */
    NUMBER_AS_TEXT(Scope.BOTH, DegMending::numbers),
    /** A price is called {@code price} instead of {@code value}; where both are said, they must agree. */
    PRICE_NAMED_PRICE(Scope.COMPUTE_ASSUMED, ComputeMending::priceNames),
    /** A price is a text. */
    PRICE_AS_TEXT(Scope.COMPUTE, ComputeMending::priceTexts),
    /** A window has times without a date: {@link dev.flexgate.beckn.message.Extent.AtTimes} says which are meant. */
    TIME_WITHOUT_DATE(Scope.COMPUTE_ASSUMED, ComputeMending::dates),
    /** The invoice is written out instead of named. */
    INVOICE_WRITTEN_OUT(Scope.COMPUTE, ComputeDefects::hasInvoice),
    /** The payment is of a type of the domain and has no status: the order's counts. */
    PAYMENT_WITHOUT_STATUS(Scope.COMPUTE, ComputeDefects::hasPaymentWithoutStatus),
    /** An item stands at one place, not at a list of them. */
    PLACE_NOT_IN_LIST(Scope.COMPUTE, ComputeMending::places),
    /** The provider is that of the catalogue, not of each item. */
    PROVIDER_OF_CATALOG(Scope.COMPUTE, ComputeMending::providers),
    /** A catalogue does not say whose it is: the sender's. */
    CATALOG_WITHOUT_ADDRESS(Scope.COMPUTE, ComputeMending::addresses),
    /** A single rating stands bare, under names without {@code rating} in them. */
    RATING_BARE(Scope.COMPUTE, ComputeMending::rating),
    /** Support is asked for with {@code ref_id} and {@code ref_type}, the type in small letters. */
    SUPPORT_SNAKE_CASE(Scope.COMPUTE, ComputeMending::support),
    /** An area is named without an operator: what stands within it is meant. */
    AREA_WITHOUT_OPERATOR(Scope.BOTH, DegMending::operators),
    /** A point is named without an operator: what stands near it is meant. */
    POINT_WITHOUT_OPERATOR(Scope.COMPUTE, ComputeMending::points),
    /** A filter names members with an unquoted colon, which neither RFC 9535 nor SQL/JSON path has. */
    FILTER_NAME_UNQUOTED(Scope.BOTH, DegDefects::filterHasBareColon);

    /** In which profiles a rule holds, and whether it chooses between readings. */
    private enum Scope {
        BOTH,
        FLEXIBILITY,
        COMPUTE,
        COMPUTE_ASSUMED;

        boolean covers(DegProfile profile) {
            return switch (this) {
                case BOTH -> true;
                case FLEXIBILITY -> profile == DegProfile.FLEXIBILITY;
                case COMPUTE, COMPUTE_ASSUMED -> profile == DegProfile.COMPUTE;
            };
        }
    }

    private final Scope scope;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method holds nothing that could change
    private final Predicate<ObjectNode> rule;

    DegTolerance(Scope scope, Predicate<ObjectNode> rule) {
        this.scope = scope;
        this.rule = rule;
    }

    /** Whether it chooses between readings that the message leaves open. */
    boolean isAssumption() {
        return scope == Scope.COMPUTE_ASSUMED;
    }

    static Set<DegTolerance> in(DegProfile profile) {
        Set<DegTolerance> rules = EnumSet.noneOf(DegTolerance.class);
        for (DegTolerance each : values()) {
            if (each.scope.covers(profile)) {
                rules.add(each);
            }
        }
        return rules;
    }

    /** A message in which nothing is left to tolerate, and the rules that found something. */
    record Mended(JsonNode json, List<DegTolerance> found) {

        /** Names of the rules that chose between readings. */
        List<String> assumed() {
            return found.stream()
                    .filter(DegTolerance::isAssumption)
                    .map(DegTolerance::name)
                    .sorted()
                    .toList();
        }
    }

    /** Mends a copy of {@code json}; what is no object stays as it is. */
    static Mended mend(JsonNode json, DegProfile profile) {
        if (!(json.deepCopy() instanceof ObjectNode message)) {
            return new Mended(json, List.of());
        }
        var found = new ArrayList<DegTolerance>();
        for (DegTolerance each : in(profile)) {
            if (each.rule.test(message)) {
                found.add(each);
            }
        }
        return new Mended(message, List.copyOf(found));
    }
}
