package dev.flexgate.workload;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tenants' policies, every version of them. */
public final class Policies {

    private static final String CURRENT = """
            select distinct on (tenant) tenant, version, name, carbon_cap_mg, carbon_per_tonne, currency, limits
              from workload_policy
             order by tenant, version desc
            """;

    private static final String NEWEST = """
            select tenant, version, name, carbon_cap_mg, carbon_per_tonne, currency, limits
              from workload_policy
             where tenant = $1
             order by version desc
             limit 1
            """;

    private static final String AT_VERSION = """
            select tenant, version, name, carbon_cap_mg, carbon_per_tonne, currency, limits
              from workload_policy
             where tenant = $1 and version = $2
            """;

    private static final String ADD_VERSION = """
            insert into workload_policy (tenant, version, name, carbon_cap_mg, carbon_per_tonne, currency, recorded_at, limits)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """;

    private final Database database;

    public Policies(Database database) {
        this.database = database;
    }

    /** The current version of every tenant's policy, by tenant. A tenant may have none. */
    public List<Versioned<Policy>> current() {
        return database.rows(CURRENT).stream().map(Policies::read).toList();
    }

    /** The policy as it stood at {@code version}. */
    public Optional<Policy> find(TenantId tenant, int version) {
        return database.row(AT_VERSION, tenant.value(), version)
                .map(Policies::read)
                .map(Versioned::value);
    }

    static Optional<Versioned<Policy>> newest(Tx tx, TenantId tenant) {
        return tx.row(NEWEST, tenant.value()).map(Policies::read);
    }

    static void add(Tx tx, Policy policy, int version, Instant now) {
        tx.update(
                ADD_VERSION,
                policy.tenant().value(),
                version,
                policy.name(),
                capMilligrams(policy.cap()),
                policy.carbonPerTonne().amount(),
                policy.carbonPerTonne().currency().getCurrencyCode(),
                now,
                Json.text(PolicyLimitsForm.write(policy.limits())));
    }

    private static @Nullable Long capMilligrams(CarbonCap cap) {
        return switch (cap) {
            case CarbonCap.None _ -> null;
            case CarbonCap.AtMost(CarbonMass mass) -> mass.milligrams();
        };
    }

    private static Versioned<Policy> read(Row row) {
        @Nullable Long cap = row.getLong("carbon_cap_mg");
        Policy policy = new Policy(
                new TenantId(row.getString("tenant")),
                row.getString("name"),
                cap == null ? new CarbonCap.None() : new CarbonCap.AtMost(new CarbonMass(cap)),
                new Money(row.getBigDecimal("carbon_per_tonne"), Currency.getInstance(row.getString("currency"))),
                PolicyLimitsForm.stored(row.getString("limits")));
        return new Versioned<>(policy, row.getInteger("version"));
    }
}
