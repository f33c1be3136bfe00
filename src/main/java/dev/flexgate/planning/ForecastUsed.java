package dev.flexgate.planning;

import dev.flexgate.quantity.Quality;
import java.time.Instant;
import java.util.UUID;

/**
 * A forecast that a plan rests on.
 *
 * @param id by which it is stored
 * @param zone for where
 * @param signal of what
 * @param issuedAt when it was made
 * @param quality the worst among its points
 * @param sha256 of its content, lower-case hex
 */
public record ForecastUsed(UUID id, String zone, String signal, Instant issuedAt, Quality quality, String sha256) {}
