package dev.flexgate.identity.access;

import static dev.flexgate.identity.access.Scope.ADMIN;
import static dev.flexgate.identity.access.Scope.AUDIT_READ;
import static dev.flexgate.identity.access.Scope.DISPATCH_READ;
import static dev.flexgate.identity.access.Scope.DISPATCH_WRITE;
import static dev.flexgate.identity.access.Scope.FLEX_READ;
import static dev.flexgate.identity.access.Scope.FLEX_WRITE;
import static dev.flexgate.identity.access.Scope.JOBS_READ;
import static dev.flexgate.identity.access.Scope.JOBS_WRITE;
import static dev.flexgate.identity.access.Scope.OPERATOR;
import static dev.flexgate.identity.access.Scope.ORDERS_READ;
import static dev.flexgate.identity.access.Scope.ORDERS_WRITE;
import static dev.flexgate.identity.access.Scope.PLANS_APPLY;
import static dev.flexgate.identity.access.Scope.PLANS_READ;
import static dev.flexgate.identity.access.Scope.PLANS_WRITE;
import static dev.flexgate.identity.access.Scope.READINGS_READ;
import static dev.flexgate.identity.access.Scope.READINGS_WRITE;
import static dev.flexgate.identity.access.Scope.SETTLEMENT_READ;
import static dev.flexgate.identity.access.Scope.SETTLEMENT_WRITE;
import static dev.flexgate.identity.access.Scope.STREAM_READ;
import static dev.flexgate.identity.access.Scope.WEBHOOKS_READ;
import static dev.flexgate.identity.access.Scope.WEBHOOKS_WRITE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one table of who may come through which route. What no line names is not there for anybody; where several
 * lines name a route, the first decides.
 */
public final class RouteRules {

    /** Every rule, in the order in which they are tried. */
    public static final List<RouteRule> TABLE = table();

    private static final List<Compiled> COMPILED =
            TABLE.stream().map(rule -> new Compiled(rule, rule.pattern())).toList();

    private record Compiled(RouteRule rule, Pattern pattern) {}

    private RouteRules() {}

    /** The rule for a request; empty where the default holds, which is to deny. */
    public static Optional<RouteRule> find(String method, String path) {
        return COMPILED.stream()
                .filter(each -> each.rule().covers(method, each.pattern(), path))
                .map(Compiled::rule)
                .findFirst();
    }

    private static List<RouteRule> table() {
        var rules = new Lines();
        open(rules);
        rest(rules);
        pages(rules);
        return List.copyOf(rules.lines);
    }

    private static void open(Lines rules) {
        rules.add("POST", "/beckn/**", new Access.Signed());
        rules.add("GET", "/beckn/catalog/**", new Access.Signed());
        rules.add("DELETE", "/beckn/catalog/**", new Access.Signed());
        // Whoever was told the address of a load to watch holds its key: the token in it, which nobody guesses.
        rules.open("/beckn/live/{token}");
        // Served only where the operator has opened it; shows what is offered to everybody.
        rules.open("/beckn/discover/browser-search");
        // Entries are the records themselves, which name tenants and counterparties; the hashes above them do not.
        rules.read("/log/tile/entries/**", AUDIT_READ);
        rules.open("/log/vkey", "/log/checkpoint", "/log/tile/**");
        rules.open("/openapi.json", "/asyncapi.json", "/docs/**", "/problems/**", "/.well-known/**");
        rules.open("/static/**", "/favicon.ico", "/sign-in", "/not-found");
        rules.add("POST", "/session", new Access.Public());
        rules.add("GET", "/session", new Access.AnyKey());
        rules.add("DELETE", "/session", new Access.AnyKey());
        rules.add("POST", "/session:end", new Access.AnyKey());
        rules.read("/stream", STREAM_READ);
    }

