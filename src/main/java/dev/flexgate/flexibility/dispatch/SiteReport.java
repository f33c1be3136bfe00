package dev.flexgate.flexibility.dispatch;

import dev.flexgate.quantity.Power;
import java.time.Instant;

/**
 * What a site says it draws while it carries out an instruction: an indication, never what is settled.
 *
 * @param measuredAt by the site's clock
 * @param facilityPower at its meter, W
 */
public record SiteReport(int revision, Instant receivedAt, Instant measuredAt, Power facilityPower) {}
