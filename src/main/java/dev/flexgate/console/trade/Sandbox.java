package dev.flexgate.console.trade;

import dev.flexgate.identity.access.Caller;
import dev.flexgate.market.Order;

/** The buyer that a person plays: named so that nobody takes it for a partner. */
public final class Sandbox {

    private static final String PREFIX = "sandbox-buyer.";

    private Sandbox() {}

    static String buyer(Caller caller) {
        return PREFIX + caller.tenant();
    }

    /** Whether a person played the buyer. */
    public static boolean bought(Order order) {
        return order.conversation().participant().startsWith(PREFIX);
    }
}