    private static void rest(Lines rules) {
        rules.open("/api/v1/slots", "/api/v1/slots/{slotId}", "/api/v1/audit/records/{recordId}/proof");
        rules.area("/api/v1/jobs", JOBS_READ, JOBS_WRITE);
        rules.read("/api/v1/plan/**", PLANS_READ);
        // A proposal shows how everybody's jobs would run.
        rules.read("/api/v1/plans/proposals/**", PLANS_WRITE);
        rules.add("POST", "/api/v1/plans/proposals", new Access.Scoped(PLANS_WRITE));
        rules.add("POST", "/api/v1/plans/proposals/{proposalId}:withdraw", new Access.Scoped(PLANS_WRITE));
        rules.add("POST", "/api/v1/plans/proposals/{proposalId}:apply", new Access.Scoped(PLANS_APPLY));
        rules.add("POST", "/api/v1/plans/{version}:rollback", new Access.Scoped(PLANS_APPLY));
        rules.add("PUT", "/api/v1/plans/approval", new Access.Scoped(PLANS_APPLY));
        rules.read("/api/v1/plans/**", PLANS_READ);
        rules.read("/api/v1/forecast/**", PLANS_READ);
        rules.read("/api/v1/forecasts/**", PLANS_READ);
        rules.read("/api/v1/regions", PLANS_READ);
        rules.read("/api/v1/windows:best", PLANS_READ);
        // The paths of the Carbon Aware SDK's WebApi. Asking in a body changes nothing either.
        rules.read("/locations", PLANS_READ);
        rules.read("/emissions/**", PLANS_READ);
        rules.add("POST", "/emissions/forecasts/batch", new Access.Scoped(PLANS_READ));
        rules.add("POST", "/emissions/average-carbon-intensity/batch", new Access.Scoped(PLANS_READ));
        // Weighing computes and changes nothing.
        rules.add("POST", "/api/v1/placements:evaluate", new Access.Scoped(PLANS_READ));
        rules.area("/api/v1/budgets", JOBS_READ, JOBS_WRITE);
        rules.add("POST", "/api/v1/policies:test", new Access.Scoped(JOBS_READ));
        rules.read("/api/v1/policies/**", JOBS_READ);
        // A policy of who runs a site binds everybody.
        rules.add("PUT", "/api/v1/policies/{tenant}", new Access.Scoped(ADMIN));
        rules.add("DELETE", "/api/v1/policies/{tenant}", new Access.Scoped(ADMIN));
        rules.add("POST", "/api/v1/feeds/import", new Access.Scoped(OPERATOR));
        rules.read("/api/v1/feeds/**", PLANS_READ);
        rules.area("/api/v1/orders", ORDERS_READ, ORDERS_WRITE);
        rules.read("/api/v1/publications", ORDERS_READ);
        rules.area("/api/v1/purchases", ORDERS_READ, ORDERS_WRITE);
        rules.area("/api/v1/flex/dispatches", DISPATCH_READ, DISPATCH_WRITE);
        rules.area("/api/v1/flex/settlements", SETTLEMENT_READ, SETTLEMENT_WRITE);
        rules.area("/api/v1/flex", FLEX_READ, FLEX_WRITE);
        rules.area("/api/v1/dispatches", DISPATCH_READ, DISPATCH_WRITE);
        rules.area("/api/v1/migrations", DISPATCH_READ, DISPATCH_WRITE);
        rules.area("/api/v1/readings", READINGS_READ, READINGS_WRITE);
        rules.area("/api/v1/meters", READINGS_READ, READINGS_WRITE);
        rules.area("/api/v1/assets", READINGS_READ, READINGS_WRITE);
        rules.read("/api/v1/sites/**", READINGS_READ);
        rules.area("/api/v1/settlements", SETTLEMENT_READ, SETTLEMENT_WRITE);
        rules.area("/api/v1/settlement", SETTLEMENT_READ, SETTLEMENT_WRITE);
        rules.area("/api/v1/webhooks", WEBHOOKS_READ, WEBHOOKS_WRITE);
        rules.add("POST", "/api/v1/webhook-keys:rotate", new Access.Scoped(ADMIN));
        rules.open("/api/v1/event-types");
        rules.read("/api/v1/events", STREAM_READ);
        rules.area("/api/v1/outbox", OPERATOR, OPERATOR);
        rules.read("/api/v1/audit/**", AUDIT_READ);
        rules.area("/api/v1/keys", ADMIN, ADMIN);
        rules.area("/api/v1/tenants", ADMIN, ADMIN);
        rules.read("/api/v1/config", ADMIN);
        rules.add("GET", "/api/v1/whoami", new Access.AnyKey());
    }

