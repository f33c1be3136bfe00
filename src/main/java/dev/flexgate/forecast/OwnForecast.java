package dev.flexgate.forecast;

import dev.flexgate.feed.Known;
import dev.flexgate.feed.Signal;
import dev.flexgate.forecast.SeasonalNaive.Method;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Our own forecast of one signal from its history: the door between exact readings and the kernels. */
final class OwnForecast {

    private static final String SOURCE = "flexgate:";

    /** Half-hours by which the newest value may be late for the model to go on from it. */
    private static final int LATE_MAX = 8;

    private final Signal signal;
    private final HalfHours past;
    private final double[] history;
    private final Method method;
    private final double[] forecast;
    private final Hindcast hindcast;
    private final Optional<Learning.Ahead> modelled;
    private final List<Known> basis;

    private OwnForecast(
            Signal signal,
            HalfHours past,
            double[] history,
            List<Known> known,
            Optional<Learning> learning,
            Surroundings around,
            int leads) {
        this.signal = signal;
        this.past = past;
        this.history = history;
        this.method = SeasonalNaive.method(history, past.count());
        this.forecast =
                method == Method.NONE ? new double[0] : SeasonalNaive.forecast(method, history, past.count(), leads);
        this.hindcast = Hindcast.of(method, history, past.count(), leads);
        // The model's forecast begins with the first half-hour that is not known: the newest values may be late.
        int origin = lastKnown(history) + 1;
        this.modelled = method == Method.AVERAGE_DECAY && past.count() - origin <= LATE_MAX
                ? learning.flatMap(learnt -> learnt.forecast(new History(past, history), origin, around))
                : Optional.empty();
        Instant weekAgo = past.startOf(past.count() - SeasonalNaive.WEEK);
        this.basis = known.stream()
                .filter(each -> method == Method.CLIMATOLOGY
                        || !each.reading().valid().start().isBefore(weekAgo))
                .toList();
    }

    private static int lastKnown(double[] history) {
        int last = history.length - 1;
        while (last >= 0 && Double.isNaN(history[last])) {
            last--;
        }
        return last;
    }

    /**
     * @param known real readings only, in order, all before the end of {@code past}
     * @param past the half-hours before the origin, at least a week
     * @param end how far the forecast has to reach
     * @param learning what was learnt, if anything was
     * @param around the series as known
     */
    static OwnForecast from(
            Signal signal,
            List<Known> known,
            HalfHours past,
            Instant end,
            Optional<Learning> learning,
            Surroundings around) {
        double[] history = new double[past.count()];
        Arrays.fill(history, Double.NaN);
        for (Known each : known) {
            history[past.indexOf(each.reading().valid().start())] =
                    each.reading().value().doubleValue();
        }
        return new OwnForecast(
                signal, past, history, known, learning, around, Math.max(0, past.indexOf(end) - past.count()));
    }

    /**
     * The vintages of the readings that the values rest on. The bands rest on all of the history, and so does a model, whose hash stands for
     * what it learnt from.
     */
    List<UUID> inputs() {
        return method == Method.NONE
                ? List.of()
                : Stream.concat(
                                basis.stream().map(Known::vintage),
                                modelled.stream().flatMap(ahead -> ahead.vintages().stream()))
                        .toList();
    }

    /** What {@code avg7d+decay} says; NaN where it says nothing. */
    double averageDecay(Interval period) {
        int lead = past.indexOf(period.start()) - past.count();
        return method == Method.AVERAGE_DECAY && lead >= 0 ? forecast[lead] : Double.NaN;
    }

    /** The last value; NaN where none is known. */
    double persistence() {
        int last = lastKnown(history);
        return last < 0 ? Double.NaN : history[last];
    }

    /** Whether the model says anything about this half-hour. */
    boolean isModelled(Interval period) {
        return modelled.flatMap(ahead -> ahead.at(past.indexOf(period.start()))).isPresent();
    }

    /** Empty when there is too little history. */
    Optional<ForecastPoint> at(Interval period) {
        if (method == Method.NONE) {
            return Optional.empty();
        }
        int index = past.indexOf(period.start());
        Optional<ForecastPoint> learnt =
                modelled.flatMap(ahead -> ahead.at(index)).map(value -> modelled(period, value));
        if (learnt.isPresent()) {
            return learnt;
        }
        return index < past.count() ? hole(period, index) : Optional.of(ahead(period, index - past.count()));
    }

    private ForecastPoint modelled(Interval period, Learning.Ahead.Value value) {
        BigDecimal middle = exact(value.p50());
        var band = new Band(
                exact(value.p10()).subtract(middle).min(BigDecimal.ZERO),
                exact(value.p90()).subtract(middle).max(BigDecimal.ZERO),
                Band.Basis.TRACKED);
        return point(period, middle, value.method(), band);
    }

    private ForecastPoint ahead(Interval period, int lead) {
        LeadBlock block = LeadBlock.ofHalfHours(lead);
        return point(period, exact(forecast[lead]), method.label(), band(block));
    }

    /** A half-hour that is missing among known ones: as it was the day before. */
    private Optional<ForecastPoint> hole(Interval period, int index) {
        for (int at = index - SeasonalNaive.DAY; at >= 0; at -= SeasonalNaive.DAY) {
            if (!Double.isNaN(history[at])) {
                Band band = PriorBands.own(signal, Method.YESTERDAY, LeadBlock.TO_24_HOURS, size());
                return Optional.of(point(period, exact(history[at]), Method.YESTERDAY.label(), band));
            }
        }
        return Optional.empty();
    }

    private Band band(LeadBlock block) {
        Optional<Double> p10 = hindcast.quantile(block, 0.1);
        Optional<Double> p90 = hindcast.quantile(block, 0.9);
        return p10.isPresent() && p90.isPresent()
                ? Band.ofMisses(exact(p10.get()), exact(p90.get()))
                : PriorBands.own(signal, method, block, size());
    }

    private ForecastPoint point(Interval period, BigDecimal value, String by, Band band) {
        Known newest = basis.stream()
                .max(Comparator.comparing(Known::knownAt)
                        .thenComparing(each -> each.reading().valid().start()))
                .orElseThrow();
        Quality quality =
                basis.stream().map(each -> each.reading().quality()).reduce(Quality.OWN_FORECAST, Quality::worse);
        var provenance = new Provenance(
                SOURCE + newest.provider(), by + "+" + band.basis().label(), newest.knownAt(), quality);
        return new ForecastPoint(period, band.around(value, signal), provenance);
    }

    /** How large values usually are. */
    private BigDecimal size() {
        return exact(Arrays.stream(history)
                .filter(each -> !Double.isNaN(each))
                .map(Math::abs)
                .average()
                .orElse(0));
    }

    private BigDecimal exact(double value) {
        return BigDecimal.valueOf(value).setScale(signal.scale(), RoundingMode.HALF_EVEN);
    }
}
