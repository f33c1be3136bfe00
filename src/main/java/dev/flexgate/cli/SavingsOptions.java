package dev.flexgate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.forecast.backtest.BadDataException;
import dev.flexgate.forecast.backtest.Beside;
import dev.flexgate.forecast.backtest.Savings;
import dev.flexgate.forecast.backtest.Savings.Freedom;
import dev.flexgate.forecast.backtest.Savings.Shape;
import dev.flexgate.forecast.backtest.SavingsStudy;
import dev.flexgate.forecast.backtest.SavingsStudy.Region;
import dev.flexgate.forecast.backtest.SeriesFile;
import dev.flexgate.forecast.backtest.Work;
import dev.flexgate.forecast.backtest.WorkFile;
import dev.flexgate.forecast.model.Companion.Auction;
import dev.flexgate.forecast.model.EvenSeries;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code flexgate forecast savings} is asked. */
final class SavingsOptions {

    static final Table RESULTS = Table.of(
            "METHOD",
            "/method",
            "JOBS",
            "/jobs",
            "ON ARRIVAL",
            "/onArrival",
            "SHIFTED",
            "/shifted",
            "SAVING %",
            "/savingPercent",
            "OF BEST %",
            "/ofBestPercent",
            "WORSE %",
            "/worsePercent",
            "P5 %",
            "/p5Percent",
            "P95 %",
            "/p95Percent");

