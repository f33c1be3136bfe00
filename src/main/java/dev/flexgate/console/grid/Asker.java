package dev.flexgate.console.grid;

import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;

/** The grid operator that a person plays: named so that nobody takes it for a real one. */
public final class Asker {

    private static final String PREFIX = "sandbox-operator.";

    private Asker() {}

    static String of(Visit visit) {
        return PREFIX + Caller.of(visit.context()).tenant();
    }

    /** A tenant sees what it asked for itself; only the operator of the gateway sees everybody's. */
    static boolean mayRead(Visit visit, String requester) {
        return Caller.of(visit.context()).isOperator() || requester.equals(of(visit));
    }

    /** Whether a person played the grid operator. */
    public static boolean isSandbox(String requester) {
        return requester.startsWith(PREFIX);
    }
}
