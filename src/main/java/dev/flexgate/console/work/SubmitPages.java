package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.planning.Candidate;
import dev.flexgate.planning.Estimate;
import dev.flexgate.workload.JobRequest;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Submission;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /jobs/new}: what would happen if, and then: let it happen. */
public final class SubmitPages {

    private final DeskRooms rooms;

    SubmitPages(DeskRooms rooms) {
        this.rooms = rooms;
    }

    void addTo(Router router, Pages pages) {
        router.get("/jobs/new").handler(pages.show(this::form));
        router.post("/jobs").handler(pages.show(this::submit));
    }

    /**
     * The form with its estimate.
     *
     * @param fault what is wrong with what was filled in
     */
    public record SubmitPage(Ask ask, List<Site> sites, Optional<String> fault, Optional<Outlook> outlook) {}

    /**
     * What would become of the job.
     *
     * @param refusal why it would not be taken
     * @param windows the best three that are free, cheapest first
     * @param notFree something cheaper that is not free
     */
    public record Outlook(
            Optional<String> refusal,
            List<Option> windows,
            Optional<Option> runNow,
            Optional<Option> notFree,
            long planVersion,
            Mark mark) {}

    /** One way to run it. */
    public record Option(
            String kind,
            String when,
            String site,
            String energy,
            String money,
            String moneyBand,
            String carbon,
            String carbonBand,
            String slack,
            String verdict) {}

    private View form(Visit visit) {
        List<Site> sites = rooms.sites().all();
        Ask ask = Ask.of(visit, visit::query, visit.queries("site"), sites);
        return asked(ask, sites, Optional.empty(), 200);
    }

    private View asked(Ask ask, List<Site> sites, Optional<String> fault, int status) {
        Optional<String> wrong = fault;
        Optional<Outlook> outlook = Optional.empty();
        try {
            outlook = outlook(ask.request());
        } catch (IllegalArgumentException unusable) {
            wrong = fault.or(() -> Optional.of(String.valueOf(unusable.getMessage())));
        }
        var page = new SubmitPage(ask, sites, wrong, outlook);
        return new View.Shown(status, Section.SUBMIT, "Submit a job", "page/submit.jte", page);
    }

    private Optional<Outlook> outlook(JobRequest request) {
        Optional<String> refusal = rooms.jobs().refusal(request).map(Submission.Refused::detail);
        Map<SiteId, String> names = rooms.siteNames();
        return rooms.planning().estimate(request).map(estimate -> outlook(estimate, refusal, names));
    }

    private Outlook outlook(Estimate estimate, Optional<String> refusal, Map<SiteId, String> names) {
        return new Outlook(
                refusal,
                estimate.windows().stream().map(each -> option(each, names)).toList(),
                estimate.runNow().map(each -> option(each, names)),
                estimate.bestRefused().map(each -> option(each, names)),
                estimate.planVersion(),
                Mark.planned(
                        estimate.quality(),
                        "beside plan " + estimate.planVersion() + ", nothing moved: the next plan may do better",
                        estimate.asOf()));
    }

    private Option option(Candidate candidate, Map<SiteId, String> names) {
        Times times = rooms.times();
        return new Option(
                Words.kind(candidate),
                Words.runs(candidate.runs(), times),
                names.getOrDefault(candidate.site(), candidate.site().value()),
                Words.kilowattHours(candidate.energy()),
                Amount.money(candidate.money().p50()),
                Words.moneyBand(candidate.money()),
                Words.kilograms(candidate.carbon().p50()),
                Words.band(candidate.carbon()),
                Words.slack(candidate.slack()),
                Words.verdict(candidate.verdict(), names, times));
    }

    private View submit(Visit visit) {
        List<Site> sites = rooms.sites().all();
        Ask ask = Ask.of(visit, visit::field, visit.fields("site"), sites);
        JobRequest request;
        try {
            request = ask.request();
        } catch (IllegalArgumentException unusable) {
            return asked(ask, sites, Optional.of(String.valueOf(unusable.getMessage())), 422);
        }
        if (!Caller.of(visit.context()).sees(request.tenant().value())) {
            return asked(ask, sites, Optional.of("Tenant: you may submit for your own alone"), 403);
        }
        return switch (rooms.jobs().submit(request)) {
            case Submission.Accepted(var job) -> new View.Moved("/jobs/" + job.id());
            case Submission.Repeated(var tracked) ->
                new View.Moved("/jobs/" + tracked.job().id());
            case Submission.Refused refused ->
                asked(ask, sites, Optional.of(refused.reason() + ": " + refused.detail()), 422);
        };
    }
}
