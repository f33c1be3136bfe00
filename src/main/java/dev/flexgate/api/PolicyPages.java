package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import dev.flexgate.wire.StrictJson;
import dev.flexgate.workload.PolicyDesk;
import dev.flexgate.workload.PolicyDesk.Change;
import dev.flexgate.workload.PolicyForm;
import dev.flexgate.workload.PolicyVersion;
import dev.flexgate.workload.TenantId;
import dev.flexgate.workload.WorkloadFileException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Map;

/** Policies of tenants ({@code /policies}): what every plan heeds. */
final class PolicyPages {

    private static final String ONE = "/policies/:tenant";
    /** As many blackouts as a policy may have, and the rest. */
    private static final long BODY_BYTES_MAX = 128 * 1024;

    private final PolicyDesk desk;

    PolicyPages(PolicyDesk desk) {
        this.desk = desk;
    }

    void addTo(Router router, Answers answers) {
        router.get("/policies").handler(answers.to(this::list));
        router.get(ONE).handler(answers.to(context -> shown(standing(context))));
        router.get(ONE + "/versions/:version").handler(answers.to(this::version));
        router.put(ONE)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .handler(answers.to(this::set));
        router.delete(ONE).handler(answers.to(this::withdraw));
    }

    private Answer list(RoutingContext context) {
        Page page = Page.of(context);
        Caller caller = Caller.of(context);
        List<PolicyVersion> found = caller.isOperator()
                ? desk.policies().page(page.after(), page.limit())
                : desk.policies().standing(new TenantId(caller.tenant())).stream()
                        .toList();
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("policies");
        found.forEach(each -> list.add(json(each)));
        if (caller.isOperator() && found.size() == page.limit()) {
            body.put("next", found.getLast().policy().tenant().value());
        }
        return new Answer.Found(body);
    }

    private PolicyVersion standing(RoutingContext context) {
        return desk.policies().standing(tenant(context)).orElseThrow(PolicyPages::none);
    }

    /** What belongs to another tenant looks the same as what does not exist. */
    private static TenantId tenant(RoutingContext context) {
        var tenant = new TenantId(Page.path(context, "tenant"));
        if (!Caller.of(context).sees(tenant.value())) {
            throw none();
        }
        return tenant;
    }

    private static ProblemException none() {
        return new ProblemException(Problem.of(ProblemCode.NOT_FOUND, "the tenant has no such policy"));
    }

    private static ObjectNode json(PolicyVersion version) {
        ObjectNode json = PolicyForm.write(version.policy())
                .put("version", version.version())
                .put("source", version.source().name())
                .put("recordedAt", version.recordedAt().toString())
                .put("recordedBy", version.recordedBy());
        return version.withdrawn() ? json.put("withdrawn", true) : json;
    }

    private static Answer shown(PolicyVersion version) {
        return new Answer.Done(200, json(version), Map.of("ETag", Match.etag(version.version())));
    }

    private Answer version(RoutingContext context) {
        String version = Page.path(context, "version");
        if (!version.matches("[1-9]\\d{0,8}")) {
            throw none();
        }
        return shown(
                desk.policies().at(tenant(context), Integer.parseInt(version)).orElseThrow(PolicyPages::none));
    }

    private Answer set(RoutingContext context) {
        TenantId tenant = tenant(context);
        int expected = Match.of(context).orElse(0);
        Buffer body = context.body().buffer();
        try {
            var policy = PolicyForm.read(tenant, StrictJson.parse(body == null ? new byte[0] : body.getBytes()));
            return answer(context, desk.set(policy, expected, Caller.of(context).keyId()));
        } catch (WorkloadFileException refused) {
            return invalid(refused.field(), refused.problem());
        }
    }

    private Answer withdraw(RoutingContext context) {
        standing(context);
        int expected = Match.of(context)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemCode.VERSION_REQUIRED, "If-Match is needed to withdraw a policy")));
        return answer(
                context,
                desk.withdraw(tenant(context), expected, Caller.of(context).keyId()));
    }

    private static Answer answer(RoutingContext context, Change change) {
        return switch (change) {
            case Change.Done(PolicyVersion version) -> shown(version);
            case Change.Stale(int version) -> Match.stale(context, "policy", version);
            case Change.Refused(String field, String detail) -> invalid(field, detail);
            case Change.Full(int most) ->
                new Answer.Refused(Problem.of(ProblemCode.POLICY_LIMIT, most + " policies are in force"));
        };
    }

    private static Answer invalid(String field, String detail) {
        ArrayNode errors = Json.array();
        errors.addObject().put("pointer", pointer(field)).put("code", "INVALID").put("detail", detail);
        return new Answer.Refused(
                Problem.of(ProblemCode.VALIDATION_FAILED, "1 field is wrong").with("errors", errors));
    }

    /** {@code limits.blackouts[0].until} as a JSON pointer. */
    private static String pointer(String field) {
        return field.isEmpty() ? "" : "/" + field.replaceAll("[.\\[]", "/").replace("]", "");
    }
}
