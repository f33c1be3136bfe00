package dev.flexgate.forecast.backtest;

import dev.flexgate.forecast.model.Banded;
import dev.flexgate.forecast.model.Companion;
import dev.flexgate.forecast.model.Dataset;
import dev.flexgate.forecast.model.EvenSeries;
import dev.flexgate.forecast.model.Trained;
import dev.flexgate.forecast.model.WeatherForecasts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a gateway would have issued: its model, learnt anew every four weeks (a gateway: every day) from the days before,
 * and {@code avg7d+decay} where there is too little history and beyond four days. Not safe for several
 * threads.
 */
final class GatewayForesight implements Foresight {

    private static final int EPOCH_DAYS = 28;

    private static final int REACH_DAYS = 4;

    /** The days a forecast looks back to, and some that may be missing. */
    private static final int RECENT_DAYS = Trained.RECENT_DAYS + 16;

    private final Dataset data;
    private final int leads;
    private final int historyDays;
    private final Foresight fallback;
    private final Map<Integer, Optional<Trained>> trained = new HashMap<>();

    /** Of many jobs that ask at one moment only the first makes the forecast. */
    private int newest = -1;

    private double[] said = new double[0];

    /**
     * @param leads how far anybody will ask
     * @param historyDays how much a model is learnt from
     */
    GatewayForesight(EvenSeries series, int column, List<Companion> companions, int leads, int historyDays) {
        this.historyDays = historyDays;
        this.data = new Dataset(series, column, WeatherForecasts.NONE, companions);
        this.leads = Math.min(leads, REACH_DAYS * series.perDay());
        this.fallback = Foresight.averageDecay(series, column);
    }

    @Override
    public String name() {
        return "flexgate";
    }

    @Override
    public double[] from(int origin, int wanted) {
        if (origin != newest || said.length < wanted) {
            said = ahead(origin, Math.max(wanted, leads));
            newest = origin;
        }
        return Arrays.copyOf(said, Math.min(wanted, said.length));
    }

    private double[] ahead(int origin, int wanted) {
        double[] rest = fallback.from(origin, wanted);
        int perDay = data.series().perDay();
        int end = origin
                - Math.floorMod(data.series().dayOf(origin), EPOCH_DAYS) * perDay
                - data.series().slotOf(origin);
        if (rest.length == 0 || end <= 0) {
            return rest;
        }
        Banded banded = trained.computeIfAbsent(end, this::train)
                .map(model -> said(model, origin))
                .orElse(Banded.NONE);
        System.arraycopy(banded.p50(), 0, rest, 0, Math.min(wanted, banded.p50().length));
        return rest;
    }

    private Banded said(Trained model, int origin) {
        int from = Math.max(0, origin - RECENT_DAYS * data.series().perDay());
        return origin - from < Trained.RECENT_DAYS * data.series().perDay()
                ? Banded.NONE
                : model.forecast(part(from, origin), origin - from);
    }

    private Optional<Trained> train(int end) {
        int from = Math.max(0, end - historyDays * data.series().perDay());
        return Trained.train(part(from, end), leads, Trained.WINDOWS, () -> {});
    }

    private static double[] known(Companion companion, int from, int until) {
        int first = Math.min(from, companion.values().length);
        return Arrays.copyOfRange(companion.values(), first, Math.max(first, until));
    }

    /** Nothing after {@code end} can be read. */
    private Dataset part(int from, int end) {
        EvenSeries all = data.series();
        double[][] columns = Arrays.stream(all.columns())
                .map(values -> Arrays.copyOfRange(values, from, end))
                .toArray(double[][]::new);
        List<Companion> companions = data.companions().stream()
                .map(each -> new Companion(
                        each.name(), known(each, from, each.knownUntil(all, end)), each.auction(), each.late()))
                .toList();
        return new Dataset(
                new EvenSeries(all.startOf(from), all.step(), all.names(), columns),
                data.target(),
                data.weather(),
                companions);
    }
}
