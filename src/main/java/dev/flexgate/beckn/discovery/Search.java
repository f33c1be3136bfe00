package dev.flexgate.beckn.discovery;

import dev.flexgate.beckn.message.Intent;

/**
 * Who looks for what.
 *
 * @param path to the spatial constraints in the message, for refusals
 */
public record Search(Intent intent, Viewer viewer, String path) {

    public Search(Intent intent, Viewer viewer) {
        this(intent, viewer, "$.message.intent.spatial");
    }
}
