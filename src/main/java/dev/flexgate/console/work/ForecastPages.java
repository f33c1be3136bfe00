package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Chart;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.feed.Known;
import dev.flexgate.feed.MissBand;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecast;
import dev.flexgate.forecast.ForecastPoint;
import dev.flexgate.forecast.Forecaster.Issue;
import dev.flexgate.forecast.Forecaster.Stream;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import io.vertx.ext.web.Router;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code /forecast}: was the forecast right when it was used? */
public final class ForecastPages {

    private static final int ISSUES = 24;
    private static final Duration BACK = Duration.ofDays(28);
    private static final List<Duration> LEADS =
            List.of(Duration.ofHours(6), Duration.ofHours(12), Duration.ofHours(24), Duration.ofHours(48));
    private static final List<String> LEAD_NAMES =
            List.of("up to 6 h", "6 to 12 h", "12 to 24 h", "24 to 48 h", "beyond 48 h");
    /** Shown in pence and grams: what people say. */
    private static final int PRICE_SHIFT = 2;

    private final DeskRooms rooms;

    ForecastPages(DeskRooms rooms) {
        this.rooms = rooms;
    }

    void addTo(Router router, Pages pages) {
        router.get("/forecast").handler(pages.show(this::forecast));
    }

    /**
     * One vintage of one signal in one zone.
     *
     * @param fan the chart; empty where nothing was ever issued
     * @param sources whose numbers the vintage is made of, over how many half-hours
     * @param errors how far providers missed, by lead
     * @param covered how many measured half-hours lay in the band, of how many
     */
    public record ForecastPage(
            List<Tab> streams,
            List<Vintage> vintages,
            Optional<String> older,
            Optional<Chart> fan,
            Optional<Forecast> forecast,
            List<Source> sources,
            List<ErrorLine> errors,
            Optional<String> covered,
            String unit,
            Times times) {}

    /** One signal of one zone to choose. */
    public record Tab(String name, String path, boolean chosen) {}

    /** One vintage to choose. */
    public record Vintage(Issue issue, String path, boolean chosen) {}

    /** Where part of a vintage comes from. */
    public record Source(Provenance provenance, Mark mark, long halfHours) {}

    /** One provider's misses of one range of leads: outturn minus forecast. */
    public record ErrorLine(String provider, String lead, long count, String p10, String p90) {}

    private View forecast(Visit visit) {
        List<Stream> streams = rooms.forecaster().streams();
        Optional<Stream> wanted = visit.query("zone")
                .flatMap(zone -> visit.query("signal").map(signal -> new Stream(new Zone(zone), signal(signal))));
        Optional<Stream> chosen =
                wanted.filter(streams::contains).or(() -> streams.stream().findFirst());
        if (chosen.isEmpty()) {
            var empty = new ForecastPage(
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    "",
                    rooms.times());
            return View.page(Section.FORECAST, "Forecast", "page/forecast.jte", empty);
        }
        return View.page(Section.FORECAST, "Forecast", "page/forecast.jte", page(visit, streams, chosen.get()));
    }

    private static Signal signal(String name) {
        for (Signal signal : Signal.values()) {
            if (signal.name().equals(name)) {
                return signal;
            }
        }
        throw new IllegalArgumentException("signal is one of " + List.of(Signal.values()));
    }

    private ForecastPage page(Visit visit, List<Stream> streams, Stream stream) {
        Instant before =
                visit.query("before").map(Instant::parse).orElse(visit.now().plusSeconds(1));
        List<Issue> issues = rooms.forecaster().issues(stream.zone(), stream.signal(), before, ISSUES);
        Optional<UUID> id = visit.query("issue")
                .map(UUID::fromString)
                .or(() -> issues.stream().map(Issue::id).findFirst());
        Optional<Forecast> forecast = id.flatMap(rooms.forecaster()::find)
                .filter(each -> each.zone().equals(stream.zone()) && each.signal() == stream.signal());
        List<Known> known = forecast.map(each -> known(each, visit.now())).orElse(List.of());
        return new ForecastPage(
                streams.stream()
                        .map(each -> new Tab(name(each), path(each), each.equals(stream)))
                        .toList(),
                issues.stream()
                        .map(each -> new Vintage(
                                each,
                                path(stream) + "&issue=" + each.id()
                                        + visit.query("before")
                                                .map(at -> "&before=" + at)
                                                .orElse(""),
                                id.filter(each.id()::equals).isPresent()))
                        .toList(),
                issues.size() < ISSUES
                        ? Optional.empty()
                        : Optional.of(
                                path(stream) + "&before=" + issues.getLast().issuedAt()),
                forecast.map(each -> fan(each, known, visit.now())),
                forecast,
                forecast.map(ForecastPages::sources).orElse(List.of()),
                errors(stream, known, visit.now()),
                forecast.flatMap(each -> covered(each, known)),
                unit(stream),
                rooms.times());
    }

    static String name(Stream stream) {
        return switch (stream.signal()) {
                    case CARBON_INTENSITY -> "Carbon ";
                    case ENERGY_PRICE -> "Price ";
                    default -> stream.signal().name() + " ";
                }
                + stream.zone();
    }

