package dev.flexgate.console.trade;

import dev.flexgate.identity.access.Caller;
import dev.flexgate.market.Order;
import java.util.HashSet;
import java.util.Set;

/** The buyer that a person plays: named so that nobody takes it for a partner. */
public final class Sandbox {

    private static final String PREFIX = "sandbox-buyer.";

    private Sandbox() {}

    /** Whose orders a tenant may see: those it has sealed as a person here, and those of its participants. */
    static Set<String> buyers(Caller caller) {
        Set<String> buyers = new HashSet<>(caller.parties());
        buyers.add(buyer(caller));
        return buyers;
    }

    static String buyer(Caller caller) {
        return PREFIX + caller.tenant();
    }

    /** Whether a person played the buyer. */
    public static boolean bought(Order order) {
        return order.conversation().participant().startsWith(PREFIX);
    }
}
