package dev.flexgate.forecast.model;

import dev.flexgate.forecast.model.DirectExpert.View;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What was learnt about a series once and for all, to be asked again and again with newer values: the regression, its
 * weight beside {@code avg7d+decay}, and the band. One of each for origins in every three hours of the UTC day, which
 * share their cases as neighbouring leads do: a gateway forecasts at any time, not only at midnight.
 *
 * <p>Weight and band come from forecasts that earlier regressions made of days they had not seen.
 */
public final class Trained {

    /** Days of history that training needs. */
    public static final int DAYS_MIN = 90;

    /** Days of history that a forecast needs. */
    public static final int RECENT_DAYS = LagBlock.DAYS;

    /** Parts of the day with a regression each: where the next hours matter, and where only later days do. */
    public static final int WINDOWS = 8;

    public static final int WINDOWS_FAR = 4;

    /** The newest regression, and those of four, eight and twelve weeks ago that tell how it does. */
    private static final int FITS = 4;

    /** Fewer cases than this many days give, and an earlier regression is not worth asking. */
    private static final int EARLIER_DAYS_MIN = 34;

    private final int perDay;
    private final int leads;
    private final boolean withWeather;
    private final Scale scale;
    private final List<Window> windows;

    /** Origins of one part of the day. The weights are of the regression and of {@code avg7d+decay}, by day of lead. */
    @SuppressWarnings("ArrayRecordComponent") // a kernel type
    private record Window(DirectExpert expert, double[][] weights, double[][] reaches) {}

    /** One of several equal parts of the day. */
    private record Part(int index, int of) {}

    private Trained(int perDay, int leads, boolean withWeather, Scale scale, List<Window> windows) {
        this.perDay = perDay;
        this.leads = leads;
        this.withWeather = withWeather;
        this.scale = scale;
        this.windows = windows;
    }

    /**
     * Learns from all of {@code data}; empty when that is less than {@link #DAYS_MIN} days.
     *
     * @param leads how far forecasts will reach, at most six days
     * @param parts of the day with a regression each, such as {@link #WINDOWS}
     * @param pause called between steps of a second at most; may throw to end it
     */
    public static Optional<Trained> train(Dataset data, int leads, int parts, Runnable pause) {
        int perDay = data.series().perDay();
        if (data.series().count() < DAYS_MIN * perDay) {
            return Optional.empty();
        }
        var windows = new ArrayList<Window>();
        Scale scale = Scale.of(data.values(), data.series().count());
        for (int window = 0; window < parts; window++) {
            windows.add(window(data, leads, new Part(window, parts), pause));
        }
        return Optional.of(new Trained(perDay, leads, data.hasWeather(), scale, windows));
    }

    /** How far forecasts reach. */
    public int leads() {
        return leads;
    }

    /** Whether forecasts need it. */
    public boolean withWeather() {
        return withWeather;
    }

    /** As {@link Learned} would be called. */
    public String name() {
        return withWeather ? "flexgate+weather" : "flexgate";
    }

    /**
     * From {@code origin} on; {@link Banded#NONE} where the past has too many holes, or where there is weather and was
     * none in training, or the other way round.
     *
     * @param recent at least {@link #RECENT_DAYS} days before {@code origin}, in the steps of the training
     */
    public Banded forecast(Dataset recent, int origin) {
        if (withWeather != recent.hasWeather()) {
            return Banded.NONE;
        }
        Window window = windows.get(recent.series().slotOf(origin)
                * windows.size()
                / recent.series().perDay());
        var past = new Past(recent.series(), recent.target(), origin);
        double[] trained = window.expert().bind(recent).forecast(origin);
        double[] fallback = Baselines.AVERAGE_DECAY.forecast(past, leads);
        if (trained.length == 0 || fallback.length == 0) {
            return Banded.NONE;
        }
        double[][] band = new double[3][leads];
        for (int lead = 0; lead < leads; lead++) {
            double[] weights = window.weights()[lead / perDay];
            double middle = weights[0] * scale.on(trained[lead]) + weights[1] * scale.on(fallback[lead]);
            band[0][lead] = scale.off(middle - window.reaches()[0][lead]);
            band[1][lead] = scale.off(middle);
            band[2][lead] = scale.off(middle + window.reaches()[1][lead]);
            if (!Double.isFinite(band[0][lead]) || !Double.isFinite(band[2][lead])) {
                return Banded.NONE;
            }
        }
        return new Banded(band[0], band[1], band[2]);
    }

