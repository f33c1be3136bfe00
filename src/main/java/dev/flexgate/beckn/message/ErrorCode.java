package dev.flexgate.beckn.message;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every reason for which a Beckn participant may refuse a message (NFH-008): its HTTP status when the refusal is
 * synchronous, and whether sending the same message again may succeed.
 */
public enum ErrorCode {
    // the envelope
    CTX_MISSING_FIELD(400),
    CTX_INVALID_FIELD(400),
    CTX_ACTION_MISMATCH(400),
    CTX_VERSION_UNSUPPORTED(400),
    CTX_TTL_EXPIRED(400),
    CTX_MESSAGE_ID_DUPLICATE(400),
    CTX_TRANSACTION_ID_UNKNOWN(400),
    CTX_CALLBACK_URL_MISSING(400),
    CTX_INVALID_BPP_URI(400),
    // trust
    AUT_SIGNATURE_MISSING(401),
    AUT_SIGNATURE_INVALID(401),
    AUT_SUBSCRIBER_NOT_FOUND(401),
    AUT_KEY_NOT_FOUND(401),
    AUT_KEY_EXPIRED_OR_REVOKED(401),
    AUT_UNAUTHORIZED_ACTION(401),
    AUT_DOMAIN_NOT_ALLOWED(401),
    AUT_REPLAY_DETECTED(401),
    AUT_RATE_LIMITED(429),
    // form and content
    SCH_INVALID_JSON(400),
    SCH_SCHEMA_VALIDATION_FAILED(400),
    SCH_REQUIRED_FIELD_MISSING(400),
    SCH_FIELD_NOT_ALLOWED(400),
    SCH_INVALID_ENUM(400),
    SCH_INVALID_FORMAT(400),
    SCH_INVALID_JSONPATH(400),
    SCH_INVALID_JSONLD_CONTEXT(400),
    SCH_TYPE_NOT_SUPPORTED(400),
    SCH_ATTRIBUTE_PACK_INVALID(400),
    SCH_INVALID_ENTITY_TYPE(400),
    SCH_SCHEMA_ADAPTATION_FAILED(400),
    // transport and availability
    NET_TIMEOUT(504),
    NET_DOWNSTREAM_UNAVAILABLE(503),
    NET_CALLBACK_FAILED(502),
    NET_ACK_TIMEOUT(504),
    NET_OVERLOADED(503),
    NET_INTERNAL_ERROR(500),
    NET_CATALOG_SOURCE_UNAVAILABLE(503),
    NET_CATALOG_STALE(503),
    NET_NOT_IMPLEMENTED(501),
    // business
    BIZ_PROVIDER_NOT_FOUND(400),
    BIZ_LOCATION_NOT_FOUND(400),
    BIZ_CATEGORY_NOT_FOUND(400),
    BIZ_ITEM_NOT_FOUND(400),
    BIZ_OFFER_NOT_FOUND(400),
    BIZ_ADDON_NOT_FOUND(400),
    BIZ_ORDER_NOT_FOUND(400),
    BIZ_QUANTITY_UNAVAILABLE(400),
    BIZ_FULFILLMENT_UNAVAILABLE(400),
    BIZ_QUOTE_EXPIRED_OR_CHANGED(400),
    BIZ_PRICE_MISMATCH(400),
    BIZ_PAYMENT_NOT_SUPPORTED(400),
    BIZ_PAYMENT_FAILED(400),
    BIZ_TRACKING_NOT_SUPPORTED(400),
    BIZ_SUPPORT_NOT_AVAILABLE(400),
    BIZ_NO_RESULTS_FOUND(400),
    BIZ_INVALID_STATE_TRANSITION(400),
    BIZ_ALREADY_CANCELLED(400),
    BIZ_ALREADY_CONFIRMED(400),
    BIZ_UPDATE_INCONSISTENT(400),
    BIZ_INVALID_UPDATE_TARGET(400),
    BIZ_INVALID_CANCELLATION_REASON(400),
    BIZ_RATING_TARGET_NOT_FOUND(400),
    BIZ_INVALID_RATING_VALUE(400),
    BIZ_GENERIC_ERROR(400),
    // policy
    POL_CANCELLATION_NOT_ALLOWED(403),
    POL_UPDATE_NOT_ALLOWED(403),
    POL_GEO_RESTRICTED(403),
    POL_ELIGIBILITY_NOT_MET(403),
    POL_KYC_REQUIRED(403),
    POL_CONSENT_REQUIRED(403),
    POL_SANCTIONED_PARTY(403),
    POL_CALLER_TRUST_INSUFFICIENT(403),
    POL_NP_CAPACITY_EXCEEDED(403),
    POL_NP_DORMANT(403),
    POL_ENGAGEMENT_REFUSED(403),
    POL_GENERIC_ERROR(403);

    private static final Map<String, ErrorCode> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::name, code -> code));

    private static final Set<ErrorCode> RETRYABLE = EnumSet.of(
            AUT_RATE_LIMITED,
            NET_TIMEOUT,
            NET_DOWNSTREAM_UNAVAILABLE,
            NET_CALLBACK_FAILED,
            NET_ACK_TIMEOUT,
            NET_OVERLOADED,
            NET_INTERNAL_ERROR,
            NET_CATALOG_SOURCE_UNAVAILABLE,
            POL_NP_CAPACITY_EXCEEDED,
            POL_NP_DORMANT);

    private final int httpStatus;

    ErrorCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** HTTP status of a synchronous refusal with this code. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Whether the sender should try the same message again later. */
    public boolean isRetryable() {
        return RETRYABLE.contains(this);
    }

    /** The code of this name; peers also send codes that are in no list. */
    public static Optional<ErrorCode> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
