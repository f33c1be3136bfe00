package dev.flexgate.feed;

import dev.flexgate.wire.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * A weather forecast as it was told at one moment, averaged over the area of a zone: never changed afterwards.
 *
 * @param provider who told it
 * @param knownAt when we had it; nothing decided earlier may use it
 * @param start the hour that the first value of each variable is for
 * @param hourly a day or more of each variable that was told, {@link Double#NaN} for not known
 */
public record WeatherIssue(
        String provider, Zone zone, Instant knownAt, Instant start, Map<WeatherVariable, double[]> hourly) {

    /** Sixteen days. */
    static final int HOURS_MAX = 384;

    private static final int HOURS_MIN = 24;

    public WeatherIssue {
        hourly = new EnumMap<>(hourly);
        if (start.getEpochSecond() % Duration.ofHours(1).toSeconds() != 0) {
            throw new IllegalArgumentException("not the start of an hour: " + start);
        }
        for (double[] values : hourly.values()) {
            if (values.length < HOURS_MIN || values.length > HOURS_MAX) {
                throw new IllegalArgumentException("weather of " + values.length + " hours");
            }
        }
    }

    /** Lower-case hex over all but the time of asking, so that an unchanged answer is recognised. */
    public String sha256() {
        var text =
                new StringBuilder(provider).append(' ').append(zone).append(' ').append(start);
        hourly.forEach((variable, values) ->
                text.append('\n').append(variable).append(' ').append(Arrays.toString(values)));
        return Digests.sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
