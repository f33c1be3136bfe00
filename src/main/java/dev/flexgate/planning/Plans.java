package dev.flexgate.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Plans at rest: added, never changed. */
final class Plans {

    private static final String COLUMNS = """
            version, id, cause, as_of, grid_start, grid_half_hours, cost, currency, carbon_mg, objective, lower_bound,
                   gap, carbon_per_tonne, rounds, stopped, particulars, inputs_sha256, outcome_sha256,
                   forgotten_at
            """;

    private static final String NEWEST = """
            select %s
              from planning_plan
             order by version desc
             limit 1
            """.formatted(COLUMNS);

    private static final String BY_VERSION = """
            select %s
              from planning_plan
             where version = $1
            """.formatted(COLUMNS);

    private static final String BY_ID = """
            select %s
              from planning_plan
             where id = $1
            """.formatted(COLUMNS);

    private static final String PAGE = """
            select %s
              from planning_plan
             where version < $1
             order by version desc
             limit $2
            """.formatted(COLUMNS);

    private static final String RECORD = """
            select audit_record
              from planning_plan
             where version = $1
            """;

    private static final String NEWEST_VERSION = """
            select version
              from planning_plan
             order by version desc
             limit 1
            """;

    private static final String ADJUSTMENTS = """
            select adjustments
              from planning_plan
             where version = $1
            """;

    private static final String INPUTS = """
            select version, inputs_gz, inputs_sha256, outcome_sha256, forgotten_at
              from planning_plan
             where version = $1
            """;

    private static final String TRANSCRIPT = """
            select version, transcript_gz, inputs_sha256, outcome_sha256, forgotten_at
              from planning_plan
             where version = $1
            """;

    private static final String FENCING_TOKEN = """
            select fencing_token
              from planning_plan
             where version = $1
            """;

    /** Any number that nobody else in this database uses for an advisory lock. */
    private static final String LOCK = "select pg_advisory_xact_lock(7046041)";

    private static final String ADD = """
            insert into planning_plan (version, id, cause, as_of, grid_start, grid_half_hours, cost, currency,
                   carbon_mg, objective, lower_bound, gap, carbon_per_tonne, rounds, stopped, particulars, inputs_gz,
                   inputs_sha256, outcome_sha256, transcript_gz, fencing_token, audit_record, adjustments)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                   $23)
            """;

    /**
     * What goes beside a plan into its row.
     *
     * @param inputs what it was decided from
     * @param transcript what was said
     * @param fencingToken of the lease it was made under
     * @param record its audit record
     * @param adjustments what persons have asked of it
     */
    record Papers(
            ObjectNode inputs, JsonNode transcript, long fencingToken, RecordId record, Adjustments adjustments) {}

    private final Database database;

    Plans(Database database) {
        this.database = database;
    }

    Optional<Plan> newest() {
        return database.row(NEWEST).map(this::read);
    }

    Optional<Plan> find(long version) {
        return database.row(BY_VERSION, version).map(this::read);
    }

    Optional<Plan> find(PlanId id) {
        return database.row(BY_ID, id.value()).map(this::read);
    }

    /** Plans older than {@code before}, the newest first, without their lines. */
    List<PlanHead> page(long before, int count) {
        return database.rows(PAGE, before, count).stream().map(Plans::head).toList();
    }

    private static PlanHead head(Row row) {
        Particulars particulars = Particulars.read(row.getString("particulars"));
        return new PlanHead(
                new PlanId(Columns.uuid(row, "id")),
                row.getLong("version"),
                row.getString("cause"),
                Columns.instant(row, "as_of"),
                certificate(row),
                particulars.difference(),
                particulars.forecasts().stream().map(ForecastUsed::quality).reduce(Quality.MEASURED, Quality::worse));
    }

    /** The audit record of a plan. */
    Optional<RecordId> record(long version) {
        return database.row(RECORD, version).map(row -> new RecordId(Columns.uuid(row, "audit_record")));
    }

    /** Version of the standing plan; 0 where none stands. */
    long newestVersion() {
        return database.row(NEWEST_VERSION).map(row -> row.getLong("version")).orElse(0L);
    }

    static long newestVersion(Tx tx) {
        return tx.row(NEWEST_VERSION).map(row -> row.getLong("version")).orElse(0L);
    }

    /** From here to the end of {@code tx} no other plan comes to stand. */
    static void lock(Tx tx) {
        tx.rows(LOCK);
    }

