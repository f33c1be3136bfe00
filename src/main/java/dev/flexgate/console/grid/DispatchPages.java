package dev.flexgate.console.grid;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Chart;
import dev.flexgate.console.Chart.Point;
import dev.flexgate.console.Chart.Series;
import dev.flexgate.console.Chart.Style;
import dev.flexgate.console.ConsoleRooms;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.flexibility.dispatch.DispatchId;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.DispatchStep;
import dev.flexgate.flexibility.dispatch.Instruction;
import dev.flexgate.flexibility.dispatch.Progress;
import dev.flexgate.flexibility.dispatch.SiteReport;
import dev.flexgate.flexibility.dispatch.Target;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Site;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** {@code /flex/dispatches}: are we delivering right now? */
final class DispatchPages {

    private static final int PER_PAGE = 50;
    private static final int REPORTS_MAX = 500;
    private static final Duration REPORT_HOLDS = Duration.ofMinutes(5);
    /** Reports of a site are telemetry: no record, so no event tells of them. */
    private static final int REPORTS_EVERY_SECONDS = 2;

    private static final UUID NEWEST = new UUID(-1, -1);

    private final ConsoleRooms rooms;
    private final Grid grid;
    private final Times times;

    DispatchPages(ConsoleRooms rooms, Grid grid, Times times) {
        this.rooms = rooms;
        this.grid = grid;
        this.times = times;
    }

    void addTo(Router router, Pages pages) {
        router.get("/flex/dispatches").handler(pages.show(this::list));
        router.get("/flex/dispatches/:dispatchId").handler(pages.show(this::show));
        router.post("/flex/dispatches/:dispatchId/abort").handler(pages.show(this::abort));
    }

    private View list(Visit visit) {
        UUID before = visit.query("before").map(UUID::fromString).orElse(NEWEST);
        List<DispatchInstruction> all = grid.dispatches().page(before, PER_PAGE);
        Optional<String> next = all.size() == PER_PAGE
                ? Optional.of("/flex/dispatches?before=" + all.getLast().id())
                : Optional.empty();
        return View.page(Section.DISPATCH, "Dispatch", "page/dispatches.jte", new DispatchesPage(all, next));
    }

    private View show(Visit visit) {
        return find(visit).map(found -> page(visit, found, "", 200)).orElseGet(DispatchPages::unknown);
    }

    private Optional<DispatchInstruction> find(Visit visit) {
        return grid.dispatches().find(DispatchId.parse(visit.path("dispatchId")));
    }

    private static View unknown() {
        return View.notFound("No instruction has this id.");
    }

    private View page(Visit visit, DispatchInstruction found, String refusal, int status) {
        List<SiteReport> reports = grid.dispatches().reports(found.id(), REPORTS_MAX);
        Target target = targetAt(found.instruction(), visit.now());
        Progress progress = grid.dispatches().progress(found.instruction());
        var page = new DispatchPage(
                found,
                rooms.sites()
                        .find(found.instruction().site())
                        .map(Site::name)
                        .orElse(found.instruction().site().value()),
                chart(found, reports, progress, visit.now()),
                reports.stream().findFirst().map(report -> delivered(found.instruction(), report)),
                metered(found.instruction(), progress),
                progress.ratio().map(ratio -> Amount.digits(ratio.movePointRight(2), 1)),
                progress.steps().stream()
                        .map(step -> line(found.instruction(), step))
                        .toList(),
                found instanceof DispatchInstruction.Open ? Optional.of(REPORTS_EVERY_SECONDS) : Optional.empty(),
                Amount.of(
                        turned(found.instruction(), target.reduction()),
                        Mark.agreed("between baseline and target, by the order")),
                grid.dispatches().history(found.id()),
                found instanceof DispatchInstruction.Open
                        && Caller.of(visit.context()).isOperator(),
                refusal);
        return new View.Shown(status, Section.DISPATCH, "Dispatch", "page/dispatch.jte", page);
    }

    private static Target targetAt(Instruction instruction, Instant moment) {
        return instruction.targets().stream()
                .filter(target -> target.period().contains(moment))
                .findFirst()
                .orElse(instruction.targets().getFirst());
    }

    private static Amount delivered(Instruction instruction, SiteReport report) {
        Power reduction = targetAt(instruction, report.measuredAt()).planned().minus(report.facilityPower());
        var mark = new Mark(
                Mark.Kind.ESTIMATED,
                instruction.site().value(),
                "planned load less the site's own report; settlement uses meters",
                Optional.of(report.measuredAt()));
        return Amount.of(turned(instruction, reduction), mark);
    }

    /** As people say it: so much less in a turn-down, so much more in a turn-up. */
    private static Power turned(Instruction instruction, Power reduction) {
        return instruction.direction() == Direction.DOWN ? reduction : Power.ZERO.minus(reduction);
    }

