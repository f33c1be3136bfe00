package dev.flexgate.planning;

import dev.flexgate.quantity.Quality;
import java.time.Instant;

/**
 * A plan in a list: who it is, without its lines.
 *
 * @param version which
 * @param cause why it was made
 * @param asOf when its inputs were read
 * @param certificate cost, carbon, bound and gap
 * @param difference from the version before
 * @param quality the worst among its forecasts
 */
public record PlanHead(
        PlanId id,
        long version,
        String cause,
        Instant asOf,
        Certificate certificate,
        Difference difference,
        Quality quality) {}
