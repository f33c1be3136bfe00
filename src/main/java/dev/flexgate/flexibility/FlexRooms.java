package dev.flexgate.flexibility;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.planning.Planning;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.workload.Site;
import java.util.List;
import java.util.function.Supplier;

/**
 * What flexibility works with.
 *
 * @param database where needs, offers and orders are kept
 * @param planning who negotiates
 * @param sites that can flex
 * @param audit where decisions are recorded
 * @param actor as whom
 * @param ids of needs, offers and orders
 */
public record FlexRooms(
        Database database, Planning planning, Supplier<List<Site>> sites, AuditLog audit, Actor actor, Ids ids) {}
