package dev.flexgate.settlement;

import java.util.UUID;

/** Identity of a contract to settle: that of the order it settles. */
public record ContractId(UUID value) {

    public static ContractId parse(String text) {
        return new ContractId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
