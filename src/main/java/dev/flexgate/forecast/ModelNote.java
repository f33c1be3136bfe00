package dev.flexgate.forecast;

import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import java.time.Instant;

/**
 * What is said of a model to people and in the audit log.
 *
 * @param knownAt since when it is used
 * @param version of the way it was learnt
 * @param historyHalfHours how many known half-hours it was learnt from
 * @param dataSha256 lower-case hex over these
 * @param sha256 lower-case hex over all of it, coefficients included
 */
public record ModelNote(
        Zone zone,
        Signal signal,
        Instant knownAt,
        int version,
        int historyHalfHours,
        String dataSha256,
        String sha256) {}
