package dev.flexgate.identity.access;

import java.time.Instant;

/**
 * A browser that has proved once that its user holds a key.
 *
 * @param id names it, so that it can be ended
 * @param keyId the key; when that ends, so does the session
 * @param until when it ends by itself
 * @param csrfToken what a form of our own pages carries and one of another site cannot know
 */
public record Session(String id, String keyId, Instant until, String csrfToken) {}
