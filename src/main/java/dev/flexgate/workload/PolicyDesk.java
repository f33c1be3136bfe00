package dev.flexgate.workload;

import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Where policies are changed by hand: one a tenant, each change a version with a record of its own. */
public final class PolicyDesk {

    /** Most policies in force. */
    public static final int POLICIES_MAX = 1_000;

    private final Database database;
    private final Policies policies;
    private final WorkloadRecords records;
    private final InstantSource clock;

    public PolicyDesk(Database database, WorkloadRecords records, InstantSource clock) {
        this.database = database;
        this.policies = new Policies(database);
        this.records = records;
        this.clock = clock;
    }

    /** What comes of a change. */
    public sealed interface Change {

        /** It stands so. */
        record Done(PolicyVersion version) implements Change {}

        /** It stands at another version than whoever asked had read; 0 for none. */
        record Stale(int version) implements Change {}

        /** There are as many as there may be. */
        record Full(int most) implements Change {}

        /**
         * It names what is not there.
         *
         * @param field which field says so, such as {@code limits.blackouts[0].site}
         * @param detail what is wrong and what to write instead
         */
        record Refused(String field, String detail) implements Change {}
    }

    public Policies policies() {
        return policies;
    }

    /**
     * Sets a tenant's policy.
     *
     * @param expected version that whoever asks has read; 0 for none
     * @param by id of the key that asks
     */
    public Change set(Policy policy, int expected, String by) {
        return database.inTransaction(tx -> {
            Policies.lock(tx);
            int standing = standing(tx, policy.tenant());
            if (standing != expected) {
                return new Change.Stale(standing);
            }
            Optional<Change.Refused> refused = PolicyRules.refusal(policy, Sites.current(tx));
            if (refused.isPresent()) {
                return refused.get();
            }
            if (standing == 0 && Policies.count(tx) >= POLICIES_MAX) {
                return new Change.Full(POLICIES_MAX);
            }
            return done(tx, policy, false, by);
        });
    }

    /** Withdraws a tenant's policy: from now on nothing of it is limited, and carbon is worth nothing of its own. */
    public Change withdraw(TenantId tenant, int expected, String by) {
        return database.inTransaction(tx -> {
            Policies.lock(tx);
            int standing = standing(tx, tenant);
            if (standing == 0 || standing != expected) {
                return new Change.Stale(standing);
            }
            return done(tx, Policies.newest(tx, tenant).orElseThrow().policy(), true, by);
        });
    }

    private static int standing(Tx tx, TenantId tenant) {
        return Policies.newest(tx, tenant)
                .filter(each -> !each.withdrawn())
                .map(PolicyVersion::version)
                .orElse(0);
    }

    private Change done(Tx tx, Policy policy, boolean withdrawn, String by) {
        int last =
                Policies.newest(tx, policy.tenant()).map(PolicyVersion::version).orElse(0);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var version = new PolicyVersion(policy, last + 1, withdrawn, PolicyVersion.Source.API, now, by);
        Policies.add(tx, version);
        records.policy(tx, version);
        return new Change.Done(version);
    }
}
