package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.forecast.ForecastAgent;
import dev.flexgate.forecast.Forecaster.Stream;
import dev.flexgate.forecast.SkillLead;
import dev.flexgate.forecast.SkillReport;
import dev.flexgate.forecast.TrainingStatus;
import dev.flexgate.forecast.model.Skill;
import io.vertx.ext.web.Router;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code /forecast/skill}: which forecast should I trust, and how far ahead? */
public final class SkillPages {

    private static final int PRICE_SHIFT = 2;
    private static final int DIGITS = 1;

    private final DeskRooms rooms;

    SkillPages(DeskRooms rooms) {
        this.rooms = rooms;
    }

    void addTo(Router router, Pages pages) {
        router.get("/forecast/skill").handler(pages.show(this::skill));
    }

    /**
     * One signal of one zone.
     *
     * @param leads with what each method did there; empty where nothing met its outturn yet
     * @param mark how the figures came about
     */
    public record SkillPage(
            List<ForecastPages.Tab> streams,
            Optional<TrainingStatus> training,
            List<LeadBlock> leads,
            int issues,
            String unit,
            Mark mark,
            Times times) {}

    /** What every method did at one range of leads. */
    public record LeadBlock(String lead, List<Line> lines) {}

    /**
     * One method; a dash stands for what is not known.
     *
     * @param bar width in percent of the greatest error of the range
     * @param best whether its error is the smallest of the range
     */
    public record Line(
            String method,
            String mae,
            String mape,
            String pinball,
            String coverage,
            String values,
            int bar,
            boolean best) {}

    private View skill(Visit visit) {
        ForecastAgent forecasts = rooms.forecasts();
        List<Topic> topics = forecasts.topics();
        Optional<Topic> chosen = topics.stream()
                .filter(topic ->
                        visit.query("zone").filter(topic.zone().code()::equals).isPresent()
                                && visit.query("signal")
                                        .filter(topic.signal().name()::equals)
                                        .isPresent())
                .findFirst()
                .or(() -> topics.stream().findFirst());
        return View.page(
                Section.FORECAST,
                "Forecast skill",
                "page/skill.jte",
                chosen.map(topic -> page(topics, topic, visit.now())).orElseGet(() -> nothing(visit.now())));
    }

    private SkillPage nothing(Instant now) {
        return new SkillPage(List.of(), Optional.empty(), List.of(), 0, "", mark(now), rooms.times());
    }

    private SkillPage page(List<Topic> topics, Topic chosen, Instant now) {
        SkillReport report = rooms.forecasts().report(chosen, now);
        return new SkillPage(
                topics.stream()
                        .map(topic -> new ForecastPages.Tab(
                                ForecastPages.name(stream(topic)), path(topic), topic.equals(chosen)))
                        .toList(),
                rooms.forecasts().status(chosen),
                Arrays.stream(SkillLead.values())
                        .map(lead -> new LeadBlock(lead.label(), lines(report, lead)))
                        .filter(block -> !block.lines().isEmpty())
                        .toList(),
                report.issues(),
                ForecastPages.unit(stream(chosen)),
                mark(report.asOf()),
                rooms.times());
    }

    private static Mark mark(Instant asOf) {
        return new Mark(
                Mark.Kind.RECORDED,
                "FlexGate",
                "what was said at each issue against what came, over 28 days",
                Optional.of(asOf));
    }

    private static List<Line> lines(SkillReport report, SkillLead lead) {
        List<SkillReport.Line> its =
                report.lines().stream().filter(line -> line.lead() == lead).toList();
        double most = its.stream().mapToDouble(line -> line.skill().mae()).max().orElse(0);
        double least =
                its.stream().mapToDouble(line -> line.skill().mae()).min().orElse(0);
        return its.stream().map(line -> line(line, report, most, least)).toList();
    }

    private static Line line(SkillReport.Line line, SkillReport report, double most, double least) {
        Skill skill = line.skill();
        int shift = report.topic().signal() == Signal.ENERGY_PRICE ? PRICE_SHIFT : 0;
        return new Line(
                line.method().equals("issued") ? "issued and used" : line.method(),
                digits(skill.mae(), shift),
                digits(skill.mapePercent(), 0),
                digits(skill.pinball(), shift),
                digits(skill.coveragePercent(), 0),
                Amount.digits(BigDecimal.valueOf(skill.count()), 0),
                most > 0 ? (int) Math.round(100 * skill.mae() / most) : 0,
                skill.mae() == least);
    }

    /** Unknown is a dash, never 0. */
    private static String digits(double value, int shift) {
        return Double.isFinite(value)
                ? Amount.digits(BigDecimal.valueOf(value).movePointRight(shift), shift == 0 ? DIGITS : 2)
                : "–";
    }

    private static Stream stream(Topic topic) {
        return new Stream(topic.zone(), topic.signal());
    }

    private static String path(Topic topic) {
        return "/forecast/skill?zone=" + topic.zone() + "&signal=" + topic.signal();
    }
}
