package dev.flexgate.execution;

import dev.flexgate.audit.AuditLog;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.wire.OutboundHttp;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What execution works with.
 *
 * @param outbound whose policy admits the executors' networks
 */
public record ExecutionRooms(
        Database database,
        Dispatches dispatches,
        Outbox outbox,
        AuditLog audit,
        OutboundHttp outbound,
        Ids ids,
        MeterRegistry meters) {}
