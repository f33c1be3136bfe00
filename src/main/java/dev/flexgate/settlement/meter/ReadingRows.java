package dev.flexgate.settlement.meter;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.settlement.meter.Intake.Receipt;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.MeterId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** Readings and batches at rest. */
final class ReadingRows {

    private static final String LOCK_BATCH =
            "select pg_advisory_xact_lock(hashtextextended('settlement_reading_batch:' || $1 || ':' || $2, 0))";

    /** In the order of the array, so that two batches never wait for each other. */
    private static final String LOCK_METERS = """
            select pg_advisory_xact_lock(hashtextextended('settlement_meter:' || meter, 0))
              from unnest($1::text[]) as meter
            """;

    private static final String BATCH = """
            select batch_id, sha256, added, corrected, unchanged, received_at, record_id
              from settlement_reading_batch
             where sender = $1 and batch_id = $2
            """;

    private static final String ADD_BATCH = """
            insert into settlement_reading_batch (sender, batch_id, sha256, added, corrected, unchanged, received_at,
                   record_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """;

    private static final String NEWEST = """
            select distinct on (meter_id, period_start)
                   meter_id, period_start, version, energy_j, quality, known_at, record_id
              from settlement_reading
              join unnest($1::text[], $2::timestamptz[]) as asked (meter_id, period_start)
             using (meter_id, period_start)
             order by meter_id, period_start, version desc
            """;

    private static final String ADD = """
            insert into settlement_reading (meter_id, period_start, version, energy_j, quality, known_at, record_id)
            values ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String OF = """
            select distinct on (period_start)
                   meter_id, period_start, version, energy_j, quality, known_at, record_id
              from settlement_reading
             where meter_id = $1 and period_start >= $2 and period_start < $3
               and ($4::timestamptz is null or known_at <= $4)
             order by period_start, version desc
             limit $5
            """;

    private static final String VERSIONS = """
            select meter_id, period_start, version, energy_j, quality, known_at, record_id
              from settlement_reading
             where meter_id = $1 and period_start = $2
             order by version
            """;

    /** Names a half-hour of a meter. */
    record Key(MeterId meter, Instant start) {}

    record StoredBatch(String sha256, Receipt receipt) {}

    private ReadingRows() {}

    static void lockBatch(Tx tx, ReadingBatch batch) {
        tx.rows(LOCK_BATCH, batch.sender(), batch.id());
    }

    static void lockMeters(Tx tx, SortedSet<MeterId> meters) {
        tx.rows(LOCK_METERS, (Object) meters.stream().map(MeterId::value).toArray(String[]::new));
    }

    static Optional<StoredBatch> batch(Tx tx, ReadingBatch batch) {
        return tx.row(BATCH, batch.sender(), batch.id())
                .map(row -> new StoredBatch(
                        Columns.text(row, "sha256"),
                        new Receipt(
                                Columns.text(row, "batch_id"),
                                row.getInteger("added"),
                                row.getInteger("corrected"),
                                row.getInteger("unchanged"),
                                Columns.instant(row, "received_at"),
                                new RecordId(Columns.uuid(row, "record_id")))));
    }

    static void add(Tx tx, ReadingBatch batch, String sha256, Receipt receipt) {
        tx.update(
                ADD_BATCH,
                batch.sender(),
                batch.id(),
                sha256,
                receipt.added(),
                receipt.corrected(),
                receipt.unchanged(),
                receipt.receivedAt(),
                receipt.record().value());
    }

    static Map<Key, StoredReading> newest(Tx tx, List<Reading> readings) {
        String[] meters =
                readings.stream().map(reading -> reading.meter().value()).toArray(String[]::new);
        OffsetDateTime[] starts = readings.stream()
                .map(reading -> reading.start().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
        Map<Key, StoredReading> newest = new HashMap<>();
        for (Row row : tx.rows(NEWEST, meters, starts)) {
            StoredReading stored = read(row);
            newest.put(new Key(stored.reading().meter(), stored.reading().start()), stored);
        }
        return newest;
    }

    /** Adds readings with their versions. */
    static void add(Tx tx, Map<Reading, Integer> versions, Instant now, RecordId record) {
        tx.batch(
                ADD,
                versions.entrySet().stream()
                        .map(each -> tuple(each.getKey(), each.getValue(), now, record))
                        .toList());
    }

    private static Tuple tuple(Reading reading, int version, Instant now, RecordId record) {
        return Tuple.of(
                reading.meter().value(),
                reading.start(),
                version,
                reading.energy().map(Energy::joules).orElse(null),
                reading.quality().name(),
                now,
                record.value());
    }

    static List<StoredReading> of(
            Database database, MeterId meter, Interval interval, Optional<Instant> asOf, int limit) {
        return database.rows(OF, meter.value(), interval.start(), interval.end(), asOf.orElse(null), limit).stream()
                .map(ReadingRows::read)
                .toList();
    }

    static List<StoredReading> versions(Database database, MeterId meter, Instant start) {
        return database.rows(VERSIONS, meter.value(), start).stream()
                .map(ReadingRows::read)
                .toList();
    }

    private static StoredReading read(Row row) {
        var reading = new Reading(
                new MeterId(Columns.text(row, "meter_id")),
                Columns.instant(row, "period_start"),
                Optional.ofNullable(row.getLong("energy_j")).map(Energy::new),
                ReadingQuality.valueOf(Columns.text(row, "quality")));
        return new StoredReading(
                reading,
                row.getInteger("version"),
                Columns.instant(row, "known_at"),
                new RecordId(Columns.uuid(row, "record_id")));
    }
}
