package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.wire.Json;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The numeric codes of BECKN-005, and the names of NFH-008 that they stand for (its table of both). */
final class V1Errors {

    private static final String INVALID = "30000";
    private static final String BUSINESS = "40000";
    private static final String POLICY = "50000";

    /** Of the signature; not in BECKN-005, but in what networks of this generation use. */
    private static final String SIGNATURE = "30016";

    private static final Map<ErrorCode, String> NUMBERS = numbers();

    private V1Errors() {}

    private static Map<ErrorCode, String> numbers() {
        var numbers = new EnumMap<ErrorCode, String>(ErrorCode.class);
        numbers.put(ErrorCode.SCH_SCHEMA_VALIDATION_FAILED, INVALID);
        numbers.put(ErrorCode.BIZ_PROVIDER_NOT_FOUND, "30001");
        numbers.put(ErrorCode.BIZ_LOCATION_NOT_FOUND, "30002");
        numbers.put(ErrorCode.BIZ_CATEGORY_NOT_FOUND, "30005");
        numbers.put(ErrorCode.BIZ_ITEM_NOT_FOUND, "30004");
        numbers.put(ErrorCode.BIZ_OFFER_NOT_FOUND, "30006");
        numbers.put(ErrorCode.BIZ_ADDON_NOT_FOUND, "30007");
        numbers.put(ErrorCode.BIZ_FULFILLMENT_UNAVAILABLE, "30008");
        numbers.put(ErrorCode.BIZ_ORDER_NOT_FOUND, "30010");
        numbers.put(ErrorCode.BIZ_INVALID_CANCELLATION_REASON, "30011");
        numbers.put(ErrorCode.BIZ_INVALID_UPDATE_TARGET, "30012");
        numbers.put(ErrorCode.BIZ_UPDATE_INCONSISTENT, "30013");
        numbers.put(ErrorCode.BIZ_RATING_TARGET_NOT_FOUND, "30014");
        numbers.put(ErrorCode.BIZ_INVALID_RATING_VALUE, "30015");
        numbers.put(ErrorCode.BIZ_GENERIC_ERROR, BUSINESS);
        numbers.put(ErrorCode.NET_NOT_IMPLEMENTED, "40001");
        numbers.put(ErrorCode.BIZ_QUANTITY_UNAVAILABLE, "40002");
        numbers.put(ErrorCode.BIZ_QUOTE_EXPIRED_OR_CHANGED, "40003");
        numbers.put(ErrorCode.BIZ_PRICE_MISMATCH, "40003");
        numbers.put(ErrorCode.BIZ_PAYMENT_NOT_SUPPORTED, "40004");
        numbers.put(ErrorCode.BIZ_TRACKING_NOT_SUPPORTED, "40005");
        numbers.put(ErrorCode.POL_GENERIC_ERROR, POLICY);
        numbers.put(ErrorCode.POL_CANCELLATION_NOT_ALLOWED, "50001");
        numbers.put(ErrorCode.POL_UPDATE_NOT_ALLOWED, "50002");
        numbers.put(ErrorCode.BIZ_SUPPORT_NOT_AVAILABLE, "50004");
        return numbers;
    }

    /** The number of a code; of one that BECKN-005 does not know, that of its kind. */
    static String number(String code) {
        return ErrorCode.of(code)
                .map(known -> NUMBERS.getOrDefault(known, kind(known.name())))
                .orElse(code.matches("\\d{5}") ? code : BUSINESS);
    }

    private static String kind(String name) {
        return switch (name.substring(0, 3)) {
            case "AUT" -> SIGNATURE;
            case "CTX", "SCH" -> INVALID;
            case "POL" -> POLICY;
            default -> BUSINESS;
        };
    }

    /** What is finer than the number goes into the sentence, which is all that this generation has for people. */
    static ObjectNode write(BecknError error) {
        ObjectNode json = Json.object().put("code", number(error.code()));
        LtsFields.putUnlessEmpty(json, "paths", error.details().getOrDefault("path", ""));
        String fix = error.details().getOrDefault("fix", "");
        return json.put("message", error.code() + ": " + error.message() + (fix.isEmpty() ? "" : " (" + fix + ")"));
    }

    /** Our own sentences begin with the name of the code; of others the number tells it. */
    static BecknError read(JsonNode json) {
        String number = json.path("code").asText();
        String message = json.path("message").asText();
        var details = new TreeMap<String, String>();
        if (json.has("paths")) {
            details.put("path", json.path("paths").asText());
        }
        int colon = message.indexOf(": ");
        String named = colon < 0 ? "" : message.substring(0, colon);
        if (ErrorCode.of(named)
                .filter(code -> number(code.name()).equals(number))
                .isEmpty()) {
            return new BecknError(name(number), message, details);
        }
        String sentence = message.substring(colon + 2);
        int fix = sentence.endsWith(")") ? sentence.lastIndexOf(" (") : -1;
        if (fix >= 0) {
            details.put("fix", sentence.substring(fix + 2, sentence.length() - 1));
            sentence = sentence.substring(0, fix);
        }
        return new BecknError(named, sentence, details);
    }

    private static String name(String number) {
        return switch (number) {
            case "30003" -> ErrorCode.BIZ_CATEGORY_NOT_FOUND.name();
            case "30009", "40006" -> ErrorCode.BIZ_FULFILLMENT_UNAVAILABLE.name();
            case "40003" -> ErrorCode.BIZ_QUOTE_EXPIRED_OR_CHANGED.name();
            case SIGNATURE -> ErrorCode.AUT_SIGNATURE_INVALID.name();
            default ->
                NUMBERS.entrySet().stream()
                        .filter(each -> each.getValue().equals(number))
                        .map(each -> each.getKey().name())
                        .findFirst()
                        .orElse(number);
        };
    }
}
