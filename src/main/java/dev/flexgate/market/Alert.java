package dev.flexgate.market;

import dev.flexgate.quantity.CarbonIntensity;
import java.time.Instant;

/**
 * The carbon intensity that an order was sold on is not what is forecast now.
 *
 * @param eventId by which the buyer can respond
 * @param sold mean over the half-hours that are still to come, as sold
 * @param now the same, as forecast now
 */
public record Alert(String eventId, Instant at, CarbonIntensity sold, CarbonIntensity now) {}
