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

/** Our own forecast of one signal from its history: the door between exact readings and the kernels. */
final class OwnForecast {

    private static final String SOURCE = "flexgate:";

    private final Signal signal;
    private final HalfHours past;
    private final double[] history;
    private final Method method;
    private final double[] forecast;
    private final Hindcast hindcast;
    private final List<Known> lastWeek;

    private OwnForecast(Signal signal, HalfHours past, double[] history, List<Known> known, int leads) {
        this.signal = signal;
        this.past = past;
        this.history = history;
        this.method = SeasonalNaive.method(history, past.count());
        this.forecast =
                method == Method.NONE ? new double[0] : SeasonalNaive.forecast(method, history, past.count(), leads);
        this.hindcast = Hindcast.of(method, history, past.count(), leads);
        Instant weekAgo = past.startOf(past.count() - SeasonalNaive.WEEK);
        this.lastWeek = known.stream()
                .filter(each -> !each.reading().valid().start().isBefore(weekAgo))
                .toList();
    }

    /**
     * @param known real readings only, in order, all before the end of {@code past}
     * @param past the half-hours before the origin, at least a week
     * @param end how far the forecast has to reach
     */
    static OwnForecast from(Signal signal, List<Known> known, HalfHours past, Instant end) {
        double[] history = new double[past.count()];
        Arrays.fill(history, Double.NaN);
        for (Known each : known) {
            history[past.indexOf(each.reading().valid().start())] =
                    each.reading().value().doubleValue();
        }
        return new OwnForecast(signal, past, history, known, Math.max(0, past.indexOf(end) - past.count()));
    }

    /** The readings the values rest on; the bands rest on all of the history. */
    List<Known> inputs() {
        return method == Method.NONE ? List.of() : lastWeek;
    }

    /** Empty when there is too little history. */
    Optional<ForecastPoint> at(Interval period) {
        if (method == Method.NONE) {
            return Optional.empty();
        }
        int index = past.indexOf(period.start());
        return index < past.count() ? hole(period, index) : Optional.of(ahead(period, index - past.count()));
    }

    private ForecastPoint ahead(Interval period, int lead) {
        LeadBlock block = LeadBlock.ofHalfHours(lead);
        return point(period, forecast[lead], method, band(block));
    }

    /** A half-hour that is missing among known ones: as it was the day before. */
    private Optional<ForecastPoint> hole(Interval period, int index) {
        for (int at = index - SeasonalNaive.DAY; at >= 0; at -= SeasonalNaive.DAY) {
            if (!Double.isNaN(history[at])) {
                Band band = PriorBands.own(signal, Method.YESTERDAY, LeadBlock.TO_24_HOURS);
                return Optional.of(point(period, history[at], Method.YESTERDAY, band));
            }
        }
        return Optional.empty();
    }

    private Band band(LeadBlock block) {
        Optional<Double> p10 = hindcast.quantile(block, 0.1);
        Optional<Double> p90 = hindcast.quantile(block, 0.9);
        return p10.isPresent() && p90.isPresent()
                ? Band.ofMisses(exact(p10.get()), exact(p90.get()))
                : PriorBands.own(signal, method, block);
    }

    private ForecastPoint point(Interval period, double value, Method by, Band band) {
        Known newest = lastWeek.stream()
                .max(Comparator.comparing(Known::knownAt)
                        .thenComparing(each -> each.reading().valid().start()))
                .orElseThrow();
        Quality quality =
                lastWeek.stream().map(each -> each.reading().quality()).reduce(Quality.OWN_FORECAST, Quality::worse);
        var provenance = new Provenance(
                SOURCE + newest.provider(), by.label() + "+" + band.basis().label(), newest.knownAt(), quality);
        return new ForecastPoint(period, band.around(exact(value), signal), provenance);
    }

    private BigDecimal exact(double value) {
        return BigDecimal.valueOf(value).setScale(signal.scale(), RoundingMode.HALF_EVEN);
    }
}
