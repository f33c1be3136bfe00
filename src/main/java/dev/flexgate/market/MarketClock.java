package dev.flexgate.market;

import dev.flexgate.store.Database;
import dev.flexgate.store.Rounds;
import java.time.Duration;

/**
 * Lets time pass in the market, a bounded piece of work every tick, and takes a new snapshot of what is for sale soon
 * after news of a change; many changes in a moment make one snapshot.
 */
public final class MarketClock implements AutoCloseable {

    private static final Duration SNAPSHOT_DELAY = Duration.ofMillis(25);

    private final Rounds passing;
    private final Rounds snapshots;

    public MarketClock(Market market, Showcase showcase, MarketLimits limits) {
        Rounds.Pace pace = Rounds.Pace.of(limits.tick());
        passing = Rounds.shared("market-clock", pace, () -> {
            market.passTime();
            showcase.passTime();
            return Rounds.Left.NOTHING;
        });
        snapshots = Rounds.shared("market-snapshots", pace.gathering(SNAPSHOT_DELAY), () -> {
            showcase.refresh();
            return Rounds.Left.NOTHING;
        });
    }

    public void start(Database database) {
        database.listen(Market.NEWS, _ -> snapshots.wake());
        passing.start();
        snapshots.start();
    }

    @Override
    public void close() {
        passing.close();
        snapshots.close();
    }
}