    private static void pages(Lines rules) {
        rules.add("GET", "/", new Access.AnyKey());
        rules.add("POST", "/preferences", new Access.Public());
        rules.add("POST", "/market/**", new Access.Scoped(ORDERS_WRITE));
        rules.open("/market/**", "/audit/verify", "/audit/verify.html");
        rules.area("/jobs", JOBS_READ, JOBS_WRITE);
        rules.read("/plan/**", PLANS_READ);
        rules.read("/plans/proposals/**", PLANS_WRITE);
        rules.add("POST", "/plans/proposals", new Access.Scoped(PLANS_WRITE));
        rules.add("POST", "/plans/proposals/{proposalId}/withdraw", new Access.Scoped(PLANS_WRITE));
        rules.add("POST", "/plans/proposals/{proposalId}/apply", new Access.Scoped(PLANS_APPLY));
        rules.add("POST", "/plans/approval", new Access.Scoped(PLANS_APPLY));
        rules.read("/plans/**", PLANS_READ);
        // Replaying computes and changes nothing.
        rules.add("POST", "/plans/{version}/replay", new Access.Scoped(PLANS_READ));
        rules.add("POST", "/explain/{jobId}", new Access.Scoped(PLANS_READ));
        rules.read("/decisions/**", PLANS_READ);
        rules.read("/explain/**", PLANS_READ);
        rules.read("/forecast/**", PLANS_READ);
        rules.read("/placement/**", PLANS_READ);
        rules.area("/budgets", JOBS_READ, JOBS_WRITE);
        rules.read("/policies/**", JOBS_READ);
        rules.add("POST", "/policies", new Access.Scoped(ADMIN));
        rules.read("/signals/**", PLANS_READ);
        rules.area("/orders", ORDERS_READ, ORDERS_WRITE);
        rules.read("/partners/**", ORDERS_READ);
        rules.area("/flex/dispatches", DISPATCH_READ, DISPATCH_WRITE);
        rules.area("/flex/settlements", SETTLEMENT_READ, SETTLEMENT_WRITE);
        rules.area("/flex", FLEX_READ, FLEX_WRITE);
        rules.area("/dispatches", DISPATCH_READ, DISPATCH_WRITE);
        rules.area("/settlements", SETTLEMENT_READ, SETTLEMENT_WRITE);
        rules.area("/settlement", SETTLEMENT_READ, SETTLEMENT_WRITE);
        rules.area("/dev/webhooks", WEBHOOKS_READ, WEBHOOKS_WRITE);
        rules.read("/audit/**", AUDIT_READ);
    }

    /** Grows the table. */
    private static final class Lines {

        private final List<RouteRule> lines = new ArrayList<>();

        void add(String method, String path, Access access) {
            lines.add(new RouteRule(method, path, access));
        }

        /** Anybody may read. */
        void open(String... paths) {
            for (String path : paths) {
                add("GET", path, new Access.Public());
            }
        }

        void read(String path, Scope scope) {
            add("GET", path, new Access.Scoped(scope));
        }

        /** A place with everything below it and every verb on it; a verb follows a colon. */
        void area(String place, Scope reading, Scope writing) {
            add("GET", place + "/**", new Access.Scoped(reading));
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                add(method, place + "/**", new Access.Scoped(writing));
            }
            add("POST", place + ":{verb}", new Access.Scoped(writing));
        }
    }
}
