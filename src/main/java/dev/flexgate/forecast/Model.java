package dev.flexgate.forecast;

import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * What was learnt about one signal of one zone, kept as it was learnt.
 *
 * @param knownAt when it was finished; nothing forecast earlier uses it
 * @param version of the way it was learnt
 * @param historyHalfHours how many known half-hours it was learnt from
 * @param dataSha256 lower-case hex over these half-hours
 * @param sha256 lower-case hex over zone, signal, version, {@code dataSha256} and every coefficient
 * @param learning what forecasts are made with
 */
record Model(
        UUID id,
        Zone zone,
        Signal signal,
        Instant knownAt,
        int version,
        int historyHalfHours,
        String dataSha256,
        String sha256,
        Learning learning) {

    /** Grows with every change to what is learnt or how: models of an earlier one are not read any more. */
    static final int VERSION = 5;

    static Model of(UUID id, Zone zone, Signal signal, Instant knownAt, History history, Learning learning) {
        String data = history.sha256();
        return new Model(
                id,
                zone,
                signal,
                knownAt,
                VERSION,
                history.known(),
                data,
                sha256(zone, signal, VERSION, data, learning.bytes()),
                learning);
    }

    static String sha256(Zone zone, Signal signal, int version, String dataSha256, byte[] content) {
        return History.sha256(
                ("flexgate " + version + " " + zone + " " + signal + " " + dataSha256 + "\n")
                        .getBytes(StandardCharsets.UTF_8),
                content);
    }

    ModelNote note() {
        return new ModelNote(zone, signal, knownAt, version, historyHalfHours, dataSha256, sha256);
    }

    /** As forecasts and people name it. */
    String label() {
        return sha256.substring(0, 12);
    }
}
