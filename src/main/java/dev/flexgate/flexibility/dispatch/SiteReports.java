package dev.flexgate.flexibility.dispatch;

import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import java.util.List;

/** What the sites say they draw, at rest. */
final class SiteReports {

    private static final String ADD = """
            insert into dispatch_report
                   (instruction_id, number, revision, received_at, measured_at, facility_power_w)
            select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5
              from dispatch_report
             where instruction_id = $1
            having coalesce(max(number), 0) < $6
            """;

    private static final String OF = """
            select revision, received_at, measured_at, facility_power_w
              from dispatch_report
             where instruction_id = $1
             order by number desc
             limit $2
            """;

    private SiteReports() {}

    /** Keeps a report of an instruction whose row is locked; false when it has as many as it may. */
    static boolean add(Tx tx, DispatchId id, SiteReport report, int most) {
        return tx.update(
                        ADD,
                        id.value(),
                        report.revision(),
                        report.receivedAt(),
                        report.measuredAt(),
                        report.facilityPower().watts(),
                        most)
                == 1;
    }

    /** Newest first. */
    static List<SiteReport> of(Database database, DispatchId id, int limit) {
        return database.rows(OF, id.value(), limit).stream()
                .map(row -> new SiteReport(
                        row.getInteger("revision"),
                        Columns.instant(row, "received_at"),
                        Columns.instant(row, "measured_at"),
                        new Power(row.getLong("facility_power_w"))))
                .toList();
    }
}
