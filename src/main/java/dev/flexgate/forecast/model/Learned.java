package dev.flexgate.forecast.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Our own forecast: experts trained on the series, its sources and the weather, and {@code avg7d+decay}, weighed for
 * each day of lead by how well they did over the last weeks. With too little history it is {@code avg7d+decay} alone.
 * Not safe for several threads.
 */
public final class Learned implements Method {

    /** Days over which the experts are compared. */
    private static final int COMPARED_DAYS = 60;

    private static final int COMPARED_DAYS_MIN = 14;

    /** Weights are tried in steps of one over this. */
    private static final int GRID = 5;

    /** How far the weights follow what was best lately; the rest is shared out evenly. */
    private static final double TRUST = 0.5;

    private final Dataset data;
    private final int leads;
    private final Voices experts;
    private final Voices withoutWeather;
    private final Scale scale;
    private final double[] actual;
    private final Map<Integer, double[][]> said = new HashMap<>();

    /** By origin, how many of the trained ones have no even share. */
    private final Map<Integer, Integer> bySkillAlone = new HashMap<>();

    /**
     * @param leads how far forecasts reach
     * @param begin the first step for which a forecast will be asked: the scale of errors is chosen from before it
     */
    public Learned(Dataset data, int leads, int begin) {
        this(data, leads, begin, new Experts(data, leads), new Experts(data.withoutWeather(), leads));
    }

    /** @param withoutWeather asked where the others say nothing */
    Learned(Dataset data, int leads, int begin, Voices experts, Voices withoutWeather) {
        this.data = data;
        this.leads = leads;
        this.experts = experts;
        this.withoutWeather = withoutWeather;
        this.scale = Scale.of(data.values(), begin);
        this.actual = scaled(data.values());
    }

    @Override
    public String name() {
        return data.hasWeather() ? "flexgate+weather" : "flexgate";
    }

    @Override
    public double[] forecast(Past past, int wanted) {
        double[][] members = said(past.origin());
        if (members.length == 0) {
            return new double[0];
        }
        int perDay = data.series().perDay();
        double[] forecast = new double[Math.min(wanted, leads)];
        for (int lead = 0; lead < forecast.length; lead += perDay) {
            double[] weights = weights(past, members.length, lead / perDay);
            for (int at = lead; at < Math.min(lead + perDay, forecast.length); at++) {
                forecast[at] = scale.off(mixed(members, weights, at));
            }
        }
        return forecast;
    }

    /** How the members are weighed from {@code origin} on, by day of lead; empty where none of them speaks. */
    double[][] weights(int origin) {
        int members = said(origin).length;
        int perDay = data.series().perDay();
        double[][] weights = new double[members == 0 ? 0 : (leads + perDay - 1) / perDay][];
        var past = new Past(data.series(), data.target(), origin);
        Arrays.setAll(weights, day -> weights(past, members, day));
        return weights;
    }

    Scale scale() {
        return scale;
    }

    /** What every member says from {@code origin}, scaled; the trained ones first, {@code avg7d+decay} last. */
    private double[][] said(int origin) {
        return said.computeIfAbsent(origin, at -> {
            var past = new Past(data.series(), data.target(), at);
            List<double[]> members = new ArrayList<>(experts.forecasts(at));
            bySkillAlone.put(at, experts.bySkillAlone());
            if (members.isEmpty() && data.hasWeather()) {
                bySkillAlone.put(at, withoutWeather.bySkillAlone());
                members.addAll(withoutWeather.forecasts(at));
            }
            double[] fallback = Baselines.AVERAGE_DECAY.forecast(past, leads);
            if (fallback.length > 0) {
                members.add(fallback);
            }
            return members.stream().map(this::scaled).toArray(double[][]::new);
        });
    }

    private double[] scaled(double[] values) {
        double[] scaled = new double[values.length];
        for (int at = 0; at < values.length; at++) {
            scaled[at] = scale.on(values[at]);
        }
        return scaled;
    }

    private double[] weights(Past past, int members, int day) {
        double[] prior = new double[members];
        int sharing = sharing(past.origin(), members);
        Arrays.fill(prior, 0, sharing, 1.0 / sharing);
        List<Integer> compared = compared(past, members, day);
        if (members == 1 || compared.size() < COMPARED_DAYS_MIN) {
            return prior;
        }
        double[] best = new Search(past, compared, day).best(members);
        for (int member = 0; member < members; member++) {
            best[member] = TRUST * best[member] + (1 - TRUST) * prior[member];
        }
        return best;
    }

    /**
     * How many of them have an even share: where they know more than the series itself the trained ones alone, since
     * {@code avg7d+decay} then misses by half more.
     */
    private int sharing(int origin, int members) {
        boolean isInformed = data.hasWeather() || !data.companions().isEmpty();
        int alone = isInformed ? 1 + bySkillAlone.getOrDefault(origin, 0) : 0;
        return Math.max(1, members - alone);
    }

    /** Earlier origins at the same time of day whose {@code day} has come, as far as all members spoke then. */
    private List<Integer> compared(Past past, int members, int day) {
        int perDay = past.perDay();
        var origins = new ArrayList<Integer>();
        for (int back = day + 1; back <= COMPARED_DAYS + day; back++) {
            int origin = past.origin() - back * perDay;
            if (origin < LagBlock.DAYS * perDay || said(origin).length != members) {
                break;
            }
            origins.add(origin);
        }
        return origins;
    }

    private static double mixed(double[][] members, double[] weights, int lead) {
        double sum = 0;
        for (int member = 0; member < members.length; member++) {
            sum += weights[member] * members[member][lead];
        }
        return sum;
    }

    /** Tries all weights on a grid. */
    private final class Search {

        private final Past past;
        private final List<Integer> compared;
        private final int day;
        private double[] best = new double[0];
        private double bestMiss = Double.POSITIVE_INFINITY;

        Search(Past past, List<Integer> compared, int day) {
            this.past = past;
            this.compared = compared;
            this.day = day;
        }

        double[] best(int members) {
            attempt(new double[members], 0, GRID);
            return best;
        }

        private void attempt(double[] weights, int member, int left) {
            if (member == weights.length - 1) {
                weights[member] = (double) left / GRID;
                double miss = miss(weights);
                if (miss < bestMiss) {
                    bestMiss = miss;
                    best = weights.clone();
                }
                return;
            }
            for (int share = left; share >= 0; share--) {
                weights[member] = (double) share / GRID;
                attempt(weights, member + 1, left - share);
            }
        }

        private double miss(double[] weights) {
            double sum = 0;
            int first = day * past.perDay();
            for (int origin : compared) {
                double[][] members = said(origin);
                for (int lead = first; lead < Math.min(leads, first + past.perDay()); lead++) {
                    double miss = actual[origin + lead] - mixed(members, weights, lead);
                    sum += Double.isNaN(miss) ? 0 : Math.abs(miss);
                }
            }
            return sum;
        }
    }
}
