package dev.flexgate.beckn.share;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * The room, put together.
 *
 * @param desk what is answered at once
 * @param pulls what is answered by callback
 * @param syndicator what is told unasked
 */
public record Share(CatalogDesk desk, Pulls pulls, Syndicator syndicator) {

    public static Share open(
            BecknNode self,
            Database database,
            AuditLog audit,
            Wares wares,
            Syndicator.Post post,
            ShareLimits limits,
            Ids ids,
            InstantSource clock,
            MeterRegistry registry) {
        var meters = new ShareMeters(registry);
        var journal = new Journal(limits);
        var records = new Sharing(audit, new Actor(self.subscriberId(), "beckn"));
        return new Share(
                new CatalogDesk(self, database, wares, records, meters, limits, ids, clock),
                new Pulls(self, wares, journal, records, meters, limits, clock),
                new Syndicator(self, database, wares, journal, records, post, meters, limits, ids, clock));
    }
}
