package dev.flexgate.identity.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an API key may do. {@code x:write} includes {@code x:read}, and {@code admin} includes everything. */
public enum Scope {
    JOBS_READ,
    JOBS_WRITE,
    /** Plans, forecasts and the explanations of decisions. */
    PLANS_READ,
    /** Proposes plans, and so sees how every tenant's jobs would run. */
    PLANS_WRITE,
    /** Lets a proposed plan stand, or an earlier one again; includes {@code plans:write}. */
    PLANS_APPLY,
    ORDERS_READ,
    ORDERS_WRITE,
    FLEX_READ,
    FLEX_WRITE,
    DISPATCH_READ,
    DISPATCH_WRITE,
    READINGS_READ,
    READINGS_WRITE,
    SETTLEMENT_READ,
    SETTLEMENT_WRITE,
    WEBHOOKS_READ,
    WEBHOOKS_WRITE,
    /** Records and bundles of the audit log; checkpoints, hash tiles and proofs are public. */
    AUDIT_READ,
    STREAM_READ,
    /** Sees what belongs to every tenant, and may act for a tenant that it names. */
    OPERATOR,
    /** Everything, including API keys and the configuration. */
    ADMIN;

    /** As written in keys, documents and problems: {@code jobs:write}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /** The scope that {@link #text} writes so. */
    public static Optional<Scope> parse(String text) {
        return Stream.of(values()).filter(scope -> scope.text().equals(text)).findFirst();
    }

    /** What a holder of {@code granted} may do, with all that follows from it. */
    static Set<Scope> including(Set<Scope> granted) {
        if (granted.contains(ADMIN)) {
            return EnumSet.allOf(Scope.class);
        }
        var all = EnumSet.noneOf(Scope.class);
        for (Scope scope : granted) {
            all.add(scope);
            if (scope == PLANS_APPLY) {
                all.add(PLANS_WRITE);
                all.add(PLANS_READ);
            }
            if (scope.name().endsWith("_WRITE")) {
                all.add(valueOf(scope.name().replace("_WRITE", "_READ")));
            }
        }
        return all;
    }
}
