package dev.flexgate.beckn.share;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
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
            InstantSource clock) {
        var journal = new Journal(limits);
        var records = new Sharing(audit, new Actor(self.subscriberId(), "beckn"));
        return new Share(
                new CatalogDesk(self, database, wares, records, limits, ids, clock),
                new Pulls(self, wares, journal, records, limits, clock),
                new Syndicator(self, database, wares, journal, records, post, limits, ids, clock));
    }
}
