package dev.flexgate.forecast.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts each source of generation by itself and weighs them by emission factors, which it recovers from the series:
 * the idea of DACF (Maji et al., e-Energy 2022). Only for a series that is such a weighted mean.
 */
final class SourceExpert implements Expert {

    /** A series whose weighted mean is off by more than this share on average is something else. */
    private static final double MISFIT_MAX = 0.01;

    /** No source is forecast above its highest value times this. */
    private static final double HEADROOM = 1.2;

    private final int leads;
    private final double[] factors;
    private final double[] shareMeans;
    private final List<Source> sources;

    /**
     * What was learnt about one source.
     *
     * @param most the highest power ever seen, MW
     * @param ridge null for a source too small to be worth it: the mean of its last week does
     */
    private record Source(
            Scale scale, double most, @Nullable Ridge ridge) {}

    private SourceExpert(int leads, double[] factors, double[] shareMeans, List<Source> sources) {
        this.leads = leads;
        this.factors = factors;
        this.shareMeans = shareMeans;
        this.sources = sources;
    }

    /** Empty when the series is no weighted mean of its sources. */
    static Optional<Expert> train(Dataset data, int[] origins, int leads, int end) {
        double[] shareMeans = Mix.shareMeans(data, end);
        if (shareMeans.length == 0) {
            return Optional.empty();
        }
        double[][] powers = Mix.powers(data);
        return factors(data.values(), powers, end).map(factors -> {
            Block common = common(data, shareMeans, leads);
            List<Source> sources = new ArrayList<>();
            for (int source = 0; source < powers.length; source++) {
                boolean matters = shareMeans[source] > Mix.SHARE_MIN;
                sources.add(source(data, powers[source], common, origins, leads, end, matters));
            }
            return new SourceExpert(leads, factors, shareMeans, sources);
        });
    }

    @Override
    public String name() {
        return "sources";
    }

    @Override
    public Bound bind(Dataset data) {
        Block common = common(data, shareMeans, leads);
        double[][] powers = Mix.powers(data);
        int perDay = data.series().perDay();
        List<LagBlock> lags = new ArrayList<>();
        for (int source = 0; source < powers.length; source++) {
            lags.add(new LagBlock(powers[source], sources.get(source).scale, perDay));
        }
        return origin -> forecast(origin, common, lags);
    }

    private double[] forecast(int origin, Block common, List<LagBlock> lags) {
        double[] weighed = new double[leads];
        double[] total = new double[leads];
        for (int index = 0; index < sources.size(); index++) {
            double[] power = power(sources.get(index), origin, common, lags.get(index));
            if (power.length == 0) {
                return power;
            }
            for (int lead = 0; lead < leads; lead++) {
                weighed[lead] += factors[index] * power[lead];
                total[lead] += power[lead];
            }
        }
        for (int lead = 0; lead < leads; lead++) {
            weighed[lead] /= total[lead];
        }
        return Arrays.stream(weighed).allMatch(Double::isFinite) ? weighed : new double[0];
    }

    private double[] power(Source source, int origin, Block common, LagBlock lags) {
        double[] distance = new double[leads];
        Ridge ridge = source.ridge();
        if (ridge == null) {
            lags.origin(origin);
        } else {
            var features = new Blocks(List.of(lags, common));
            features.origin(origin);
            distance = ridge.predict(features);
        }
        for (int lead = 0; lead < distance.length; lead++) {
            double power = source.scale.off(distance[lead] + lags.level(lead));
            distance[lead] = Math.clamp(power, 0, HEADROOM * source.most);
        }
        return distance;
    }

    private static Source source(
            Dataset data, double[] power, Block common, int[] origins, int leads, int end, boolean matters) {
        double mean =
                Arrays.stream(power, 0, end).filter(Double::isFinite).average().orElse(0);
        double most =
                Arrays.stream(power, 0, end).filter(Double::isFinite).max().orElse(0);
        Scale scale = new Scale.Difference(Math.max(mean, 1e-6));
        if (!matters) {
            return new Source(scale, most, null);
        }
        int perDay = data.series().perDay();
        var lags = new LagBlock(power, scale, perDay);
        Ridge ridge = Ridge.fit(
                new Blocks(List.of(lags, common)),
                origins,
                leads,
                perDay,
                (origin, lead) -> scale.on(power[origin + lead]) - lags.level(lead),
                end);
        return new Source(scale, most, ridge);
    }

    private static Block common(Dataset data, double[] shareMeans, int leads) {
        List<Block> blocks = new ArrayList<>(List.of(
                new CalendarBlock(data.series()),
                new ShareBlock(Mix.shares(data, shareMeans), data.series().perDay())));
        if (data.hasWeather()) {
            blocks.add(new WeatherBlock(data.series(), data.weather(), leads));
        }
        return new Blocks(blocks);
    }

    /** By least squares; empty when they do not explain the series. */
    private static Optional<double[]> factors(double[] values, double[][] powers, int end) {
        int size = powers.length;
        var products = new DMatrixRMaj(size, size);
        var right = new DMatrixRMaj(size, 1);
        for (int at = 0; at < end; at++) {
            double total = Mix.total(powers, at);
            if (total > 0 && Double.isFinite(values[at])) {
                for (int one = 0; one < size; one++) {
                    double share = powers[one][at] / total;
                    right.add(one, 0, share * values[at]);
                    for (int other = 0; other < size; other++) {
                        products.add(one, other, share * powers[other][at] / total);
                    }
                }
            }
        }
        // A source that was never there must not make the problem singular.
        for (int one = 0; one < size; one++) {
            products.add(one, one, 1e-9);
        }
        var factors = new DMatrixRMaj(size, 1);
        if (!CommonOps_DDRM.solve(products, right, factors)) {
            return Optional.empty();
        }
        return misfit(values, powers, factors.getData(), end) <= MISFIT_MAX
                ? Optional.of(factors.getData())
                : Optional.empty();
    }

    private static double misfit(double[] values, double[][] powers, double[] factors, int end) {
        double miss = 0;
        double size = 0;
        for (int at = 0; at < end; at++) {
            double total = Mix.total(powers, at);
            if (total > 0 && Double.isFinite(values[at])) {
                double weighed = 0;
                for (int source = 0; source < powers.length; source++) {
                    weighed += factors[source] * powers[source][at];
                }
                miss += Math.abs(weighed / total - values[at]);
                size += Math.abs(values[at]);
            }
        }
        return size > 0 ? miss / size : Double.POSITIVE_INFINITY;
    }
}
