package dev.flexgate.beckn.message;

import java.time.Instant;

/** How the catalogues that were asked for come. */
public sealed interface Pulled {

    /**
     * In the message.
     *
     * @param catalogs a JSON array of catalogues, as the dialect writes them
     */
    record Inline(String catalogs) implements Pulled {}

    /**
     * Behind a link.
     *
     * @param url where its asker, and nobody else, can fetch it
     * @param bytes its size
     * @param sha256 of its bytes, hexadecimal
     * @param expiresAt after which it is gone
     */
    record File(String url, long bytes, String sha256, Instant expiresAt) implements Pulled {}
}
