package dev.flexgate.identity.access;

import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as {@link AccessGate} has found.
 *
 * @param tenant on whose behalf, as in {@code workload.TenantId}
 * @param scopes what they may do, everything included that follows
 * @param keyId id of the API key; {@link #LOCAL} for whoever sits at a gateway without keys
 * @param participants whom on the Beckn network their tenant is
 */
public record Caller(String tenant, Set<Scope> scopes, String keyId, Set<String> participants) {

    /** Key id of the local operator, who has no key. */
    public static final String LOCAL = "local";

    /** Tenant of the local operator. */
    public static final String OPERATOR_TENANT = "operator";

    private static final String SLOT = Caller.class.getName();

    public Caller {
        scopes = Set.copyOf(scopes);
        participants = Set.copyOf(participants);
    }

    /** Whoever sits at this machine, while no keys are configured: may do everything. */
    static Caller localOperator() {
        return new Caller(OPERATOR_TENANT, EnumSet.allOf(Scope.class), LOCAL, Set.of());
    }

    /**
     * Who makes this request.
     *
     * @throws ProblemException 401 when nobody has signed in, which only a public route can meet
     */
    public static Caller of(RoutingContext context) {
        return find(context)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemCode.UNAUTHENTICATED, "this needs an API key or a session")));
    }

    /** Who makes this request, if they have signed in: for public pages. */
    public static Optional<Caller> find(RoutingContext context) {
        return Optional.ofNullable(context.get(SLOT));
    }

    void enter(RoutingContext context) {
        context.put(SLOT, this);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    /** Whether they see what belongs to every tenant. */
    public boolean isOperator() {
        return may(Scope.OPERATOR);
    }

    /** Whether they may see what belongs to {@code owner}. What they may not see must look as if it did not exist. */
    public boolean sees(String owner) {
        return isOperator() || tenant.equals(owner);
    }

    /** The names under which something may concern them: their tenant and its participants. */
    public Set<String> parties() {
        Set<String> parties = new HashSet<>(participants);
        parties.add(tenant);
        return Set.copyOf(parties);
    }

    /** Whether they may see what a {@code party} to a contract may see: the tenant, or a participant that it is. */
    public boolean isParty(String party) {
        return sees(party) || participants.contains(party);
    }

    /** Whether every record is theirs to read: the operator's people, and auditors with a key of its tenant. */
    public boolean readsEveryRecord() {
        return isOperator() || tenant.equals(OPERATOR_TENANT);
    }

    /**
     * Lets only those on who may do this.
     *
     * @throws ProblemException 403 that names the scope
     */
    public void require(Scope scope) {
        if (!may(scope)) {
            throw new ProblemException(forbidden(scope));
        }
    }

    static Problem forbidden(Scope scope) {
        return Problem.of(ProblemCode.FORBIDDEN, "this needs the scope " + scope.text())
                .with("requiredScope", scope.text());
    }
}
