package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.planning.Approval;
import dev.flexgate.planning.Cause;
import dev.flexgate.planning.Planning;
import dev.flexgate.planning.ProposalRequest;
import dev.flexgate.planning.VersionedApproval;
import dev.flexgate.store.Database;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.workload.SiteId;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Which new plans wait for a person: {@code /plans/approval}. */
final class ApprovalPages {

    private static final String PATH = "/plans/approval";
    private static final long BODY_BYTES_MAX = 16 * 1024;

    private final Database database;
    private final Planning planning;

    ApprovalPages(Database database, Planning planning) {
        this.database = database;
        this.planning = planning;
    }

    void addTo(Router router, Answers answers) {
        router.get(PATH).handler(answers.to(_ -> shown(planning.approval())));
        router.put(PATH)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .handler(answers.to(this::set));
    }

    private Answer shown(VersionedApproval approval) {
        return new Answer.Done(200, json(approval), Map.of("ETag", WorkPages.etag(approval.version())));
    }

    private Answer set(RoutingContext context) {
        long expected = IfMatch.version(context, "GET /api/v1/plans/approval");
        Approval approval = read(JsonForm.of(context));
        String by = Caller.of(context).keyId();
        return database.inTransaction(tx -> planning.approve(tx, approval, expected, by))
                .map(this::shown)
                .orElseGet(() -> new Answer.Refused(Problem.of(
                        ProblemCode.VERSION_STALE,
                        "it stands at version " + planning.approval().version())));
    }

    private static Approval read(JsonForm form) {
        Optional<Approval.Mode> mode = form.required("mode", "\"MANUAL\"", JsonForm.oneOf(Approval.Mode.class));
        Optional<Set<Cause>> causes =
                form.optional("causes", Approval.CAUSES, "[\"JOBS\", \"FORECAST\"]", ApprovalPages::causes);
        Optional<Set<SiteId>> sites = form.optional("sites", Set.of(), "[\"south-wales\"]", ApprovalPages::sites);
        Optional<Duration> lasts = form.optional(
                "expiresInMinutes",
                ProposalRequest.LASTS,
                "60",
                value -> ProposalRequest.lasting(Duration.ofMinutes(JsonForm.integer(value))));
        form.complain();
        return new Approval(mode.orElseThrow(), causes.orElseThrow(), sites.orElseThrow(), lasts.orElseThrow());
    }

    private static Set<Cause> causes(JsonNode value) {
        Function<JsonNode, Cause> one = JsonForm.oneOf(Cause.class);
        List<Cause> causes = new ArrayList<>();
        JsonForm.texts(value).forEach(each -> causes.add(one.apply(Json.mapper().valueToTree(each))));
        if (causes.isEmpty() || !Approval.CAUSES.containsAll(causes)) {
            throw new IllegalArgumentException("must be one or more of " + Approval.CAUSES);
        }
        return EnumSet.copyOf(causes);
    }

    private static Set<SiteId> sites(JsonNode value) {
        Set<SiteId> sites = new TreeSet<>();
        JsonForm.texts(value).forEach(each -> sites.add(new SiteId(each)));
        if (sites.size() > Approval.SITES_MAX) {
            throw new IllegalArgumentException("must be at most " + Approval.SITES_MAX + " sites");
        }
        return sites;
    }

    private ObjectNode json(VersionedApproval versioned) {
        Approval approval = versioned.approval();
        ObjectNode json = Json.object()
                .put("version", versioned.version())
                .put("mode", approval.mode().name());
        ArrayNode causes = json.putArray("causes");
        approval.causes().forEach(each -> causes.add(each.name()));
        ArrayNode sites = json.putArray("sites");
        approval.sites().forEach(each -> sites.add(each.value()));
        return json.put("expiresInMinutes", approval.lasts().toMinutes()).put("waiting", planning.waiting());
    }
}
