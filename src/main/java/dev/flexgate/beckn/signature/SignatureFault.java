package dev.flexgate.beckn.signature;

import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;

/** What can be wrong with a signature, in the order in which it is looked at. */
public enum SignatureFault {
    MISSING(ErrorCode.AUT_SIGNATURE_MISSING),
    MALFORMED(ErrorCode.AUT_SIGNATURE_INVALID),
    ALGORITHM_UNKNOWN(ErrorCode.AUT_SIGNATURE_INVALID),
    LINES_UNKNOWN(ErrorCode.AUT_SIGNATURE_INVALID),
    WINDOW_EMPTY(ErrorCode.AUT_SIGNATURE_INVALID),
    CREATED_IN_FUTURE(ErrorCode.AUT_SIGNATURE_INVALID),
    EXPIRED(ErrorCode.AUT_SIGNATURE_INVALID),
    DIGEST_MISMATCH(ErrorCode.AUT_SIGNATURE_INVALID),
    SIGNATURE_MISMATCH(ErrorCode.AUT_SIGNATURE_INVALID);

    private final ErrorCode code;

    SignatureFault(ErrorCode code) {
        this.code = code;
    }

    /** The refusal to throw: the code of NFH-008, and this fault as its reason. */
    public RefusedException refused(String message, String fix) {
        return RefusedException.of(code, message).reason(this).fix(fix);
    }
}
