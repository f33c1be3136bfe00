package dev.flexgate.flexibility.dispatch;

import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.FlexOrderId;
import dev.flexgate.flexibility.Flexibility;
import dev.flexgate.flexibility.SiteFailure;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Failed;
import dev.flexgate.store.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/**
 * What becomes of an order when an instruction for it failed, in the transaction of the failure: that part is marked,
 * its load is free again, the buyer is told, and somebody can be woken by the counter.
 */
public final class OrderFailure implements DispatchWatcher {

    private final Flexibility flexibility;
    private final Counter failures;

    public OrderFailure(Flexibility flexibility, MeterRegistry meters) {
        this.flexibility = flexibility;
        this.failures = Counter.builder("flexgate.dispatch.failures")
                .description("Instructions that no site keeps: refused for good, never acknowledged, or given up")
                .register(meters);
    }

    @Override
    public void changed(Tx tx, DispatchInstruction instruction, RecordId record) {
        if (instruction instanceof Failed failed) {
            failures.increment();
            Instruction what = failed.instruction();
            var failure = new SiteFailure(what.site(), what.window(), failed.why());
            var _ = flexibility.siteFailed(tx, new FlexOrderId(what.order()), failure, List.of(record));
        }
    }
}
