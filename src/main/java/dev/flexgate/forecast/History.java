package dev.flexgate.forecast;

import dev.flexgate.forecast.model.EvenSeries;
import dev.flexgate.quantity.HalfHours;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Half-hours of one signal as they are known at one moment, for kernels.
 *
 * @param values {@link Double#NaN} for not known
 */
@SuppressWarnings("ArrayRecordComponent") // a kernel type
record History(HalfHours halfHours, double[] values) {

    private static final Duration HOUR = Duration.ofHours(1);

    History {
        if (values.length != halfHours.count()) {
            throw new IllegalArgumentException(values.length + " values of " + halfHours.count());
        }
    }

    /** The value of the half-hour that begins then; NaN for not known. */
    double at(Instant start) {
        int index = halfHours.indexOf(start);
        return index >= 0 && index < values.length ? values[index] : Double.NaN;
    }

    /** How many half-hours are known. */
    int known() {
        return (int) Arrays.stream(values).filter(each -> !Double.isNaN(each)).count();
    }

    /** Without what comes before the first known value, and after the last; empty when nothing is known. */
    History trimmed() {
        int first = 0;
        int end = values.length;
        while (first < end && Double.isNaN(values[first])) {
            first++;
        }
        while (end > first && Double.isNaN(values[end - 1])) {
            end--;
        }
        return first == end
                ? new History(new HalfHours(halfHours.start(), 1), new double[] {Double.NaN})
                : new History(
                        new HalfHours(halfHours.startOf(first), end - first), Arrays.copyOfRange(values, first, end));
    }

    EvenSeries halfHourly() {
        return EvenSeries.of(halfHours.start(), HalfHours.STEP, "value", values);
    }

    /** Whole hours of the clock, each the mean of its two half-hours, or the one that is known. */
    EvenSeries hourly() {
        Instant start =
                halfHours.start().getEpochSecond() % HOUR.toSeconds() == 0 ? halfHours.start() : halfHours.startOf(1);
        int first = halfHours.indexOf(start);
        double[] hours = new double[(values.length - first) / 2];
        Arrays.setAll(hours, hour -> mean(values[first + 2 * hour], values[first + 2 * hour + 1]));
        return EvenSeries.of(start, HOUR, "value", hours);
    }

    /** Over the start and the bits of every value. */
    String sha256() {
        var bytes = ByteBuffer.allocate(Long.BYTES * (values.length + 1));
        bytes.putLong(halfHours.start().getEpochSecond());
        for (double value : values) {
            bytes.putDouble(value);
        }
        return sha256(bytes.array());
    }

    static String sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static double mean(double one, double other) {
        if (Double.isNaN(one)) {
            return other;
        }
        return Double.isNaN(other) ? one : (one + other) / 2;
    }
}