    private static DispatchPage.Line line(Instruction instruction, Progress.Step step) {
        return new DispatchPage.Line(
                step.target(),
                turned(instruction, step.target().reduction()),
                step.delivered().map(step.target().planned()::minus),
                step.delivered().map(power -> turned(instruction, power)),
                step.quality().map(quality -> mark(step, quality)));
    }

    private static Mark mark(Progress.Step step, Quality quality) {
        return new Mark(
                Mark.Kind.of(quality),
                "meters of the site",
                "the frozen plan against the metered half-hour",
                Optional.of(step.target().period().end()));
    }

    private static Optional<Amount> metered(Instruction instruction, Progress progress) {
        return progress.steps().reversed().stream()
                .map(step -> line(instruction, step))
                .flatMap(line -> line.mark().stream()
                        .map(mark -> Amount.of(line.delivered().orElseThrow(), mark)))
                .findFirst();
    }

    private Chart chart(DispatchInstruction found, List<SiteReport> reports, Progress progress, Instant now) {
        Instruction instruction = found.instruction();
        List<Point> planned = new ArrayList<>();
        List<Point> targets = new ArrayList<>();
        for (Target target : instruction.targets()) {
            planned.add(Point.of(target.period(), kilowatts(target.planned())));
            targets.add(Point.of(target.period(), kilowatts(target.facilityPower())));
        }
        List<Series> series = new ArrayList<>();
        List<Point> told = told(reports, instruction.window());
        if (!told.isEmpty()) {
            series.add(new Series("Reported by the site", Style.MEASURED, 1, told));
        }
        List<Point> metered = progress.steps().stream()
                .map(step -> line(instruction, step))
                .flatMap(line -> line.metered().stream()
                        .map(power -> Point.of(line.target().period(), kilowatts(power))))
                .toList();
        if (!metered.isEmpty()) {
            series.add(new Series("Metered", Style.MEASURED, 3, metered));
        }
        series.add(new Series("Target", Style.LIMIT, 2, targets));
        series.add(new Series("Planned without the order", Style.PLANNED, 4, planned));
        String sentence = told.isEmpty()
                ? "The site has not reported what it draws."
                : "The site last reported " + Chart.digits(told.getLast().value()) + " kW.";
        return new Chart(
                "delivery",
                "Power at the meter",
                sentence,
                "kW",
                instruction.window(),
                series,
                Optional.of(now),
                true,
                chartMark(reports, progress),
                times);
    }

    /** As good as the readings in it; what the site says of itself is an estimate. */
    private static Mark chartMark(List<SiteReport> reports, Progress progress) {
        String method = "instruction, the site's reports and its meters; an indication, not what is settled";
        Optional<Mark.Kind> metered = progress.quality().map(Mark.Kind::of);
        Mark.Kind kind = metered.orElse(reports.isEmpty() ? Mark.Kind.AGREED : Mark.Kind.ESTIMATED);
        return new Mark(kind, "FlexGate", method, Optional.empty());
    }

    /** A report holds until the next, five minutes at most: afterwards the line breaks rather than pretend. */
    private static List<Point> told(List<SiteReport> newestFirst, Interval window) {
        List<Point> points = new ArrayList<>();
        List<SiteReport> reports = newestFirst.reversed();
        for (int index = 0; index < reports.size(); index++) {
            SiteReport report = reports.get(index);
            Instant start = report.measuredAt().truncatedTo(ChronoUnit.SECONDS);
            Instant limit = start.plus(REPORT_HOLDS);
            Instant end = index + 1 < reports.size()
                    ? earlier(limit, reports.get(index + 1).measuredAt().truncatedTo(ChronoUnit.SECONDS))
                    : limit;
            if (start.isBefore(end) && window.contains(start)) {
                points.add(
                        Point.of(new Interval(start, earlier(end, window.end())), kilowatts(report.facilityPower())));
            }
        }
        return points;
    }

    private static Instant earlier(Instant first, Instant second) {
        return first.isBefore(second) ? first : second;
    }

    private static double kilowatts(Power power) {
        return power.kilowatts().doubleValue();
    }

    private View abort(Visit visit) {
        if (!Caller.of(visit.context()).isOperator()) {
            return new View.Refused(
                    403, "Not yours to stop", "Only the operator of the gateway aborts an instruction.");
        }
        String why = visit.required("why");
        return step(
                visit,
                found -> rooms.database().inTransaction(tx -> grid.dispatches().abort(tx, found.id(), why, List.of())));
    }

    private View step(Visit visit, Function<DispatchInstruction, DispatchStep> step) {
        Optional<DispatchInstruction> found = find(visit);
        if (found.isEmpty()) {
            return unknown();
        }
        return switch (step.apply(found.get())) {
            case DispatchStep.Taken _, DispatchStep.Repeated _ ->
                new View.Moved("/flex/dispatches/" + found.get().id());
            case DispatchStep.Refused refused -> page(visit, found.get(), refused.detail(), 409);
        };
    }
}
