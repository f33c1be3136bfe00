package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.forecast.Quantiles;
import dev.flexgate.placement.Exchange;
import dev.flexgate.placement.Latency;
import dev.flexgate.placement.PlacementAnswer;
import dev.flexgate.placement.PlacementAnswer.Placed;
import dev.flexgate.placement.PlacementAsk;
import dev.flexgate.placement.Standing;
import dev.flexgate.placement.Terms;
import dev.flexgate.placement.Vintage;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.JobRequest;
import dev.flexgate.workload.Site;
import io.vertx.ext.web.Router;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /placement}: which region for this job, counting everything? */
public final class PlacementPages {

    private final DeskRooms rooms;
    private final WindowPages windows;

    PlacementPages(DeskRooms rooms) {
        this.rooms = rooms;
        this.windows = new WindowPages(rooms);
    }

    void addTo(Router router, Pages pages) {
        router.get("/placement").handler(pages.show(this::placement));
        windows.addTo(router, pages);
    }

    /**
     * The form with what comes of it.
     *
     * @param fault what is wrong with what was filled in
     */
    public record PlacementPage(
            Ask ask, Weights weights, List<Site> sites, Optional<String> fault, Optional<Ranking> ranking) {}

    /** What is filled in beside the job, in the form's own words. */
    public record Weights(
            String perKilogram,
            String perMillisecond,
            String perGigabyte,
            String transfer,
            String latencyMax,
            String residency,
            boolean zonesToo) {

        static Weights of(Visit visit) {
            return new Weights(
                    visit.query("kg").orElse("0.08"),
                    visit.query("ms").orElse("0"),
                    visit.query("gb").orElse("0.02"),
                    visit.query("transfer").orElse("0"),
                    visit.query("latency").orElse(""),
                    visit.query("residency").orElse(""),
                    visit.query("zones").isPresent());
        }
    }

    /**
     * All regions for the job.
     *
     * @param currency of all money
     * @param runNow what running at home at once comes to, for comparison
     */
    public record Ranking(
            String currency, Optional<Line> runNow, List<Line> lines, Optional<Scatter> scatter, Mark mark) {

        /** Such as {@code 3 of 6 regions may be chosen}. */
        public String sentence() {
            long open = lines.stream().filter(line -> !line.rank().isEmpty()).count();
            return open + " of " + lines.size() + " regions may be chosen";
        }
    }

    /** One region; a dash stands for what is not known. */
    public record Line(
            String rank,
            String name,
            String zone,
            String when,
            Figure total,
            Figure carbon,
            Figure worthOfCarbon,
            Figure energy,
            String latency,
            String transfer,
            String saved,
            String badge,
            List<String> reasons,
            Mark mark) {

        Line because(List<String> these) {
            return new Line(
                    rank,
                    name,
                    zone,
                    when,
                    total,
                    carbon,
                    worthOfCarbon,
                    energy,
                    latency,
                    transfer,
                    saved,
                    badge,
                    these,
                    mark);
        }
    }

    /** A value with its band. */
    public record Figure(String value, String band) {

        static final Figure UNKNOWN = new Figure("–", "");
    }

    /** Money against carbon, drawn: 560 by 280, axes from the least to the most that any band reaches. */
    public record Scatter(List<Dot> dots, String left, String right, String bottom, String top) {}

    /** A region in the drawing, with its bands. */
    public record Dot(
            int x, int y, int left, int right, int top, int bottom, boolean pareto, String label, String title) {}

    private View placement(Visit visit) {
        List<Site> sites = rooms.sites().all();
        String home = visit.query("home")
                .orElseGet(() -> sites.isEmpty() ? "" : sites.getFirst().id().value());
        Ask ask = Ask.of(visit, visit::query, List.of(home), sites);
        Weights weights = Weights.of(visit);
        Optional<String> fault = Optional.empty();
        Optional<Ranking> ranking = Optional.empty();
        try {
            ranking = Optional.of(ranking(question(ask, weights), visit));
        } catch (IllegalArgumentException unusable) {
            fault = Optional.of(String.valueOf(unusable.getMessage()));
        }
        return View.page(
                Section.PLACEMENT,
                "Placement",
                "page/placement.jte",
                new PlacementPage(ask, weights, sites, fault, ranking));
    }

    private PlacementAsk question(Ask ask, Weights weights) {
        JobRequest job = ask.request();
        return new PlacementAsk(
                job.demand(),
                job.shape(),
                job.window(),
                job.sites().home(),
                Stream.of(weights.residency().split("[, ]+"))
                        .filter(each -> !each.isEmpty())
                        .toList(),
                weights.latencyMax().isEmpty()
                        ? Optional.empty()
                        : Optional.of(amount("Latency", weights.latencyMax())),
                Map.of(),
                amount("Data to move", weights.transfer()),
                Optional.empty(),
                weights.zonesToo(),
                new Exchange(
                        rooms.placement().currency(),
                        amount("Worth of a kilogram", weights.perKilogram()),
                        amount("Worth of a millisecond", weights.perMillisecond()),
                        amount("Price of a gigabyte", weights.perGigabyte()),
                        Exchange.NETWORK_KWH_PER_GB,
                        Map.of()));
    }

