package dev.flexgate.planning;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Policies;
import dev.flexgate.workload.Sites;

/**
 * What planning works with.
 *
 * @param database where plans are kept
 * @param sites that can flex
 * @param jobs that wait
 * @param policies that bind
 * @param forecaster of carbon and prices
 * @param audit where decisions are recorded
 * @param actor as whom
 * @param ids of plans
 */
public record PlanningRooms(
        Database database,
        Sites sites,
        Jobs jobs,
        Policies policies,
        Forecaster forecaster,
        AuditLog audit,
        Actor actor,
        Ids ids) {}
