package dev.flexgate.beckn.message;

/**
 * A participant as a message names it.
 *
 * @param id its subscriber id
 * @param uri where it says it can be reached; never used before the registry has confirmed it
 */
public record Endpoint(String id, String uri) {

    /** Nobody in particular: a discovery is addressed to whoever sells. */
    public static final Endpoint NOBODY = new Endpoint("", "");
}
