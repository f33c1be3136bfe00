package dev.flexgate.wire;

/**
 * A text that is not JSON as FlexGate accepts it. Says why and where, and never repeats what was sent: the
 * message may be logged and answered.
 */
public final class JsonRefusedException extends RuntimeException {

    /** Why a text was refused, in order of precedence. */
    public enum Reason {
        EMPTY("is empty"),
        TOO_LONG("is longer than allowed"),
        BYTE_ORDER_MARK("begins with a byte order mark"),
        ENCODING("is not well-formed UTF-8"),
        SYNTAX("breaks the JSON grammar"),
        TRAILING("goes on after the value"),
        DEPTH("is nested too deeply"),
        DUPLICATE_NAME("repeats a member name"),
        NAME_LENGTH("has a member name that is too long"),
        STRING_LENGTH("has a string that is too long"),
        NUMBER("has a number that is too long or too large"),
        SURROGATE("has half of a surrogate pair");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Reason reason;
    private final long position;

    JsonRefusedException(Reason reason, long position) {
        super("JSON text " + reason.sentence + ", at offset " + position, null, false, false);
        this.reason = reason;
        this.position = position;
    }

    public Reason reason() {
        return reason;
    }

    /** Offset from the start of the text: in bytes for the first four reasons, else in UTF-16 units. */
    public long position() {
        return position;
    }
}