    private static String path(Stream stream) {
        return "/forecast?zone=" + stream.zone() + "&signal=" + stream.signal();
    }

    static String unit(Stream stream) {
        return switch (stream.signal().kind()) {
            case CARBON -> "g CO₂e/kWh";
            case PRICE -> Amount.priceUnit(stream.zone().currency());
            case POWER, SHARE -> stream.signal().unit(stream.zone());
        };
    }

    private List<Known> known(Forecast forecast, Instant now) {
        return rooms.readings()
                .known(forecast.zone(), forecast.signal(), forecast.grid().span(), now);
    }

    private static double shown(BigDecimal value, Signal signal) {
        return (signal == Signal.ENERGY_PRICE ? value.movePointRight(PRICE_SHIFT) : value).doubleValue();
    }

    private Chart fan(Forecast forecast, List<Known> known, Instant now) {
        Signal signal = forecast.signal();
        List<Chart.Point> points = forecast.points().stream()
                .map(each -> new Chart.Point(
                        each.period(),
                        shown(each.value().p50(), signal),
                        shown(each.value().p10(), signal),
                        shown(each.value().p90(), signal)))
                .toList();
        List<Chart.Point> actual = known.stream()
                .filter(ForecastPages::isOutturn)
                .map(each -> Chart.Point.of(
                        each.reading().valid(), shown(each.reading().value(), signal)))
                .toList();
        List<Chart.Series> series = new ArrayList<>();
        if (!actual.isEmpty()) {
            series.add(new Chart.Series("measured", Chart.Style.MEASURED, 2, actual));
        }
        boolean simulated = forecast.quality() == Quality.SIMULATED;
        series.add(new Chart.Series(
                simulated ? "simulated median" : "forecast median",
                simulated ? Chart.Style.SIMULATED : Chart.Style.FORECAST,
                1,
                points));
        ForecastPoint lowest = forecast.points().stream()
                .min(Comparator.comparing(each -> each.value().p50()))
                .orElseThrow();
        String sentence = "Lowest " + rooms.times().utcSpan(lowest.period()) + " UTC with "
                + Chart.digits(shown(lowest.value().p50(), signal)) + " " + unit(new Stream(forecast.zone(), signal))
                + "; "
                + (actual.isEmpty() ? "nothing of it is measured yet." : actual.size() + " half-hours are measured.");
        return new Chart(
                "fan",
                name(new Stream(forecast.zone(), signal)) + ", issued "
                        + rooms.times().utcSeconds(forecast.issuedAt()) + " UTC",
                sentence,
                unit(new Stream(forecast.zone(), signal)),
                forecast.grid().span(),
                series,
                Optional.of(now),
                false,
                new Mark(
                        Mark.Kind.of(forecast.quality()),
                        "FlexGate and those named below",
                        "median, with the band in which eight of ten turn out",
                        Optional.of(forecast.issuedAt())),
                rooms.times());
    }

    private static boolean isOutturn(Known known) {
        Quality quality = known.reading().quality();
        return quality == Quality.MEASURED || quality == Quality.ESTIMATED;
    }

    private static List<Source> sources(Forecast forecast) {
        List<Source> sources = new ArrayList<>();
        List<Provenance> all =
                forecast.points().stream().map(ForecastPoint::provenance).toList();
        all.stream()
                .distinct()
                .limit(ISSUES)
                .forEach(each -> sources.add(new Source(
                        each, Mark.of(each), all.stream().filter(each::equals).count())));
        return sources;
    }

    private List<ErrorLine> errors(Stream stream, List<Known> known, Instant now) {
        List<ErrorLine> lines = new ArrayList<>();
        known.stream().map(Known::provider).distinct().sorted().forEach(provider -> {
            for (MissBand band : rooms.readings().misses(provider, stream.zone(), stream.signal(), now, BACK, LEADS)) {
                lines.add(new ErrorLine(
                        provider,
                        LEAD_NAMES.get(band.leadBlock()),
                        band.count(),
                        signedDigits(shown(band.p10(), stream.signal())),
                        signedDigits(shown(band.p90(), stream.signal()))));
            }
        });
        return lines;
    }

    private static String signedDigits(double value) {
        return (value > 0 ? "+" : "") + Amount.digits(BigDecimal.valueOf(value), 1);
    }

    private static Optional<String> covered(Forecast forecast, List<Known> known) {
        int measured = 0;
        int inside = 0;
        for (ForecastPoint point : forecast.points()) {
            Optional<BigDecimal> value = outturn(known, point.period());
            if (value.isPresent()) {
                measured++;
                boolean within = value.get().compareTo(point.value().p10()) >= 0
                        && value.get().compareTo(point.value().p90()) <= 0;
                inside += within ? 1 : 0;
            }
        }
        return measured == 0
                ? Optional.empty()
                : Optional.of(inside + " of " + measured + " measured half-hours lie in the band; eight of ten should");
    }

    private static Optional<BigDecimal> outturn(List<Known> known, Interval period) {
        return known.stream()
                .filter(ForecastPages::isOutturn)
                .filter(each -> each.reading().valid().equals(period))
                .map(each -> each.reading().value())
                .findFirst();
    }
}