    /** All of it, the same bytes for the same model. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(perDay);
        out.writeInt(leads);
        out.writeBoolean(withWeather);
        scale.write(out);
        out.writeInt(windows.size());
        for (Window window : windows) {
            window.expert().write(out);
            out.writeInt(window.weights().length);
            for (double[] weights : window.weights()) {
                Numbers.write(out, weights);
            }
            Numbers.write(out, window.reaches()[0]);
            Numbers.write(out, window.reaches()[1]);
        }
    }

    /** What {@link #write} wrote. */
    public static Trained read(DataInput in) throws IOException {
        int perDay = Numbers.count(in);
        int leads = Numbers.count(in);
        boolean withWeather = in.readBoolean();
        Scale scale = Scale.read(in);
        var windows = new ArrayList<Window>();
        for (int left = Numbers.count(in); left > 0; left--) {
            DirectExpert expert = DirectExpert.read(in);
            double[][] weights = new double[Numbers.count(in)][];
            for (int day = 0; day < weights.length; day++) {
                weights[day] = Numbers.read(in);
            }
            windows.add(new Window(expert, weights, new double[][] {Numbers.read(in), Numbers.read(in)}));
        }
        return new Trained(perDay, leads, withWeather, scale, windows);
    }

    private static Window window(Dataset data, int leads, Part part, Runnable pause) {
        int perDay = data.series().perDay();
        int end = data.series().count();
        int[] ends = IntStream.iterate(FITS - 1, fit -> fit >= 0, fit -> fit - 1)
                .map(fit -> end - fit * Experts.EPOCH_DAYS * perDay)
                .filter(until -> until == end || until / perDay - LagBlock.DAYS >= EARLIER_DAYS_MIN)
                .toArray();
        List<DirectExpert> experts =
                DirectExpert.train(View.WHOLE, data, origins(data.series(), part, end), leads, ends, pause);
        pause.run();
        var byEnd = new TreeMap<Integer, DirectExpert>();
        for (int fit = 0; fit < ends.length; fit++) {
            byEnd.put(ends[fit], experts.get(fit));
        }
        // A regression speaks of what it has not learnt from.
        Expert.Bound bound = DirectExpert.bind(byEnd, data);
        Voices voices = origin -> Stream.of(bound.forecast(origin))
                .filter(forecast -> forecast.length > 0)
                .toList();
        var learned = new Learned(data, leads, end, voices, voices);
        int newest = newest(data.series(), part);
        double[][] reaches = new Calibrated(learned, data, leads, end).reaches(newest);
        int days = (leads + perDay - 1) / perDay;
        return new Window(experts.getLast(), both(learned.weights(newest), days), reaches);
    }

    /** With nothing to compare, or one of them silent of late, they count alike. */
    private static double[][] both(double[][] weights, int days) {
        double[][] both = new double[days][];
        for (int day = 0; day < days; day++) {
            both[day] = day < weights.length && weights[day].length == 2 ? weights[day] : new double[] {0.5, 0.5};
        }
        return both;
    }

    /** The middle of the window on the last day on which that has come. */
    private static int newest(EvenSeries series, Part part) {
        int perWindow = series.perDay() / part.of();
        int end = series.count();
        int middle = end - series.slotOf(end) + part.index() * perWindow + perWindow / 2;
        return middle <= end ? middle : middle - series.perDay();
    }

    /** Two a day, not always the same ones: a window's steps are all learnt from, at a third of the cost. */
    private static int[] origins(EvenSeries series, Part part, int until) {
        int perDay = series.perDay();
        int perWindow = perDay / part.of();
        int first = LagBlock.DAYS * perDay;
        int lastDay = until - series.slotOf(until) + part.index() * perWindow;
        return IntStream.rangeClosed(0, until / perDay)
                .map(back -> until / perDay - back)
                .flatMap(back -> IntStream.of(back % perWindow, (back + (perWindow + 1) / 2) % perWindow)
                        .sorted()
                        .map(step -> lastDay - back * perDay + step))
                .filter(origin -> origin >= first && origin < until)
                .distinct()
                .toArray();
    }
}
