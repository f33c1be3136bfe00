package dev.flexgate.identity.access;

import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as {@link AccessGate} has found.
 *
 * @param tenant on whose behalf, as in {@code workload.TenantId}
 * @param scopes what they may do, everything included that follows
 * @param keyId id of the API key; {@link #LOCAL} for whoever sits at a gateway without keys
 */
public record Caller(String tenant, Set<Scope> scopes, String keyId) {

    /** Key id of the local operator, who has no key. */
    public static final String LOCAL = "local";

    /** Tenant of the local operator. */
    public static final String OPERATOR_TENANT = "operator";

    private static final String SLOT = Caller.class.getName();

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Whoever sits at this machine, while no keys are configured: may do everything. */
    static Caller localOperator() {
        return new Caller(OPERATOR_TENANT, EnumSet.allOf(Scope.class), LOCAL);
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
