package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.planning.Migration;
import dev.flexgate.planning.Migration.Said;
import dev.flexgate.planning.MigrationAnswer;
import dev.flexgate.planning.MigrationId;
import dev.flexgate.planning.Migrations;
import dev.flexgate.store.Database;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Sites;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Jobs that have begun and are moved to another site: {@code /migrations}. Seen by the job's tenant and by who runs one of the
 * two sites, who answers for it. Answers are safe to repeat by migration and revision, so they need no Idempotency-Key.
 */
final class MigrationPages {

    private static final UUID NEWEST = new UUID(-1, -1);

    private final Database database;
    private final Migrations migrations;
    private final Sites sites;
    private final Jobs jobs;
    private final InstantSource clock;

    MigrationPages(Api.Ground ground, Api.Rooms rooms) {
        this.database = ground.database();
        this.migrations = rooms.planning().migrations();
        this.sites = rooms.sites();
        this.jobs = rooms.jobs();
        this.clock = ground.clock();
    }

    void addTo(Router router, Answers answers) {
        router.get("/migrations").handler(answers.to(this::page));
        router.getWithRegex("/migrations/(?<migrationId>[^/:]+)").handler(answers.to(this::one));
        post(router, answers, "acknowledge", Said.TAKEN);
        post(router, answers, "complete", Said.DONE);
        post(router, answers, "refuse", Said.REFUSED);
    }

    private void post(Router router, Answers answers, String verb, Said said) {
        router.postWithRegex("/migrations/(?<migrationId>[^/:]+):" + verb)
                .handler(answers.to(context ->
                        visible(context).map(each -> say(context, each, said)).orElseGet(MigrationPages::unknown)));
    }

    private Answer page(RoutingContext context) {
        Page page = Page.of(context);
        Optional<JobId> job = Page.parameter(context, "jobId").map(JobId::of);
        UUID before = page.after().isEmpty() ? NEWEST : UUID.fromString(page.after());
        List<Migration> found = job.map(migrations::of).orElseGet(() -> migrations.page(before, page.limit()));
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("migrations");
        found.stream().filter(each -> sees(context, each)).forEach(each -> list.add(named(each)));
        if (job.isEmpty() && found.size() == page.limit()) {
            body.put("next", found.getLast().id().toString());
        }
        return new Answer.Found(body);
    }

    private Answer one(RoutingContext context) {
        return visible(context)
                .<Answer>map(each -> new Answer.Found(named(each)))
                .orElseGet(MigrationPages::unknown);
    }

    /** For which site a caller speaks is plain where it runs but one of the two. */
    private Answer say(RoutingContext context, Migration migration, Said said) {
        JsonForm form = JsonForm.of(context);
        Optional<Integer> revision = form.required("revision", "1", JsonForm::integer);
        Optional<SiteId> site = form.required(
                "siteId", "\"" + migration.order().from() + "\"", value -> new SiteId(JsonForm.text(value)));
        Optional<String> reason = said == Said.REFUSED ? DispatchPages.reason(form) : Optional.of("");
        form.complain();
        if (!runs(Caller.of(context), site.orElseThrow())) {
            return new Answer.Refused(
                    Problem.of(ProblemCode.MIGRATION_CONFLICT, "you do not run the site " + site.orElseThrow()));
        }
        var answering =
                new Migrations.Answering(site.orElseThrow(), revision.orElseThrow(), said, reason.orElseThrow());
        MigrationAnswer came = database.inTransaction(tx ->
                migrations.answer(tx, migration.id(), answering, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        return switch (came) {
            case MigrationAnswer.Taken taken -> new Answer.Found(named(taken.migration()));
            case MigrationAnswer.Repeated repeated -> new Answer.Found(named(repeated.migration()));
            case MigrationAnswer.Refused(String why) ->
                new Answer.Refused(Problem.of(ProblemCode.MIGRATION_CONFLICT, why));
            case MigrationAnswer.Unknown() -> unknown();
        };
    }

    private Optional<Migration> visible(RoutingContext context) {
        return migrations
                .find(MigrationId.of(Page.path(context, "migrationId")))
                .filter(each -> sees(context, each));
    }

    private boolean sees(RoutingContext context, Migration migration) {
        Caller caller = Caller.of(context);
        Migration.Order order = migration.order();
        return caller.isOperator()
                || caller.sees(order.tenant().value())
                || runs(caller, order.from())
                || runs(caller, order.to());
    }

    private boolean runs(Caller caller, SiteId site) {
        return caller.isOperator()
                || sites.find(site)
                        .filter(found -> caller.sees(found.operator().value()))
                        .isPresent();
    }

    private static Answer unknown() {
        return Answer.notFound("no migration has this id");
    }

    private ObjectNode named(Migration migration) {
        ObjectNode json = json(migration);
        jobs.find(migration.order().job())
                .ifPresent(job -> json.put("jobName", job.job().name()));
        return json;
    }

    static ObjectNode json(Migration migration) {
        Migration.Order order = migration.order();
        ObjectNode json = Json.object()
                .put("migrationId", migration.id().toString())
                .put("revision", migration.revision())
                .put("state", migration.state().name())
                .put("jobId", order.job().toString());
        json.put("tenant", order.tenant().value())
                .put("fromSite", order.from().value())
                .put("toSite", order.to().value())
                .put("checkpointBy", order.leaveBy().toString())
                .put("resumeAt", order.resumeAt().toString())
                .put("itPowerKw", order.itPower().kilowatts())
                .put("workLeftKwh", order.left().kilowattHours())
                .put("planVersion", order.planVersion());
        migration.fromSaid().ifPresent(said -> json.put("fromSaid", said.name()));
        migration.toSaid().ifPresent(said -> json.put("toSaid", said.name()));
        return json.put("why", migration.why())
                .put("since", migration.since().toString())
                .put("recordId", migration.record().toString());
    }
}
