package dev.flexgate.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.outbox.RetryClass;
import dev.flexgate.planning.Migration;
import dev.flexgate.planning.Migration.Said;
import dev.flexgate.planning.MigrationWatcher;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.HandlingForm;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.SiteId;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Promises to tell both sites of a job that moves, in the transaction that moves it: to one that it suspends the job and hands
 * it over, to the other that it takes and resumes it; and that it was taken back, to whoever was told.
 */
final class MigrationPost implements MigrationWatcher {

    /** Move this job. */
    static final String ORDER = "flex.job.migrate.v1";

    /** Forget it. */
    static final String WITHDRAW = "flex.job.migration.withdrawn.v1";

    /** A site that was away when it should have resumed a job is still told to, for so long. */
    private static final Duration LATE = Duration.ofMinutes(30);

    private final Executors executors;
    private final Outbox outbox;
    private final Jobs jobs;
    private final Ids ids;
    private final URI source;

    MigrationPost(Executors executors, ExecutionRooms rooms, Jobs jobs, URI source) {
        this.executors = executors;
        this.outbox = rooms.outbox();
        this.jobs = jobs;
        this.ids = rooms.ids();
        this.source = source;
    }

    @Override
    public void changed(Tx tx, Migration migration) {
        Migration.Order order = migration.order();
        for (SiteId site : List.of(order.from(), order.to())) {
            if (executors.find(site).isPresent()) {
                tell(tx, migration, site);
            }
        }
    }

    private void tell(Tx tx, Migration migration, SiteId site) {
        Optional<Said> said = migration.said(site);
        Instant until = migration.order().resumeAt().plus(LATE);
        switch (migration.state()) {
            // Once a site has said something of a revision it has been told.
            case ORDERED -> {
                if (migration.fromSaid().isEmpty() && migration.toSaid().isEmpty()) {
                    promise(tx, migration, site, ORDER, ordered(migration, site), until);
                }
            }
            case WITHDRAWN -> promise(tx, migration, site, WITHDRAW, withdrawn(migration), until);
            case REFUSED -> {
                if (!said.equals(Optional.of(Said.REFUSED))) {
                    promise(tx, migration, site, WITHDRAW, withdrawn(migration), until);
                }
            }
            case DONE -> {}
        }
    }

    private ObjectNode ordered(Migration migration, SiteId site) {
        Migration.Order order = migration.order();
        Job job = jobs.find(order.job()).orElseThrow().job();
        ObjectNode data = common(migration)
                .put("part", site.equals(order.from()) ? "CHECKPOINT" : "RESUME")
                .put("siteId", site.value());
        ObjectNode described = data.putObject("job")
                .put("jobId", job.id().toString())
                .put("reference", job.reference())
                .put("name", job.name())
                .put("tenant", job.tenant().value())
                .put("deadline", job.window().end().toString());
        HandlingForm.write(described, job.handling());
        return data.put("fromSite", order.from().value())
                .put("toSite", order.to().value())
                .put("checkpointBy", order.leaveBy().toString())
                .put("resumeAt", order.resumeAt().toString())
                .put("itPowerW", order.itPower().watts())
                .put("workLeftJ", order.left().joules())
                .put("planVersion", order.planVersion())
                .put("answerPath", "/api/v1/migrations/" + migration.id());
    }

    private static ObjectNode withdrawn(Migration migration) {
        return common(migration)
                .put("jobId", migration.order().job().toString())
                .put("state", migration.state().name())
                .put("why", migration.why());
    }

    private static ObjectNode common(Migration migration) {
        return Json.object().put("migrationId", migration.id().toString()).put("revision", migration.revision());
    }

    private void promise(Tx tx, Migration migration, SiteId site, String kind, ObjectNode data, Instant notAfter) {
        UUID id = ids.next();
        byte[] body = new JsonFormat()
                .serialize(CloudEventBuilder.v1()
                        .withId(id.toString())
                        .withSource(source)
                        .withType(kind)
                        .withSubject(migration.id().toString())
                        .withTime(migration.since().atOffset(ZoneOffset.UTC))
                        .withData("application/json", JsonCloudEventData.wrap(data))
                        .build());
        var routing = new MigrationRouting(site, migration.id(), migration.revision(), kind, migration.record());
        outbox.promise(
                tx,
                new OutgoingMessage(
                        id,
                        MigrationCourier.NAME,
                        site.value(),
                        RetryClass.CONTROL,
                        body,
                        DispatchEvents.CONTENT_TYPE,
                        routing.json(),
                        notAfter));
    }
}
