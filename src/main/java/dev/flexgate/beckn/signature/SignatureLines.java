package dev.flexgate.beckn.signature;

/** Which lines the signing string has, as the {@code headers} parameter declares them. */
public enum SignatureLines {
    /** Requests, and callbacks that nobody asked for. */
    THREE("(created) (expires) digest"),
    /** Answers: the fourth line binds them to the signature of the request (NFH-007). */
    FOUR("(created) (expires) digest request-signature");

    private final String headers;

    SignatureLines(String headers) {
        this.headers = headers;
    }

    /** The {@code headers} parameter. */
    public String headers() {
        return headers;
    }

    static SignatureLines parse(String headers) {
        if (headers.equals(THREE.headers)) {
            return THREE; // as nearly everybody writes it
        }
        String collapsed = headers.strip().replaceAll(" +", " ");
        for (SignatureLines lines : values()) {
            if (lines.headers.equals(collapsed)) {
                return lines;
            }
        }
        throw SignatureFault.LINES_UNKNOWN.refused(
                "headers names other lines than Beckn signs", "send headers=\"" + THREE.headers + "\"");
    }
}