    /** The lease under which a plan was made, or the plan that it adjusts. */
    static long fencingToken(Tx tx, long version) {
        return tx.row(FENCING_TOKEN, version).orElseThrow().getLong("fencing_token");
    }

    /** What persons have asked of a plan; kept even of one that is forgotten. */
    Adjustments adjustments(long version) {
        return database.row(ADJUSTMENTS, version)
                .map(row -> AdjustmentsJson.read(Compressed.parse(row.getString("adjustments"))))
                .orElse(Adjustments.NONE);
    }

    /** What a plan was decided from. Throws {@link IllegalStateException} when it is not what was stored. */
    PlanInputs inputs(long version) {
        Row row = database.row(INPUTS, version).map(Plans::kept).orElseThrow();
        byte[] json = Compressed.unfold(Columns.bytes(row, "inputs_gz"));
        if (!Digests.sha256Hex(json).equals(row.getString("inputs_sha256"))) {
            throw new IllegalStateException("the stored inputs of plan " + version + " are not what they were");
        }
        return InputsJson.read(Compressed.read(Columns.bytes(row, "inputs_gz")));
    }

    Optional<byte[]> transcript(long version) {
        return database.row(TRANSCRIPT, version)
                .map(Plans::kept)
                .map(row -> Compressed.unfold(Columns.bytes(row, "transcript_gz")));
    }

    static void add(Tx tx, Plan plan, Papers papers) {
        Certificate certificate = plan.certificate();
        tx.update(
                ADD,
                plan.version(),
                plan.id().value(),
                plan.cause(),
                plan.asOf(),
                plan.grid().start(),
                plan.grid().count(),
                certificate.cost().amount(),
                certificate.cost().currency().getCurrencyCode(),
                certificate.carbon().milligrams(),
                certificate.objective().amount(),
                certificate.lowerBound().amount(),
                certificate.gap(),
                certificate.carbonPerTonne().amount(),
                certificate.rounds(),
                certificate.stopped(),
                new Particulars(plan.forecasts(), plan.difference()).write(),
                Compressed.write(Json.bytes(papers.inputs())),
                plan.inputsSha256(),
                plan.outcomeSha256(),
                Compressed.write(Json.bytes(papers.transcript())),
                papers.fencingToken(),
                papers.record().value(),
                Json.text(AdjustmentsJson.write(papers.adjustments())));
        PlanLines.add(tx, plan);
    }

    /** Says that a plan was forgotten, and by what it is still known. */
    private static Row kept(Row row) {
        Optional<Instant> forgotten = Columns.maybeInstant(row, "forgotten_at");
        if (forgotten.isPresent()) {
            throw Forgotten.of(
                    "plan " + row.getLong("version"),
                    forgotten.get(),
                    row.getString("inputs_sha256"),
                    row.getString("outcome_sha256"));
        }
        return row;
    }

    private Plan read(Row stored) {
        Row row = kept(stored);
        long version = row.getLong("version");
        Particulars particulars = Particulars.read(row.getString("particulars"));
        return new Plan(
                new PlanId(Columns.uuid(row, "id")),
                version,
                row.getString("cause"),
                Columns.instant(row, "as_of"),
                new HalfHours(Columns.instant(row, "grid_start"), row.getInteger("grid_half_hours")),
                PlanLines.allocations(database, version),
                PlanLines.deferrals(database, version),
                certificate(row),
                PlanLines.scarcity(database, version, currency(row)),
                particulars.forecasts(),
                particulars.difference(),
                row.getString("inputs_sha256"),
                row.getString("outcome_sha256"));
    }

    private static Certificate certificate(Row row) {
        return new Certificate(
                money(row, "cost"),
                new CarbonMass(row.getLong("carbon_mg")),
                money(row, "objective"),
                money(row, "lower_bound"),
                row.getBigDecimal("gap"),
                money(row, "carbon_per_tonne"),
                row.getInteger("rounds"),
                row.getString("stopped"));
    }

    private static Money money(Row row, String column) {
        BigDecimal amount = row.getBigDecimal(column);
        return new Money(amount, currency(row));
    }

    private static Currency currency(Row row) {
        return Currency.getInstance(row.getString("currency"));
    }

    /** Allocations of an earlier plan; none for version 0. */
    List<Allocation> allocations(long version) {
        return PlanLines.allocations(database, version);
    }
}
