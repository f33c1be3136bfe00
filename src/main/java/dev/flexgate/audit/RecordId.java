package dev.flexgate.audit;

import java.util.UUID;

/** Identity of an audit record: a UUIDv7, known before the record is sequenced so that others can point at it. */
public record RecordId(UUID value) {

    public static RecordId parse(String text) {
        return new RecordId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
