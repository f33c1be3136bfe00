package dev.flexgate.identity.access;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tenants' participants; asked from memory, as keys are. */
public final class Bindings {

    /** Most participants that all tenants have together. */
    public static final int MAX = 10_000;

    private static final String LIVE = """
            select participant, tenant, version, changed_at, changed_by
              from identity_tenant_participant
             where tenant is not null
             order by participant
             limit $1
            """;

    private static final String PAGE = """
            select participant, tenant, version, changed_at, changed_by
              from identity_tenant_participant
             where tenant is not null and participant > $1
             order by participant
             limit $2
            """;

    private static final String ONE_AT_A_TIME =
            "select pg_advisory_xact_lock(hashtextextended('identity_tenant_participant', 0))";

    private static final String COUNT =
            "select count(*) as bound from identity_tenant_participant where tenant is not null";

    private static final String LOCK = """
            select participant, tenant, version, changed_at, changed_by
              from identity_tenant_participant
             where participant = $1
               for update
            """;

    private static final String WRITE = """
            insert into identity_tenant_participant (participant, tenant, version, changed_at, changed_by)
            values ($1, $2, $3, $4, $5)
            on conflict (participant) do update
               set tenant = $2, version = $3, changed_at = $4, changed_by = $5
            """;

    private final Database database;
    private final KeyWatcher watcher;
    private final InstantSource clock;
    private volatile Map<String, Set<String>> live = Map.of();

    Bindings(Database database, KeyWatcher watcher, InstantSource clock) {
        this.database = database;
        this.watcher = watcher;
        this.clock = clock;
    }

    /** What came of a wish to bind or to part. */
    public sealed interface Outcome {

        /** It is as wished, from now on or since earlier. */
        record Stands(Binding binding) implements Outcome {}

        /** The participant is another tenant's; that must end first. */
        record Taken() implements Outcome {}

        /** There are {@link Bindings#MAX}. */
        record Full() implements Outcome {}

        /** This tenant does not have this participant. */
        record Unknown() implements Outcome {}
    }

    /** The participants that {@code tenant} is; from memory. */
    public Set<String> of(String tenant) {
        return live.getOrDefault(tenant, Set.of());
    }

    /** Bindings that stand, in order of participant from after {@code previous}. */
    public List<Binding> page(String previous, int count) {
        return database.rows(PAGE, previous, Math.clamp(count, 1, ApiKeys.PAGE_MAX)).stream()
                .map(Bindings::read)
                .toList();
    }

    /** From now on {@code tenant} sees what is {@code participant}'s. */
    public Outcome bind(String tenant, String participant, String by) {
        KeyRequest.requireTenant(tenant);
        Outcome outcome = database.inTransaction(tx -> {
            tx.rows(ONE_AT_A_TIME);
            Optional<Binding> known = tx.row(LOCK, participant).map(Bindings::read);
            Optional<String> owner = known.flatMap(Binding::tenant);
            if (owner.isPresent()) {
                return owner.get().equals(tenant) ? new Outcome.Stands(known.orElseThrow()) : new Outcome.Taken();
            }
            long bound = tx.row(COUNT).map(row -> row.getLong("bound")).orElse(0L);
            return bound >= MAX ? new Outcome.Full() : write(tx, participant, tenant, known, by);
        });
        refresh();
        return outcome;
    }

    /** From now on {@code tenant} sees no more of {@code participant} than anybody. */
    public Outcome part(String tenant, String participant, String by) {
        Outcome outcome = database.inTransaction(tx -> {
            Optional<Binding> known = tx.row(LOCK, participant).map(Bindings::read);
            return known.flatMap(Binding::tenant).filter(tenant::equals).isEmpty()
                    ? new Outcome.Unknown()
                    : write(tx, participant, null, known, by);
        });
        refresh();
        return outcome;
    }

    private Outcome.Stands write(
            Tx tx, String participant, @Nullable String tenant, Optional<Binding> known, String by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var binding =
                new Binding(participant, tenant, known.map(Binding::version).orElse(0) + 1, now, by);
        tx.update(WRITE, participant, tenant, binding.version(), now, by);
        watcher.bound(tx, binding, known.flatMap(Binding::tenant));
        tx.notifyOnCommit(ApiKeys.NEWS);
        return new Outcome.Stands(binding);
    }

    /** Takes over what the database holds. */
    void refresh() {
        live = database.rows(LIVE, MAX).stream()
                .map(Bindings::read)
                .collect(Collectors.groupingBy(
                        binding -> Objects.requireNonNull(binding.owner()),
                        Collectors.mapping(Binding::participant, Collectors.toUnmodifiableSet())));
    }

    private static Binding read(Row row) {
        return new Binding(
                Columns.text(row, "participant"),
                row.getString("tenant"),
                row.getInteger("version"),
                Columns.instant(row, "changed_at"),
                Columns.text(row, "changed_by"));
    }
}