    static BigDecimal amount(String field, String text) {
        if (!text.matches("[0-9]{1,9}([.][0-9]{1,9})?")) {
            throw new IllegalArgumentException(field + ": '" + text + "' is not a plausible number");
        }
        return new BigDecimal(text);
    }

    private Ranking ranking(PlacementAsk question, Visit visit) {
        PlacementAnswer answer = rooms.placement().evaluate(question, visit.now());
        Quality quality = answer.regions().stream()
                .flatMap(each -> each.terms().stream())
                .flatMap(terms -> terms.vintages().stream())
                .map(Vintage::quality)
                .reduce(Quality.MEASURED, Quality::worse);
        var mark = Mark.planned(
                quality,
                answer.planVersion() == 0
                        ? "from the newest forecasts; no plan stands"
                        : "from the newest forecasts, room beside plan " + answer.planVersion(),
                answer.asOf());
        return new Ranking(
                question.exchange().currency().getCurrencyCode(),
                answer.runNow().map(terms -> line("", "Run now at home", answer.home(), terms, Optional.empty(), "")),
                answer.regions().stream()
                        .map(each -> line(each, answer.runNow()))
                        .toList(),
                Scatters.of(answer.regions()),
                mark);
    }

    private Line line(Placed placed, Optional<Terms> runNow) {
        String rank = switch (placed.standing()) {
            case Standing.Ranked(int at, boolean _, boolean _) -> Integer.toString(at);
            case Standing.Excluded _, Standing.Unknown _ -> "";
        };
        String badge = switch (placed.standing()) {
            case Standing.Ranked(int _, boolean pareto, boolean within) ->
                (pareto ? "Pareto" : "dominated") + (within ? "" : ", beyond the band of the first");
            case Standing.Excluded _ -> "excluded";
            case Standing.Unknown _ -> "unknown";
        };
        String zone = placed.region().carbonZone().code();
        return placed.terms()
                .map(terms -> line(rank, placed.region().name(), zone, terms, runNow, badge))
                .orElseGet(() -> nothing(placed, zone, badge))
                .because(reasons(placed.standing()));
    }

    private static List<String> reasons(Standing standing) {
        List<Standing.Reason> reasons = switch (standing) {
            case Standing.Ranked _ -> List.of();
            case Standing.Excluded(List<Standing.Reason> its) -> its;
            case Standing.Unknown(List<Standing.Reason> its) -> its;
        };
        return reasons.stream().map(each -> each.code() + ": " + each.detail()).toList();
    }

    private Line line(String rank, String name, String zone, Terms terms, Optional<Terms> runNow, String badge) {
        Quality quality = terms.vintages().stream().map(Vintage::quality).reduce(Quality.MEASURED, Quality::worse);
        return new Line(
                rank,
                name,
                zone,
                when(terms.pieces()),
                money(terms.total()),
                figure(terms.carbonKg(), 1),
                money(terms.worth().carbon()),
                money(terms.worth().energy()),
                terms.latency().map(PlacementPages::latency).orElse("–"),
                Amount.digits(terms.worth().transfer(), 2),
                runNow.map(now -> Amount.digits(
                                now.carbonKg().p50().subtract(terms.carbonKg().p50()), 1))
                        .orElse("–"),
                badge,
                List.of(),
                new Mark(
                        Mark.Kind.of(quality),
                        "FlexGate",
                        "forecasts issued "
                                + rooms.times()
                                        .utcSeconds(terms.vintages().getFirst().issuedAt()) + " UTC",
                        Optional.of(terms.vintages().getFirst().issuedAt())));
    }

    private static Line nothing(Placed placed, String zone, String badge) {
        return new Line(
                "",
                placed.region().name(),
                zone,
                "–",
                Figure.UNKNOWN,
                Figure.UNKNOWN,
                Figure.UNKNOWN,
                Figure.UNKNOWN,
                "–",
                "–",
                "–",
                badge,
                List.of(),
                new Mark(Mark.Kind.MISSING, "FlexGate", "not known", Optional.empty()));
    }

    String when(List<Interval> pieces) {
        Times times = rooms.times();
        String first = times.utcSpan(pieces.getFirst());
        return pieces.size() == 1
                ? first
                : first + " and " + (pieces.size() - 1) + " more, to "
                        + times.utc(pieces.getLast().end());
    }

    private static String latency(Latency latency) {
        return Amount.digits(latency.milliseconds(), 1)
                + switch (latency.source()) {
                    case HOME -> "";
                    case GIVEN -> " given";
                    case ESTIMATED -> " est.";
                };
    }

    private static Figure money(Quantiles value) {
        return figure(value, 2);
    }

    static Figure figure(Quantiles value, int decimals) {
        return new Figure(
                Amount.digits(value.p50(), decimals),
                Amount.digits(value.p10(), decimals) + "–" + Amount.digits(value.p90(), decimals));
    }
}