    private static final Pattern AUCTION = Pattern.compile("(?<time>[^@]+)@(?<zone>[^=]+)=(?<file>.+)");

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "A series, CSV or CSV.gz; give more for more regions, the first is where work arrives.")
    private List<Path> files = List.of();

    @Option(names = "--column", paramLabel = "NAME", description = "Which column; the first by default.")
    private @Nullable String column;

    @Option(names = "--from", paramLabel = "TIME", description = "First arrival: a day or time.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Last arrival.")
    private @Nullable String to;

    @Option(names = "--every", defaultValue = "PT1H", description = "Between arrivals (${DEFAULT-VALUE}).")
    private Duration every = Duration.ZERO;

    @Option(names = "--job", defaultValue = "PT6H", description = "How long a job runs (${DEFAULT-VALUE}).")
    private Duration job = Duration.ZERO;

    @Option(names = "--slack", defaultValue = "PT24H", description = "How much later it may end (${DEFAULT-VALUE}).")
    private Duration slack = Duration.ZERO;

    @Option(names = "--jobs", paramLabel = "FILE", description = "Jobs of a file instead, CSV or CSV.gz.")
    private @Nullable Path jobs;

    @Option(names = "--pieces", description = "Work may be cut into pieces of one step.")
    private boolean pieces;

    @Option(
            names = "--choose",
            defaultValue = "time",
            paramLabel = "time|place|both",
            description = "What may be chosen (${DEFAULT-VALUE}).")
    private String choose = "";

    @Option(
            names = "--replan",
            paramLabel = "LENGTH",
            description = "Decide anew this often what has not begun, such as PT1H; never by default.")
    private @Nullable Duration replan;

    @Option(names = "--method", paramLabel = "NAME", description = "Only these: oracle, flexgate, a baseline.")
    private @Nullable List<String> methods;

    @Option(
            names = "--history",
            defaultValue = "400",
            paramLabel = "DAYS",
            description = "How many days our own models are learnt from (${DEFAULT-VALUE}).")
    private int history;

    @Option(
            names = "--beside",
            paramLabel = "FILE[#COLUMN]",
            description = "A series that our own method may look at, as far as it had come.")
    private @Nullable List<String> beside;

    @Option(
            names = "--auction",
            paramLabel = "HH:MM@ZONE=FILE[#COLUMN]",
            description = "A series whose values for a whole day were published the day before, at this time there.")
    private @Nullable List<String> auctions;

    ObjectNode answer(Consumer<String> progress) {
        List<Region> regions = files.stream().map(this::region).toList();
        EvenSeries home = regions.getFirst().series();
        var study = new SavingsStudy(
                regions,
                beside(),
                history,
                work(home),
                pieces ? Shape.PIECES : Shape.BLOCK,
                freedom(),
                replan == null ? 0 : SavingsStudy.steps(home, replan, "replan"));
        List<Savings.Result> results = study.all(methods == null ? SavingsStudy.USUAL : methods, progress);
        ObjectNode answer = Json.object();
        var rows = answer.putArray("savings");
        double best = results.stream()
                .filter(result -> result.method().equals("oracle"))
                .mapToDouble(Savings.Result::savingPercent)
                .findFirst()
                .orElse(Double.NaN);
        results.forEach(result -> row(rows.addObject(), result, best));
        return answer;
    }

    private List<Beside> beside() {
        var all = new ArrayList<Beside>();
        for (String each : beside == null ? List.<String>of() : beside) {
            all.add(beside(each, Optional.empty()));
        }
        for (String each : auctions == null ? List.<String>of() : auctions) {
            Matcher matcher = AUCTION.matcher(each);
            if (!matcher.matches()) {
                throw new BadDataException("auction: has to be like 12:57@Europe/Berlin=FILE, not " + each);
            }
            all.add(beside(matcher.group("file"), Optional.of(auction(matcher, each))));
        }
        return all;
    }

    private static Auction auction(Matcher matcher, String text) {
        try {
            return new Auction(LocalTime.parse(matcher.group("time")), ZoneId.of(matcher.group("zone")));
        } catch (DateTimeException bad) {
            throw new BadDataException("auction: no time of day or no zone in " + text + ": " + bad.getMessage());
        }
    }

    private static Beside beside(String named, Optional<Auction> auction) {
        int mark = named.lastIndexOf('#');
        Path file = Path.of(mark < 0 ? named : named.substring(0, mark));
        EvenSeries series = SeriesFile.read(file);
        String name = file.getFileName() + (mark < 0 ? "" : named.substring(mark));
        return new Beside(
                name, series, ForecastCommand.column(series, mark < 0 ? null : named.substring(mark + 1)), auction);
    }

    private List<Work> work(EvenSeries home) {
        if (jobs != null) {
            return WorkFile.read(jobs, home);
        }
        if (from == null || to == null) {
            throw new BadDataException("savings: say --from and --to, or name --jobs");
        }
        return SavingsStudy.arriving(
                home, ForecastCommand.time("--from", from), ForecastCommand.time("--to", to), every, job, slack);
    }

    private Freedom freedom() {
        return switch (choose.toLowerCase(Locale.ROOT)) {
            case "time" -> Freedom.TIME;
            case "place" -> Freedom.PLACE;
            case "both" -> Freedom.TIME_AND_PLACE;
            default -> throw new BadDataException("choose: has to be time, place or both, not " + choose);
        };
    }

    private Region region(Path file) {
        EvenSeries series = SeriesFile.read(file);
        return new Region(String.valueOf(file.getFileName()), series, ForecastCommand.column(series, column));
    }

    private static void row(ObjectNode row, Savings.Result result, double best) {
        row.put("method", result.method()).put("jobs", result.jobs());
        row.set("onArrival", row.numberNode(rounded(result.nowMean())));
        row.set("shifted", row.numberNode(rounded(result.mean())));
        row.set("savingPercent", row.numberNode(rounded(result.savingPercent())));
        double ofBest = 100 * result.savingPercent() / best;
        if (Double.isFinite(ofBest)) {
            row.set("ofBestPercent", row.numberNode(rounded(ofBest)));
        } else {
            row.putNull("ofBestPercent");
        }
        row.set("worsePercent", row.numberNode(rounded(result.worsePercent())));
        row.set("p5Percent", row.numberNode(rounded(result.lowPercent())));
        row.set("p95Percent", row.numberNode(rounded(result.highPercent())));
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    }
}
