package dev.flexgate.settlement;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.Asset;
import dev.flexgate.workload.AssetId;
import dev.flexgate.workload.MeterId;
import dev.flexgate.workload.Versioned;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Days that do not count for the baseline of an asset from now on. Every day on which the asset was dispatched is one,
 * or yesterday's turn-down would lower tomorrow's baseline; and each has a reason and a record, or days could be
 * declared at will until only high ones are left.
 */
public final class EventDays {

    private static final String DECLARE = """
            insert into settlement_event_day (asset_id, meter_id, day, reason, declared_at, record_id)
            values ($1, $2, $3, $4, $5, $6)
            """;

    private static final String IS_DECLARED = """
            select 1
              from settlement_event_day
             where asset_id = $1 and day = $2
            """;

    /** Two declarations of one day at one time: the second sees the first. */
    private static final String ONE_AT_A_TIME =
            "select pg_advisory_xact_lock(hashtextextended('settlement_event_day:' || $1, 0))";

    private static final String OF_METERS = """
            select meter_id, day, record_id
              from settlement_event_day
             where meter_id = any($1) and day >= $2 and day < $3
             order by meter_id, day
            """;

    private static final String OF_ASSET = """
            select asset_id, day, reason, declared_at
              from settlement_event_day
             where asset_id = $1 and day < $2
             order by day desc
             limit $3
            """;

    /** A day declared. */
    public record Declared(AssetId asset, LocalDate day, EventDayReason reason, Instant at) {}

    /** A day that does not count for a meter, and the record that says so. */
    record EventDay(MeterId meter, LocalDate day, RecordId record) {}

    private final SettlementRooms rooms;
    private final SettlementRecords records;
    private final InstantSource clock;

    public EventDays(SettlementRooms rooms, InstantSource clock) {
        this.rooms = rooms;
        this.records = new SettlementRecords(rooms.audit(), rooms.actor());
        this.clock = clock;
    }

    /**
     * Declares every local day that {@code during} touches, for each asset. A day that is declared already stays as
     * it is.
     *
     * @return the records of the days that are new
     * @throws IllegalArgumentException when an asset is unknown
     */
    public List<RecordId> declare(
            Tx tx, Collection<AssetId> assets, Interval during, EventDayReason reason, List<RecordId> causes) {
        Set<AssetId> wanted = new TreeSet<>(assets);
        List<Versioned<Asset>> found = rooms.assets().among(wanted);
        if (found.size() != wanted.size()) {
            throw new IllegalArgumentException("an asset is unknown, among " + wanted);
        }
        var made = new ArrayList<RecordId>();
        for (Versioned<Asset> asset : found) {
            tx.rows(ONE_AT_A_TIME, asset.value().id().value());
            days(during).stream()
                    .filter(day ->
                            tx.row(IS_DECLARED, asset.value().id().value(), day).isEmpty())
                    .forEach(day -> made.add(declare(tx, asset.value(), day, reason, causes)));
        }
        return made;
    }

    private RecordId declare(Tx tx, Asset asset, LocalDate day, EventDayReason reason, List<RecordId> causes) {
        Instant now = clock.instant();
        RecordId record = records.eventDay(tx, asset, day, reason, now, causes);
        tx.update(DECLARE, asset.id().value(), asset.meter().value(), day, reason.name(), now, record.value());
        Interval whole = new Interval(
                new SettlementPeriod(day, 1).interval().start(),
                new SettlementPeriod(day.plusDays(1), 1).interval().start());
        Contracts.lookAgain(tx, List.of(asset.meter()), whole, now);
        return record;
    }

    /** Days of an asset before {@code day}, newest first. */
    public List<Declared> of(AssetId asset, LocalDate day, int limit) {
        return rooms.database().rows(OF_ASSET, asset.value(), day, limit).stream()
                .map(EventDays::declared)
                .toList();
    }

    static List<EventDay> of(Tx tx, Collection<MeterId> meters, LocalDate from, LocalDate until) {
        String[] names = meters.stream().map(MeterId::value).toArray(String[]::new);
        return tx.rows(OF_METERS, names, from, until).stream()
                .map(row -> new EventDay(
                        new MeterId(Columns.text(row, "meter_id")),
                        row.getLocalDate("day"),
                        new RecordId(Columns.uuid(row, "record_id"))))
                .toList();
    }

    private static List<LocalDate> days(Interval during) {
        LocalDate first = SettlementPeriod.containing(during.start()).date();
        LocalDate last =
                SettlementPeriod.containing(during.end().minusSeconds(1)).date();
        return first.datesUntil(last.plusDays(1)).toList();
    }

    private static Declared declared(Row row) {
        return new Declared(
                new AssetId(Columns.text(row, "asset_id")),
                row.getLocalDate("day"),
                EventDayReason.valueOf(Columns.text(row, "reason")),
                Columns.instant(row, "declared_at"));
    }
}
