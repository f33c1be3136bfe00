package dev.flexgate.outbox;

/**
 * What was said in one attempt, as it may be shown to people: the request's head without secrets (its body is the
 * message's), the answer's status, and the beginning of its body.
 *
 * @param request method, target without query, and headers, one a line
 * @param status of the answer; 0 when there was none
 * @param response beginning of the answer's body as text; empty when there was none
 */
public record Exchange(String request, int status, String response) {

    public static final int REQUEST_LENGTH_MAX = 2_048;
    public static final int RESPONSE_LENGTH_MAX = 4_096;

    /** Cuts both texts to their limits and takes out what PostgreSQL text cannot hold. */
    public Exchange {
        request = bounded(request, REQUEST_LENGTH_MAX);
        response = bounded(response, RESPONSE_LENGTH_MAX);
    }

    private static String bounded(String text, int length) {
        String plain = text.replaceAll("[\\p{Cntrl}&&[^\r\n\t]]|\\p{Cs}", " ");
        return plain.length() <= length ? plain : plain.substring(0, length).replaceAll("\\p{Cs}$", "");
    }
}
