package dev.flexgate.beckn.registry;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * By which HTTP status a peer says, and reads, that a message was taken and that no callback will follow. The official
 * OpenAPI has one and beckn-onix the other, and to everybody else either may be a failure or a plain acceptance: where
 * nothing is said of a peer it is never sent one, and only the official one is believed of it.
 */
public enum NoCallback {
    /** 202, as beckn-onix has it. */
    ACCEPTED(202),
    /** 409, AckNoCallback of the LTS OpenAPI. */
    CONFLICT(409);

    private final int status;

    NoCallback(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    static Optional<NoCallback> of(String text) {
        return Stream.of(values())
                .filter(each -> text.equals(Integer.toString(each.status)))
                .findFirst();
    }
}
