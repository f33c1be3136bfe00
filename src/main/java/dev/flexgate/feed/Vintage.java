package dev.flexgate.feed;

import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Everything one provider said at one moment about one signal of one zone: never changed afterwards, only
 * followed by a newer one.
 *
 * @param provider the series that spoke, such as {@code uk-carbon-intensity}
 * @param issuedAt when the provider issued it, or when we asked where it does not say
 * @param knownAt when we had it; nothing decided earlier may use it
 * @param sha256 lower-case hex over {@link #canonical}: provider, zone, signal and readings, not the times of
 *     asking, so that an unchanged answer is recognised
 * @param readings in order of time, at least one, no half-hour twice
 */
public record Vintage(
        UUID id,
        String provider,
        Zone zone,
        Signal signal,
        Instant issuedAt,
        Instant knownAt,
        String sha256,
        List<Reading> readings) {

    /** Most readings of one vintage: 90 days of half-hours. */
    public static final int READINGS_MAX = 4_320;

    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    public Vintage {
        if (!PROVIDER.matcher(provider).matches()) {
            throw new IllegalArgumentException("not a name of a provider: " + provider);
        }
        readings = List.copyOf(readings);
        if (readings.isEmpty() || readings.size() > READINGS_MAX) {
            throw new IllegalArgumentException("a vintage of " + readings.size() + " readings");
        }
        if (issuedAt.isAfter(knownAt)) {
            throw new IllegalArgumentException("known at " + knownAt + ", before its issue at " + issuedAt);
        }
        checkReadings(zone, signal, readings);
        if (!sha256.equals(sha256(provider, zone, signal, readings))) {
            throw new IllegalArgumentException("content does not match its hash: " + id);
        }
    }

    /** A vintage with its hash computed and its times cut to the microseconds that the store keeps. */
    public static Vintage of(
            UUID id,
            String provider,
            Zone zone,
            Signal signal,
            Instant issuedAt,
            Instant knownAt,
            List<Reading> readings) {
        return new Vintage(
                id,
                provider,
                zone,
                signal,
                issuedAt.truncatedTo(ChronoUnit.MICROS),
                knownAt.truncatedTo(ChronoUnit.MICROS),
                sha256(provider, zone, signal, readings),
                readings);
    }

    /** The worst quality among the readings. */
    public Quality quality() {
        return readings.stream().map(Reading::quality).reduce(Quality.MEASURED, Quality::worse);
    }

    private static void checkReadings(Zone zone, Signal signal, List<Reading> readings) {
        Instant free = Instant.MIN;
        for (Reading reading : readings) {
            if (!reading.zone().equals(zone) || reading.signal() != signal) {
                throw new IllegalArgumentException("a reading of " + reading.zone() + " " + reading.signal());
            }
            if (reading.valid().start().isBefore(free)) {
                throw new IllegalArgumentException("readings overlap or are out of order at " + reading.valid());
            }
            free = reading.valid().end();
        }
    }

    private static String sha256(String provider, Zone zone, Signal signal, List<Reading> readings) {
        return Digests.sha256Hex(canonical(provider, zone, signal, readings).getBytes(StandardCharsets.UTF_8));
    }

    /** One line for the stream, then {@code start value QUALITY} a reading; every line ends in LF. */
    static String canonical(String provider, Zone zone, Signal signal, List<Reading> readings) {
        var text = new StringBuilder(readings.size() * 40)
                .append(provider)
                .append(' ')
                .append(zone)
                .append(' ')
                .append(signal)
                .append('\n');
        for (Reading reading : readings) {
            text.append(reading.valid().start())
                    .append(' ')
                    .append(reading.value().toPlainString())
                    .append(' ')
                    .append(reading.quality())
                    .append('\n');
        }
        return text.toString();
    }
}
