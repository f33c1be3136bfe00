package dev.flexgate.budget;

import dev.flexgate.workload.TenantId;
import java.time.Instant;

/**
 * A tenant's budget, as it stands.
 *
 * @param version counts from 1; ended and set anew, it goes on
 * @param recordedAt since when it stands so
 * @param recordedBy id of the key that made it so
 */
public record Budget(TenantId tenant, int version, BudgetTerms terms, Instant recordedAt, String recordedBy) {}
