package dev.flexgate.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a provider's forecast is used for one range of leads: as it is, unless correcting its bias or mixing our own in
 * would have made past forecasts better, each judged by what had come before it.
 *
 * @param tenths weight of the provider's forecast, the rest being ours
 * @param bias added to the provider's forecast before; 0 where correcting it did not help
 * @param p10 the outturn less the blended forecast: one in ten lies below
 * @param p90 one in ten lies above
 */
record Blend(int tenths, double bias, double p10, double p90) {

    /** Weights tried, in tenths: what is found best is then taken halfway back to the provider alone. */
    private static final int[] TRIED = {10, 8, 6, 4, 2, 0};

    /** By less than this share better is no better. */
    private static final double GAIN_MIN = 0.02;

    private static final long BIAS_SECONDS = 28 * 86_400L;

    /** Half-hours that came, below which no bias is taken for one: those of two days. */
    private static final int BIAS_MIN = 96;

    /** One half-hour of one past issue, of which all is known. */
    record Case(long issuedAt, long end, double provider, double own, double actual) {

        double miss(int tenths, double bias) {
            return actual - (tenths * (provider + bias) + (10 - tenths) * own) / 10;
        }
    }

    /**
     * From past cases.
     *
     * @param casesMin with fewer the provider's forecast is used as it is, and this says nothing
     * @param now seconds, for the bias that is in force
     */
    static Optional<Blend> learn(List<Case> cases, int casesMin, long now) {
        if (cases.size() < casesMin) {
            return Optional.empty();
        }
        List<Case> byEnd =
                cases.stream().sorted(Comparator.comparingLong(Case::end)).toList();
        double[] biases =
                cases.stream().mapToDouble(each -> bias(byEnd, each.issuedAt())).toArray();
        double[] none = new double[biases.length];
        double least = loss(cases, none, 10);
        int best = 10;
        boolean corrected = false;
        double wanted = least * (1 - GAIN_MIN);
        for (boolean with : new boolean[] {false, true}) {
            for (int tenths : TRIED) {
                double loss = loss(cases, with ? biases : none, tenths);
                if (loss < wanted) {
                    wanted = loss;
                    best = tenths;
                    corrected = with;
                }
            }
        }
        int tenths = (best + 10) / 2;
        double[] used = corrected ? biases : none;
        double[] misses = IntStream.range(0, used.length)
                .mapToDouble(index -> cases.get(index).miss(tenths, used[index]))
                .sorted()
                .toArray();
        return Optional.of(
                new Blend(tenths, corrected ? bias(byEnd, now) : 0, quantile(misses, 0.1), quantile(misses, 0.9)));
    }

    /** What is forecast; {@code own} is NaN where we say nothing. */
    double of(double provider, double own) {
        double corrected = provider + bias;
        return Double.isNaN(own) ? corrected : (tenths * corrected + (10 - tenths) * own) / 10;
    }

    /** As points name it. */
    String label() {
        String name = bias == 0 ? "provider-forecast" : "provider-forecast-corrected";
        return tenths == 10 ? name : name + "*0." + tenths + "+flexgate*0." + (10 - tenths);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(tenths);
        out.writeDouble(bias);
        out.writeDouble(p10);
        out.writeDouble(p90);
    }

    static Blend read(DataInput in) throws IOException {
        return new Blend(in.readInt(), in.readDouble(), in.readDouble(), in.readDouble());
    }

    private static double loss(List<Case> cases, double[] biases, int tenths) {
        double sum = 0;
        for (int index = 0; index < biases.length; index++) {
            sum += Math.abs(cases.get(index).miss(tenths, biases[index]));
        }
        return sum;
    }

    /** Mean of the provider's misses that had come by {@code moment}, over four weeks. */
    private static double bias(List<Case> byEnd, long moment) {
        double sum = 0;
        int count = 0;
        for (int index = firstAfter(byEnd, moment) - 1; index >= 0; index--) {
            Case each = byEnd.get(index);
            if (each.end() < moment - BIAS_SECONDS) {
                break;
            }
            sum += each.actual() - each.provider();
            count++;
        }
        return count < BIAS_MIN ? 0 : sum / count;
    }

    private static int firstAfter(List<Case> byEnd, long moment) {
        int low = 0;
        int high = byEnd.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byEnd.get(middle).end() <= moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** Cases of one provider and one range of leads from what was said and what came. */
    static List<Case> cases(List<Said> provider, List<Said> own, History came, LeadBlock block) {
        var cases = new ArrayList<Case>();
        for (Said said : provider) {
            own.stream()
                    .filter(other -> other.issuedAt().equals(said.issuedAt())
                            && other.grid().equals(said.grid()))
                    .findFirst()
                    .ifPresent(other -> add(cases, said, other, came, block));
        }
        return cases;
    }

    private static void add(List<Case> cases, Said provider, Said own, History came, LeadBlock block) {
        long issuedAt = provider.issuedAt().getEpochSecond();
        double[] theirs = provider.p50();
        double[] ours = own.p50();
        for (int index = 0; index < Math.min(theirs.length, ours.length); index++) {
            double actual = came.at(provider.grid().startOf(index));
            if (provider.blockOf(index) == block
                    && !Double.isNaN(theirs[index])
                    && !Double.isNaN(ours[index])
                    && !Double.isNaN(actual)) {
                long end = provider.grid().startOf(index + 1).getEpochSecond();
                cases.add(new Case(issuedAt, end, theirs[index], ours[index], actual));
            }
        }
    }
}
