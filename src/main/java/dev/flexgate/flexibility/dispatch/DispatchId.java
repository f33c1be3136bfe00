package dev.flexgate.flexibility.dispatch;

import java.util.UUID;

/** Identity of an instruction; with its revision the key by which a site knows a repeat. */
public record DispatchId(UUID value) {

    public static DispatchId parse(String text) {
        return new DispatchId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
