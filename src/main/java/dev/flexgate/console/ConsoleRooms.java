package dev.flexgate.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.EvidenceCheck;
import dev.flexgate.audit.LogReader;
import dev.flexgate.console.grid.Grid;
import dev.flexgate.console.hook.HookRooms;
import dev.flexgate.console.partner.PartnerRooms;
import dev.flexgate.feed.FeedAgent;
import dev.flexgate.market.Market;
import dev.flexgate.market.SlotId;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.planning.Planning;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Sites;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the console shows.
 *
 * @param checks what can judge the signatures of counterparties
 * @param grid what serves grid operators
 * @param hooks what tells others by webhook
 * @param network what a partner on the network receives of a slot that is for sale
 * @param partners what others have to do with us on the network
 * @param testClock whether {@code clock} is not the real one, which every page says
 */
public record ConsoleRooms(
        Sites sites,
        Jobs jobs,
        FeedAgent feeds,
        Planning planning,
        Market market,
        LogReader log,
        List<EvidenceCheck> checks,
        Outbox outbox,
        Database database,
        Ids ids,
        Grid grid,
        HookRooms hooks,
        Function<SlotId, Optional<ObjectNode>> network,
        InstantSource clock,
        boolean testClock,
        ConsolePapers papers,
        PartnerRooms partners) {}
