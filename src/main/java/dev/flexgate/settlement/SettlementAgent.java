package dev.flexgate.settlement;

import dev.flexgate.settlement.meter.MeterReadings;
import dev.flexgate.store.Database;
import dev.flexgate.store.Lease;
import dev.flexgate.store.Leases;
import dev.flexgate.store.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calculates what is due: woken by news of readings and contracts, and by a tick for what got lost. One gateway at a
 * time, by a lease; on one virtual thread; a bounded number of contracts at a time, each in a transaction of its own.
 */
public final class SettlementAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SettlementAgent.class);
    private static final String LEASE = "settlement-agent";

    private final Database database;
    private final Calculating calculating;
    private final SettlementLimits limits;
    private final InstantSource clock;
    private final SettlementMeters meters;
    private final Leases leases;
    private final String holder;
    private final Semaphore bell = new Semaphore(0);
    private @Nullable Thread thread;
    private @Nullable Lease held;
    private volatile boolean stopping;

    /**
     * Makes the agent of one gateway.
     *
     * @param holder unique to this process
     */
    public SettlementAgent(Settlement settlement, MeterReadings readings, String holder, MeterRegistry registry) {
        this.database = settlement.rooms().database();
        this.calculating = settlement.calculating(readings);
        this.limits = settlement.limits();
        this.clock = settlement.clock();
        this.meters = new SettlementMeters(registry);
        this.leases = new Leases(database);
        this.holder = holder;
    }

    /** Begins to calculate. */
    public void start() {
        database.listen(MeterReadings.NEWS, _ -> bell.release());
        database.listen(Settlement.NEWS, _ -> bell.release());
        thread = Thread.ofVirtual().name("settlement-agent").start(this::run);
    }

    private void run() {
        while (!stopping) {
            try {
                if (mayWork() && work() == limits.contractsPerTick()) {
                    continue; // there may be more
                }
            } catch (StoreException away) {
                LOG.warn("settlement: the database is away, trying again reason=\"{}\"", away.getMessage());
            }
            rest();
        }
    }

    private void rest() {
        try {
            var _ = bell.tryAcquire(limits.tick().toMillis(), TimeUnit.MILLISECONDS);
            bell.drainPermits();
        } catch (InterruptedException stop) {
            stopping = true;
        }
    }

    private boolean mayWork() {
        Optional<Lease> mine = Optional.ofNullable(held)
                .flatMap(lease -> leases.renew(lease, limits.lease()))
                .or(() -> leases.take(LEASE, holder, limits.lease()));
        held = mine.orElse(null);
        return held != null;
    }

    /** Looks at what is due and says at how many contracts. */
    private int work() {
        List<ContractId> due = Contracts.due(database, clock.instant(), limits.contractsPerTick());
        for (ContractId id : due) {
            if (stopping) {
                break;
            }
            look(id);
        }
        return due.size();
    }

    private void look(ContractId id) {
        Lease lease = held;
        try {
            Calculating.Looked looked = meters.timed(() -> database.inTransaction(tx ->
                    lease != null && Leases.holds(tx, lease) ? calculating.look(tx, id) : Calculating.Looked.WAITS));
            if (looked == Calculating.Looked.CALCULATED) {
                meters.calculated();
            }
        } catch (StoreException away) {
            throw away;
        } catch (RuntimeException bug) {
            // It must not keep the others waiting: it is looked at again after them, much later.
            meters.failure();
            LOG.error("settlement: a contract could not be calculated orderId={}", id, bug);
            database.doInTransaction(
                    tx -> Contracts.lookAt(tx, id, Optional.of(clock.instant().plus(limits.retryAfter()))));
        }
    }

    /** Ends after the contract in hand, and lets another gateway take over at once. */
    @Override
    public void close() {
        stopping = true;
        bell.release();
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
        if (held != null) {
            leases.release(held);
            held = null;
        }
    }
}
