package dev.flexgate.workload;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.sqlclient.Row;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tenants' policies, every version of them. */
public final class Policies {

    /** Channel on which the database tells that a policy changed. */
    public static final String NEWS = "workload_policy";

    /** Most policies of one page. */
    public static final int PAGE_MAX = 500;

    private static final String ONE_WRITER_AT_A_TIME =
            "select pg_advisory_xact_lock(hashtextextended('workload_policy', 0))";

    private static final String COLUMNS = """
            tenant, version, name, carbon_cap_mg, carbon_per_tonne, currency, rates, limits,
                   source, withdrawn, recorded_at, recorded_by
            """;

    private static final String CURRENT = """
            select *
              from (select distinct on (tenant) %s
                      from workload_policy
                     where tenant > $1
                     order by tenant, version desc) as newest
             where not withdrawn
             order by tenant
            """.formatted(COLUMNS);

    private static final String PAGE = CURRENT + " limit $2";

    private static final String NEWEST = """
            select %s
              from workload_policy
             where tenant = $1
             order by version desc
             limit 1
            """.formatted(COLUMNS);

    private static final String NEWEST_FILE = """
            select %s
              from workload_policy
             where tenant = $1 and source = 'FILE'
             order by version desc
             limit 1
            """.formatted(COLUMNS);

    private static final String AT_VERSION = """
            select %s
              from workload_policy
             where tenant = $1 and version = $2
            """.formatted(COLUMNS);

    private static final String ADD_VERSION = """
            insert into workload_policy (%s)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """.formatted(COLUMNS);

    private final Database database;

    public Policies(Database database) {
        this.database = database;
    }

    /** The current version of every tenant's policy, by tenant. A tenant may have none. */
    public List<Versioned<Policy>> current() {
        return database.rows(CURRENT, "").stream()
                .map(Policies::read)
                .map(each -> new Versioned<>(each.policy(), each.version()))
                .toList();
    }

    /** The policy as it stood at {@code version}. */
    public Optional<Policy> find(TenantId tenant, int version) {
        return at(tenant, version).map(PolicyVersion::policy);
    }

    /** The same with where it came from. */
    public Optional<PolicyVersion> at(TenantId tenant, int version) {
        return database.row(AT_VERSION, tenant.value(), version).map(Policies::read);
    }

    /** The policy in force. */
    public Optional<PolicyVersion> standing(TenantId tenant) {
        return database.row(NEWEST, tenant.value()).map(Policies::read).filter(each -> !each.withdrawn());
    }

    /** Policies in force, by tenant from after {@code after}, at most {@value #PAGE_MAX}. */
    public List<PolicyVersion> page(String after, int count) {
        return database.rows(PAGE, after, Math.clamp(count, 1, PAGE_MAX)).stream()
                .map(Policies::read)
                .toList();
    }

    /** Until the transaction ends nobody else adds a version. */
    static void lock(Tx tx) {
        tx.rows(ONE_WRITER_AT_A_TIME);
    }

    static int count(Tx tx) {
        return tx.rows(CURRENT, "").size();
    }

    static Optional<PolicyVersion> newest(Tx tx, TenantId tenant) {
        return tx.row(NEWEST, tenant.value()).map(Policies::read);
    }

    /** What its file said when it was last read. */
    static Optional<PolicyVersion> newestOfFile(Tx tx, TenantId tenant) {
        return tx.row(NEWEST_FILE, tenant.value()).map(Policies::read);
    }

    static void add(Tx tx, PolicyVersion added) {
        Policy policy = added.policy();
        tx.update(
                ADD_VERSION,
                policy.tenant().value(),
                added.version(),
                policy.name(),
                capMilligrams(policy.cap()),
                policy.carbonPerTonne().amount(),
                policy.carbonPerTonne().currency().getCurrencyCode(),
                Json.text(PolicyForm.write(policy.rates())),
                Json.text(PolicyLimitsForm.write(policy.limits())),
                added.source().name(),
                added.withdrawn(),
                added.recordedAt(),
                added.recordedBy());
        tx.notifyOnCommit(NEWS);
    }

    private static @Nullable Long capMilligrams(CarbonCap cap) {
        return switch (cap) {
            case CarbonCap.None _ -> null;
            case CarbonCap.AtMost(CarbonMass mass) -> mass.milligrams();
        };
    }

    private static PolicyVersion read(Row row) {
        @Nullable Long cap = row.getLong("carbon_cap_mg");
        Policy policy = new Policy(
                new TenantId(row.getString("tenant")),
                row.getString("name"),
                cap == null ? new CarbonCap.None() : new CarbonCap.AtMost(new CarbonMass(cap)),
                new Money(row.getBigDecimal("carbon_per_tonne"), Currency.getInstance(row.getString("currency"))),
                PolicyForm.storedRates(row.getString("rates")),
                PolicyLimitsForm.stored(row.getString("limits")));
        return new PolicyVersion(
                policy,
                row.getInteger("version"),
                row.getBoolean("withdrawn"),
                PolicyVersion.Source.valueOf(row.getString("source")),
                Columns.instant(row, "recorded_at"),
                row.getString("recorded_by"));
    }
}
