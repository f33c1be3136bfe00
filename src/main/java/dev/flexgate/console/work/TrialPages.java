package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.console.work.PlacementPages.Figure;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.placement.TrialAsk;
import dev.flexgate.placement.TrialReport;
import dev.flexgate.placement.TrialReport.Sums;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.TenantId;
import io.vertx.ext.web.Router;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** {@code /policies/test}: what would this policy have done on the last days? */
public final class TrialPages {

    private final DeskRooms rooms;

    TrialPages(DeskRooms rooms) {
        this.rooms = rooms;
    }

    void addTo(Router router, Pages pages) {
        router.get("/policies/test").handler(pages.show(this::test));
    }

    /** The form with what comes of it. */
    public record TrialPage(
            String tenant,
            String days,
            String perTonne,
            String carbon,
            String money,
            boolean hold,
            String currency,
            Optional<String> fault,
            Optional<Outcome> outcome) {}

    /**
     * What it would have done.
     *
     * @param band of what was realised, over days of the kind; a dash where it is not known
     */
    public record Outcome(String sentence, String history, Line total, String band, List<Line> days, Mark mark) {}

    /** One day, or all of them. */
    public record Line(
            String day,
            int decided,
            int moved,
            int held,
            Figure saved,
            Figure money,
            String realised,
            String usedKg,
            String usedMoney) {}

    private View test(Visit visit) {
        Caller caller = Caller.of(visit.context());
        String tenant = visit.query("tenant").orElse(caller.tenant());
        String days = visit.query("days").orElse("30");
        String carbon = visit.query("carbon").orElse("");
        String money = visit.query("money").orElse("");
        boolean hold = visit.query("hold").isPresent();
        String perTonne = visit.query("tonne").orElse("");
        Optional<String> fault = Optional.empty();
        Optional<Outcome> outcome = Optional.empty();
        try {
            var whose = new TenantId(tenant);
            if (!caller.sees(whose.value())) {
                throw new IllegalArgumentException("Tenant: you may try your own policy alone");
            }
            perTonne = visit.query("tonne")
                    .orElseGet(() -> rooms.placement().perTonne(whose).amount().toPlainString());
            if (visit.query("days").isPresent()) {
                var ask = new TrialAsk(
                        whose,
                        new Money(
                                BudgetPages.amount("Worth of a tonne", perTonne),
                                rooms.budgets().currency()),
                        visit.query("carbon").map(text -> BudgetPages.amount("Carbon", text)),
                        visit.query("money").map(text -> BudgetPages.amount("Money", text)),
                        hold,
                        PlacementPages.amount("Days", days).intValue());
                outcome = Optional.of(outcome(rooms.placement().trial(ask)));
            }
        } catch (IllegalArgumentException unusable) {
            fault = Optional.of(String.valueOf(unusable.getMessage()));
        }
        return View.page(
                Section.BUDGETS,
                "Policy test",
                "page/trial.jte",
                new TrialPage(
                        tenant,
                        days,
                        perTonne,
                        carbon,
                        money,
                        hold,
                        rooms.budgets().currency().getCurrencyCode(),
                        fault,
                        outcome));
    }

    private Outcome outcome(TrialReport report) {
        Sums total = report.total();
        TrialReport.History history = report.history();
        String sentence = total.decided() == 0
                ? "Nothing could be tried"
                : total.moved() + " of " + total.decided() + " jobs would have run otherwise than at once at home, "
                        + total.held() + " would have been held";
        return new Outcome(
                sentence,
                "Forecasts stood on " + history.daysWithVintages() + " of " + history.days() + " days. "
                        + history.jobsTried() + " of " + history.jobs() + " jobs were tried; "
                        + history.jobsWithoutForecast()
                        + " had no forecast when they came, or no room, and are left out; "
                        + history.jobsWithoutOutturn() + " were not all measured, so nothing was realised; "
                        + history.simulated() + " rest on simulated forecasts.",
                line("All", total, total.usedKg(), total.usedMoney()),
                report.realisedBand()
                        .map(band -> Amount.digits(band.p10(), 1) + "–" + Amount.digits(band.p90(), 1))
                        .orElse("–"),
                report.days().stream()
                        .map(day -> line(
                                rooms.times().utcDay(day.start()), day.sums(), day.usedKgSoFar(), day.usedMoneySoFar()))
                        .toList(),
                new Mark(
                        history.simulated() > 0 ? Mark.Kind.SIMULATED : Mark.Kind.RECORDED,
                        "FlexGate",
                        "by forecasts that stood when each job came, and by what was measured since",
                        Optional.of(report.asOf())));
    }

    private static Line line(String day, Sums sums, BigDecimal usedKg, BigDecimal usedMoney) {
        return new Line(
                day,
                sums.decided(),
                sums.moved(),
                sums.held(),
                PlacementPages.figure(sums.forecastSavedKg(), 1),
                PlacementPages.figure(sums.forecastSavedMoney(), 2),
                sums.realised() == 0
                        ? "–"
                        : Amount.digits(sums.realisedSavedKg(), 1) + " of " + Amount.digits(sums.realisedRunNowKg(), 1)
                                + ", " + sums.realised() + " jobs",
                Amount.digits(usedKg, 1),
                Amount.digits(usedMoney, 2));
    }
}
