package dev.flexgate.beckn;

import dev.flexgate.audit.AuditLog;
import dev.flexgate.market.Market;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.store.Database;
import dev.flexgate.wire.OutboundHttp;

/** The rooms that the Beckn edge stands on. */
public record Neighbours(Database database, Market market, AuditLog audit, Outbox outbox, OutboundHttp outbound) {}
