package dev.flexgate.settlement;

import dev.flexgate.settlement.meter.MeterReadings;
import dev.flexgate.store.Database;
import dev.flexgate.store.Lease;
import dev.flexgate.store.Leases;
import dev.flexgate.store.Rounds;
import dev.flexgate.store.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
    private final Rounds rounds;

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
        var turn = new Rounds.Turn(new Leases(database), LEASE, holder, limits.lease());
        this.rounds = Rounds.exclusive(LEASE, Rounds.Pace.of(limits.tick()), turn, this::work);
    }

    /** Begins to calculate. */
    public void start() {
        database.listen(MeterReadings.NEWS, _ -> rounds.wake());
        database.listen(Settlement.NEWS, _ -> rounds.wake());
        rounds.start();
    }

    private Rounds.Left work(Lease lease) {
        List<ContractId> due = Contracts.due(database, clock.instant(), limits.contractsPerTick());
        for (ContractId id : due) {
            if (rounds.isStopping()) {
                break;
            }
            look(lease, id);
        }
        return Rounds.Left.of(due.size(), limits.contractsPerTick());
    }

    private void look(Lease lease, ContractId id) {
        try {
            Calculating.Looked looked = meters.timed(() -> database.inTransaction(
                    tx -> Leases.holds(tx, lease) ? calculating.look(tx, id) : Calculating.Looked.WAITS));
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
        rounds.close();
    }
}
