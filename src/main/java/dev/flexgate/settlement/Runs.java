package dev.flexgate.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Quality;
import dev.flexgate.settlement.SettlementCase.Run;
import dev.flexgate.settlement.rule.Measured;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs, volumes and lines at rest. */
final class Runs {

    private static final String ADD_RUN = """
            insert into settlement_run (contract_id, run, at, reason, inputs_sha256, net, due, currency, unmeasured,
                   baseline_records)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;

    private static final String OF = """
            select run, at, reason, net, due, currency, unmeasured
              from settlement_run
             where contract_id = $1
             order by run
            """;

    private static final String BASELINE_RECORD = """
            select baseline_records
              from settlement_run
             where contract_id = $1 and run = $2
            """;

    private static final String ADD_VOLUME = """
            insert into settlement_volume (contract_id, run, period_start, version, state, measured, delivered_mwh,
                   quality, baseline_status, record_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;

    private static final String MOVE_VOLUME = """
            update settlement_volume
               set version = $4, state = $5, state_reason = $6, superseded_by = $7
             where contract_id = $1 and run = $2 and period_start = $3 and version = $4 - 1
            """;

    private static final String VOLUMES = """
            select run, period_start, version, state, state_reason, superseded_by, measured, quality, baseline_status,
                   record_id
              from settlement_volume
             where contract_id = $1 and run = $2
             order by period_start
            """;

    private static final String ADD_LINE = """
            insert into settlement_line (contract_id, run, period_start, version, state, is_measured, flows, net, due,
                   record_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;

    private static final String MOVE_LINE = """
            update settlement_line
               set version = $4, state = $5, state_reason = $6, overtaken_by = $7
             where contract_id = $1 and run = $2 and period_start = $3 and version = $4 - 1
            """;

    private static final String LINES = """
            select run, period_start, version, state, state_reason, overtaken_by, is_measured, flows, net, due, record_id
              from settlement_line
             where contract_id = $1 and run = $2
             order by period_start
            """;

    private Runs() {}

    static void add(Tx tx, ContractId id, Run run, String inputsSha256, List<RecordId> baselines) {
        tx.update(
                ADD_RUN,
                id.value(),
                run.number(),
                run.at(),
                run.reason(),
                inputsSha256,
                run.net().amount(),
                run.due().amount(),
                run.net().currency().getCurrencyCode(),
                run.unmeasured(),
                baselines.stream().map(RecordId::value).toArray(UUID[]::new));
    }

    static List<Run> of(Database database, ContractId id) {
        return database.rows(OF, id.value()).stream().map(Runs::run).toList();
    }

    /** One a meter, in the order of the contract; none for run 0. */
    static List<RecordId> baselineRecords(Tx tx, ContractId id, int run) {
        return tx.row(BASELINE_RECORD, id.value(), run).stream()
                .flatMap(row -> Stream.of(row.getArrayOfUUIDs("baseline_records")))
                .map(RecordId::new)
                .toList();
    }

    static void add(Tx tx, ContractId id, DeliveredVolume volume) {
        DeliveredVolume.Finding finding = volume.finding();
        tx.update(
                ADD_VOLUME,
                id.value(),
                finding.run(),
                finding.start(),
                volume.version(),
                volume.state(),
                Json.text(FlowsJson.write(finding.measured())),
                finding.measured() instanceof Measured.Known known
                        ? known.delivered().megawattHours()
                        : null,
                finding.quality().name(),
                finding.baselineStatus(),
                finding.record().value());
    }

    /** Stores the next state of a volume. */
    static void move(Tx tx, ContractId id, DeliveredVolume next) {
        @Nullable
        String reason = switch (next) {
            case DeliveredVolume.Rejected rejected -> rejected.reason();
            case DeliveredVolume.Excepted excepted -> excepted.reason();
            case DeliveredVolume.Provisional _,
                    DeliveredVolume.Submitted _,
                    DeliveredVolume.Accepted _,
                    DeliveredVolume.Superseded _ -> null;
        };
        @Nullable Integer by = next instanceof DeliveredVolume.Superseded superseded ? superseded.by() : null;
        DeliveredVolume.Finding finding = next.finding();
        requireMoved(
                tx.update(
                        MOVE_VOLUME,
                        id.value(),
                        finding.run(),
                        finding.start(),
                        next.version(),
                        next.state(),
                        reason,
                        by),
                id);
    }

    static List<DeliveredVolume> volumes(Database database, ContractId id, int run) {
        return database.rows(VOLUMES, id.value(), run).stream()
                .map(Runs::volume)
                .toList();
    }

    static void add(Tx tx, ContractId id, List<SettlementLine> lines) {
        tx.batch(ADD_LINE, lines.stream().map(line -> tuple(id, line)).toList());
    }

    private static Tuple tuple(ContractId id, SettlementLine line) {
        SettlementLine.Amounts amounts = line.amounts();
        return Tuple.of(id.value(), amounts.run(), amounts.start(), line.version(), line.state())
                .addBoolean(amounts.isMeasured())
                .addString(Json.text(FlowsJson.write(amounts.flows())))
                .addBigDecimal(amounts.net().amount())
                .addBigDecimal(amounts.due().amount())
                .addUUID(amounts.record().value());
    }

    /** Stores the next state of a line. */
    static void move(Tx tx, ContractId id, SettlementLine next) {
        @Nullable String reason = next instanceof SettlementLine.Disputed disputed ? disputed.reason() : null;
        @Nullable
        Integer by = switch (next) {
            case SettlementLine.Adjusted adjusted -> adjusted.by();
            case SettlementLine.Superseded superseded -> superseded.by();
            case SettlementLine.Calculated _,
                    SettlementLine.Agreed _,
                    SettlementLine.Disputed _,
                    SettlementLine.Invoiced _,
                    SettlementLine.Paid _ -> null;
        };
        SettlementLine.Amounts amounts = next.amounts();
        requireMoved(
                tx.update(
                        MOVE_LINE,
                        id.value(),
                        amounts.run(),
                        amounts.start(),
                        next.version(),
                        next.state(),
                        reason,
                        by),
                id);
    }

    private static void requireMoved(int rows, ContractId id) {
        if (rows != 1) {
            throw new IllegalStateException("a half-hour of order " + id + " was moved by another");
        }
    }

    static List<SettlementLine> lines(Database database, SettlementContract contract, int run) {
        return database.rows(LINES, contract.id().value(), run).stream()
                .map(row -> line(row, contract.currency()))
                .toList();
    }

    private static Run run(Row row) {
        Currency currency = Currency.getInstance(Columns.text(row, "currency"));
        return new Run(
                row.getInteger("run"),
                Columns.instant(row, "at"),
                Columns.text(row, "reason"),
                new Money(row.getBigDecimal("net"), currency),
                new Money(row.getBigDecimal("due"), currency),
                row.getInteger("unmeasured"));
    }

    private static DeliveredVolume volume(Row row) {
        var finding = new DeliveredVolume.Finding(
                Columns.instant(row, "period_start"),
                row.getInteger("run"),
                FlowsJson.measured(json(row, "measured")),
                Quality.valueOf(Columns.text(row, "quality")),
                Columns.text(row, "baseline_status"),
                new RecordId(Columns.uuid(row, "record_id")));
        int version = row.getInteger("version");
        String state = Columns.text(row, "state");
        return switch (state) {
            case "PROVISIONAL" -> new DeliveredVolume.Provisional(finding, version);
            case "SUBMITTED" -> new DeliveredVolume.Submitted(finding, version);
            case "ACCEPTED" -> new DeliveredVolume.Accepted(finding, version);
            case "REJECTED" -> new DeliveredVolume.Rejected(finding, version, Columns.text(row, "state_reason"));
            case "EXCEPTION" -> new DeliveredVolume.Excepted(finding, version, Columns.text(row, "state_reason"));
            case "SUPERSEDED" -> new DeliveredVolume.Superseded(finding, version, row.getInteger("superseded_by"));
            default -> throw new IllegalStateException("unknown volume state " + state);
        };
    }

    private static SettlementLine line(Row row, Currency currency) {
        var amounts = new SettlementLine.Amounts(
                Columns.instant(row, "period_start"),
                row.getInteger("run"),
                row.getBoolean("is_measured"),
                FlowsJson.flows(json(row, "flows"), currency),
                new Money(row.getBigDecimal("net"), currency),
                new Money(row.getBigDecimal("due"), currency),
                new RecordId(Columns.uuid(row, "record_id")));
        int version = row.getInteger("version");
        String state = Columns.text(row, "state");
        return switch (state) {
            case "CALCULATED" -> new SettlementLine.Calculated(amounts, version);
            case "AGREED" -> new SettlementLine.Agreed(amounts, version);
            case "DISPUTED" -> new SettlementLine.Disputed(amounts, version, Columns.text(row, "state_reason"));
            case "INVOICED" -> new SettlementLine.Invoiced(amounts, version);
            case "PAID" -> new SettlementLine.Paid(amounts, version);
            case "ADJUSTED" -> new SettlementLine.Adjusted(amounts, version, row.getInteger("overtaken_by"));
            case "SUPERSEDED" -> new SettlementLine.Superseded(amounts, version, row.getInteger("overtaken_by"));
            default -> throw new IllegalStateException("unknown line state " + state);
        };
    }

    private static JsonNode json(Row row, String column) {
        return StrictJson.parse(Columns.text(row, column).getBytes(StandardCharsets.UTF_8));
    }
}
