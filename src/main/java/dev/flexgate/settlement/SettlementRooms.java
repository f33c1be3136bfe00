package dev.flexgate.settlement;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.store.Database;
import dev.flexgate.workload.Assets;

/** The rooms that settlement leans on, and who it is in the audit log. */
public record SettlementRooms(Database database, Assets assets, AuditLog audit, Actor actor) {}
