package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Binding;
import dev.flexgate.identity.access.Bindings;
import dev.flexgate.identity.access.Bindings.Outcome;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Which participants of the network the tenants are: {@code /tenants}. */
final class TenantPages {

    private static final String PLACE = "/tenants/:tenant/participants/:participant";

    private final Bindings bindings;

    TenantPages(Bindings bindings) {
        this.bindings = bindings;
    }

    void addTo(Router router, Answers answers) {
        router.get("/tenants").handler(answers.to(this::list));
        router.put(PLACE).handler(answers.to(this::bind));
        router.delete(PLACE).handler(answers.to(this::part));
    }

    private Answer list(RoutingContext context) {
        Page page = Page.of(context);
        List<Binding> found = bindings.page(page.after(), page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("participants");
        found.forEach(binding -> list.add(json(binding)));
        if (found.size() == page.limit()) {
            body.put("next", found.getLast().participant());
        }
        return new Answer.Found(body);
    }

    private Answer bind(RoutingContext context) {
        return answer(bindings.bind(
                Page.path(context, "tenant"),
                Page.path(context, "participant"),
                Caller.of(context).keyId()));
    }

    private Answer part(RoutingContext context) {
        return answer(bindings.part(
                Page.path(context, "tenant"),
                Page.path(context, "participant"),
                Caller.of(context).keyId()));
    }

    private static Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Stands stands -> new Answer.Found(json(stands.binding()));
            case Outcome.Unknown _ -> Answer.notFound("this tenant does not have this participant");
            case Outcome.Taken _ ->
                new Answer.Refused(Problem.of(ProblemCode.PARTICIPANT_TAKEN, "it is another tenant's"));
            case Outcome.Full _ ->
                new Answer.Refused(
                        Problem.of(ProblemCode.PARTICIPANT_TAKEN, Bindings.MAX + " participants are bound already"));
        };
    }

    private static ObjectNode json(Binding binding) {
        ObjectNode json = Json.object().put("participant", binding.participant());
        binding.tenant().ifPresent(tenant -> json.put("tenant", tenant));
        return json.put("version", binding.version())
                .put("changedAt", binding.changedAt().toString())
                .put("changedBy", binding.changedBy());
    }
}
