package dev.flexgate.settlement;

import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Imbalance prices by half-hour, which {@code vtp/1} cashes out at. They are published after the event and change from
 * run to run, so each is a version.
 */
public final class SystemPrices {

    private static final String ADD = """
            insert into settlement_system_price (period_start, currency, version, price_per_kwh, source, known_at,
                   record_id)
            select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6
              from settlement_system_price
             where period_start = $1 and currency = $2
            """;

    private static final String NEWEST = """
            select distinct on (period_start) period_start, price_per_kwh
              from settlement_system_price
             where currency = $1 and period_start >= $2 and period_start < $3
             order by period_start, version desc
            """;

    private static final String LOOK_AGAIN = """
            update settlement_contract
               set look_at = greatest(window_end, $1)
             where window_start < $3 and window_end > $2
               and state <> 'CANCELLED'
               and document like '%vtp/1%'
               and (look_at is null or look_at > greatest(window_end, $1))
            """;

    private final SettlementRooms rooms;
    private final InstantSource clock;

    public SystemPrices(SettlementRooms rooms, InstantSource clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /**
     * Takes in the price of one half-hour; one that is known already, and the same, changes nothing.
     *
     * @param source who published it, such as {@code elexon-bmrs}
     * @return whether it was news
     */
    public boolean state(Tx tx, Instant start, EnergyPrice price, String source, List<RecordId> causes) {
        Interval halfHour = Interval.from(start, HalfHours.STEP);
        String currency = price.currency().getCurrencyCode();
        tx.rows("select pg_advisory_xact_lock(hashtextextended('settlement_system_price', 0))");
        if (price.equals(of(rooms.database(), price.currency(), halfHour).get(start))) {
            return false;
        }
        Instant now = clock.instant();
        var content = SettlementRecords.outcome("CHANGED");
        SettlementRecords.period(content, start);
        content.set(
                "systemPrice",
                Json.object()
                        .put("pricePerKwh", price.perKilowattHour().toPlainString())
                        .put("currency", currency)
                        .put("source", source));
        var subject = new Subject("system-price", start.toString(), 0);
        RecordId record = rooms.audit()
                .append(
                        tx,
                        new Decision(
                                RecordType.CONFIG_CHANGED, now, rooms.actor(), subject, causes, content, List.of()));
        tx.update(ADD, start, currency, price.perKilowattHour(), source, now, record.value());
        tx.update(LOOK_AGAIN, now, halfHour.start(), halfHour.end());
        tx.notifyOnCommit(Settlement.NEWS);
        return true;
    }

    /** The newest prices of half-hours that begin in {@code span}. */
    public SortedMap<Instant, EnergyPrice> newest(Currency currency, Interval span) {
        return of(rooms.database(), currency, span);
    }

    static SortedMap<Instant, EnergyPrice> of(Database database, Currency currency, Interval span) {
        var prices = new TreeMap<Instant, EnergyPrice>();
        database.rows(NEWEST, currency.getCurrencyCode(), span.start(), span.end())
                .forEach(row -> prices.put(
                        Columns.instant(row, "period_start"),
                        new EnergyPrice(row.getBigDecimal("price_per_kwh"), currency)));
        return prices;
    }
}
