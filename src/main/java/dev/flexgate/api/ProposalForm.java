package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.planning.Change;
import dev.flexgate.planning.PlanningLimits;
import dev.flexgate.planning.ProposalRequest;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a proposal: which changes, why, and how long it can be applied. */
final class ProposalForm {

    private static final String JOB = "\"0198c1d2-0000-7000-8000-000000000000\"";
    private static final String SITE = "\"south-wales\"";
    private static final String TIME = "\"2026-11-22T02:00:00Z\"";

    private final JsonForm form;
    private final List<Change> changes = new ArrayList<>();

    private ProposalForm(JsonForm form) {
        this.form = form;
    }

    static ProposalRequest read(RoutingContext context) {
        return new ProposalForm(JsonForm.of(context)).request(Caller.of(context).keyId());
    }

    private ProposalRequest request(String by) {
        form.optional("releaseAll", false, "true", ProposalForm::flag)
                .filter(all -> all)
                .ifPresent(_ -> changes.add(new Change.ReleaseAll()));
        rollBack();
        carbonWorth();
        if (form.has("closeSites")) {
            form.objects("closeSites", ProposalRequest.CHANGES_MAX).forEach(this::closeSite);
        }
        if (form.has("moveJobs")) {
            form.objects("moveJobs", ProposalRequest.CHANGES_MAX).forEach(this::moveJob);
        }
        form.optional("releaseJobs", List.<String>of(), "[" + JOB + "]", JsonForm::texts)
                .ifPresent(jobs -> jobs.forEach(job -> changes.add(new Change.ReleaseJob(JobId.of(job)))));
        Optional<String> reason = form.optional("reason", "", "\"maintenance of hall 2\"", JsonForm::text);
        Optional<Integer> minutes =
                form.optional("expiresInMinutes", (int) ProposalRequest.LASTS.toMinutes(), "60", JsonForm::integer);
        form.complain();
        return new ProposalRequest(reason.orElseThrow(), changes, Duration.ofMinutes(minutes.orElseThrow()), by);
    }

    private static boolean flag(JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("must be true or false");
        }
        return value.booleanValue();
    }

    private void rollBack() {
        Optional<Boolean> partly = form.optional("partly", false, "true", ProposalForm::flag);
        if (form.has("rollBackTo")) {
            form.required("rollBackTo", "117", JsonForm::integer)
                    .ifPresent(version -> changes.add(new Change.RollBack(version, partly.orElse(false))));
        }
    }

    private void carbonWorth() {
        if (form.has("carbonPerTonne")) {
            form.required("carbonPerTonne", "\"90\"", JsonForm.written(text -> JsonForm.decimal(text, 2)))
                    .ifPresent(amount ->
                            changes.add(new Change.CarbonWorth(Money.rounded(amount, PlanningLimits.CURRENCY))));
        }
    }

    private void closeSite(JsonForm site) {
        Optional<SiteId> id = site.required("siteId", SITE, value -> new SiteId(JsonForm.text(value)));
        Optional<Instant> start = site.required("start", TIME, JsonForm::moment);
        Optional<Instant> end = site.required("end", TIME, JsonForm::moment);
        site.refuseUnknown();
        if (id.isPresent() && start.isPresent() && end.isPresent()) {
            if (start.get().isBefore(end.get())) {
                changes.add(new Change.CloseSite(id.get(), new Interval(start.get(), end.get())));
            } else {
                site.fault("end", "INTERVAL_INVERTED", "must be after start");
            }
        }
    }

    private void moveJob(JsonForm move) {
        Optional<JobId> job = move.required("jobId", JOB, value -> JobId.of(JsonForm.text(value)));
        Optional<SiteId> site = move.required("siteId", SITE, value -> new SiteId(JsonForm.text(value)));
        Optional<Instant> start = move.optional("start", Instant.MAX, TIME, JsonForm::moment);
        move.refuseUnknown();
        if (job.isPresent() && site.isPresent() && start.isPresent()) {
            changes.add(
                    start.get().equals(Instant.MAX)
                            ? new Change.MoveToSite(job.get(), site.get())
                            : new Change.MoveToStart(job.get(), site.get(), start.get()));
        }
    }
}
