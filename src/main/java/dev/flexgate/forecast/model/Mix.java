package dev.flexgate.forecast.model;

import java.util.Arrays;
import java.util.List;

/** What share of generation each source has. */
final class Mix {

    /** A source with a smaller share of the whole is not looked at by itself. */
    static final double SHARE_MIN = 0.01;

    private Mix() {}

    /** Mean share of each source before {@code end}; empty where there are not at least two sources. */
    static double[] shareMeans(Dataset data, int end) {
        List<Integer> sources = data.sources();
        if (sources.size() < 2) {
            return new double[0];
        }
        double[][] powers = powers(data);
        double[] sums = new double[powers.length];
        for (int at = 0; at < end; at++) {
            double total = total(powers, at);
            for (int source = 0; source < powers.length && total > 0; source++) {
                sums[source] += powers[source][at] / total;
            }
        }
        double all = Arrays.stream(sums).sum();
        return all > 0 ? Arrays.stream(sums).map(sum -> sum / all).toArray() : new double[0];
    }

    /** Shares of the sources that matter. */
    static double[][] shares(Dataset data, double[] shareMeans) {
        double[][] powers = powers(data);
        double[][] shares = new double
                [Math.toIntExact(Arrays.stream(shareMeans)
                        .filter(mean -> mean > SHARE_MIN)
                        .count())][];
        int next = 0;
        for (int source = 0; source < powers.length; source++) {
            if (shareMeans[source] > SHARE_MIN) {
                double[] share = new double[powers[source].length];
                for (int at = 0; at < share.length; at++) {
                    double total = total(powers, at);
                    share[at] = total > 0 ? powers[source][at] / total : Double.NaN;
                }
                shares[next++] = share;
            }
        }
        return shares;
    }

    static double[][] powers(Dataset data) {
        return data.sources().stream().map(data::power).toArray(double[][]::new);
    }

    /** NaN when one of them is not known. */
    static double total(double[][] powers, int at) {
        double total = 0;
        for (double[] power : powers) {
            total += power[at];
        }
        return total;
    }
}
