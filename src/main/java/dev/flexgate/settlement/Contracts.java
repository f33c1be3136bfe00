package dev.flexgate.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.StrictJson;
import dev.flexgate.workload.MeterId;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Contracts at rest. */
final class Contracts {

    private static final String COLUMNS = """
            id, state, document, frozen, frozen_record, run, inputs_sha256, opened_at, opened_record, version
            """;

    private static final String INSERT = """
            insert into settlement_contract (id, state, meters, document, window_start, window_end, history_start,
                   look_at, opened_at, opened_record, version)
            values ($1, 'OPEN', $2, $3, $4, $5, $6, $7, $8, $9, 1)
            on conflict (id) do nothing
            """;

    private static final String FIND = "select " + COLUMNS + " from settlement_contract where id = $1";

    private static final String LOCK = FIND + " for update";

    private static final String PAGE = "select " + COLUMNS + """
              from settlement_contract
             where id < $1
             order by id desc
             limit $2
            """;

    private static final String FREEZE = """
            update settlement_contract
               set frozen = $2, frozen_record = $3, version = $4
             where id = $1
            """;

    private static final String CURTAIL = """
            update settlement_contract
               set document = $2, window_end = $3, look_at = $3, version = $4
             where id = $1
            """;

    private static final String CANCEL = """
            update settlement_contract
               set state = 'CANCELLED', look_at = null, version = $2
             where id = $1
            """;

    private static final String DUE = """
            select id
              from settlement_contract
             where look_at <= $1
             order by look_at, id
             limit $2
            """;

    private static final String LOOK_LATER = """
            update settlement_contract
               set look_at = $2
             where id = $1
            """;

    private static final String CALCULATED = """
            update settlement_contract
               set state = 'SETTLED', run = $2, inputs_sha256 = $3, look_at = $4, version = $5
             where id = $1
            """;

    private static final String COUNT_VERSION = """
            update settlement_contract
               set version = $2
             where id = $1
            """;

    /**
     * What is not over yet is looked at when it is. A contract that is due already is taken too: it may be in the
     * agent's hands, with inputs read before these readings, and only waiting for its lock keeps the news from being
     * overwritten. In the order of the ids, so that two batches cannot wait for each other.
     */
    private static final String LOOK_NOW = """
            with concerned as (
                select id
                  from settlement_contract
                 where meters && $2::text[]
                   and history_start < $4 and window_end > $3
                   and state <> 'CANCELLED'
                 order by id
                   for update)
            update settlement_contract contract
               set look_at = least(contract.look_at, greatest(contract.window_end, $1))
              from concerned
             where contract.id = concerned.id
            """;

    private static final JsonLimits LIMITS = JsonLimits.DEFAULT;

    private Contracts() {}

    /** False when it is there already. */
    static boolean insert(Tx tx, OpenContract open, Instant historyStart, Instant lookAt) {
        SettlementContract contract = open.contract();
        return tx.update(
                        INSERT,
                        contract.id().value(),
                        names(open.meterIds()),
                        Json.text(ContractJson.write(contract, open.meters())),
                        contract.window().start(),
                        contract.window().end(),
                        historyStart,
                        lookAt,
                        open.openedAt(),
                        open.openedRecord().value())
                == 1;
    }

    static Optional<OpenContract> find(Database database, ContractId id) {
        return database.row(FIND, id.value()).map(Contracts::read);
    }

    static Optional<OpenContract> lock(Tx tx, ContractId id) {
        return tx.row(LOCK, id.value()).map(Contracts::read);
    }

    /** Newest first; ids are time-ordered. */
    static List<OpenContract> page(Database database, UUID before, int limit) {
        return database.rows(PAGE, before, limit).stream().map(Contracts::read).toList();
    }

    static void freeze(Tx tx, OpenContract open, OpenContract.Frozen frozen, long version) {
        tx.update(
                FREEZE,
                open.id().value(),
                Json.text(ContractJson.write(frozen.load())),
                frozen.record().value(),
                version);
    }

    static void curtail(Tx tx, SettlementContract left, List<ContractMeter> meters, long version) {
        tx.update(
                CURTAIL,
                left.id().value(),
                Json.text(ContractJson.write(left, meters)),
                left.window().end(),
                version);
    }

    static void cancel(Tx tx, ContractId id, long version) {
        tx.update(CANCEL, id.value(), version);
    }

    static List<ContractId> due(Database database, Instant now, int limit) {
        return database.rows(DUE, now, limit).stream()
                .map(row -> new ContractId(Columns.uuid(row, "id")))
                .toList();
    }

    static void lookAt(Tx tx, ContractId id, Optional<Instant> moment) {
        tx.update(LOOK_LATER, id.value(), moment.orElse(null));
    }

    static void calculated(Tx tx, ContractId id, int run, String inputsSha256, Optional<Instant> lookAt, long version) {
        tx.update(CALCULATED, id.value(), run, inputsSha256, lookAt.orElse(null), version);
    }

    static void version(Tx tx, ContractId id, long version) {
        tx.update(COUNT_VERSION, id.value(), version);
    }

    /** Something about these meters changed: every contract on which it can bear is looked at again. */
    static void lookAgain(Tx tx, Collection<MeterId> meters, Interval changed, Instant now) {
        tx.update(LOOK_NOW, now, names(meters), changed.start(), changed.end());
    }

    private static String[] names(Collection<MeterId> meters) {
        return meters.stream().map(MeterId::value).toArray(String[]::new);
    }

    private static OpenContract read(Row row) {
        JsonNode document = json(Columns.text(row, "document"));
        return new OpenContract(
                ContractJson.contract(document),
                ContractJson.meters(document),
                SettlementCase.State.valueOf(Columns.text(row, "state")),
                Columns.maybeText(row, "frozen")
                        .map(frozen -> new OpenContract.Frozen(
                                ContractJson.load(json(frozen)), new RecordId(Columns.uuid(row, "frozen_record")))),
                row.getInteger("run"),
                Columns.maybeText(row, "inputs_sha256").orElse(""),
                Columns.instant(row, "opened_at"),
                new RecordId(Columns.uuid(row, "opened_record")),
                row.getLong("version"));
    }

    private static JsonNode json(String text) {
        return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), LIMITS);
    }
}
