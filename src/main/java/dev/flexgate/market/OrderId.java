package dev.flexgate.market;

import java.util.UUID;

/** Identity of an order; on a Beckn network it is the contract id, which the provider assigns. */
public record OrderId(UUID value) {

    public static OrderId parse(String text) {
        return new OrderId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
