package dev.flexgate.beckn;

import dev.flexgate.audit.AuditLog;
import dev.flexgate.beckn.activation.FlexSources;
import dev.flexgate.market.Aftercare;
import dev.flexgate.market.Market;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.store.Database;
import dev.flexgate.wire.OutboundHttp;

/**
 * The rooms that the Beckn edge stands on.
 *
 * @param market where compute slots are sold
 * @param aftercare what is asked about an order beside itself
 * @param flexibility where grid operators buy less load
 * @param digests how peers name digests, as every part of us hears it
 */
public record Neighbours(
        Database database,
        Market market,
        Aftercare aftercare,
        FlexSources flexibility,
        AuditLog audit,
        Outbox outbox,
        OutboundHttp outbound,
        LearnedDigests digests) {}
