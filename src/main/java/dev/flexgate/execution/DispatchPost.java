package dev.flexgate.execution;

import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Aborted;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.AckTimeout;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Acked;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Cancelled;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Completed;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Ended;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Failed;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.InProgress;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Issued;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Nacked;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Overridden;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Planned;
import dev.flexgate.flexibility.dispatch.DispatchWatcher;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.outbox.RetryClass;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import java.time.Instant;
import java.util.UUID;

/**
 * Promises to tell the sites, in the transaction that decides what they are told: each issue of an instruction until
 * its deadline, and the release of one that was taken back or stopped until it would end by itself.
 */
final class DispatchPost implements DispatchWatcher {

    private final Executors executors;
    private final Outbox outbox;
    private final DispatchEvents events;
    private final Ids ids;

    DispatchPost(Executors executors, Outbox outbox, DispatchEvents events, Ids ids) {
        this.executors = executors;
        this.outbox = outbox;
        this.events = events;
        this.ids = ids;
    }

    @Override
    public void changed(Tx tx, DispatchInstruction instruction, RecordId record) {
        if (executors.find(instruction.instruction().site()).isEmpty()) {
            return;
        }
        switch (instruction) {
            case Issued issued -> {
                UUID id = ids.next();
                var what = new Letter(id, DispatchEvents.INSTRUCT, events.instruct(id, issued));
                promise(tx, issued, what, issued.instruction().deadline(), record);
            }
            case Cancelled cancelled -> release(tx, cancelled, record);
            case Aborted aborted -> release(tx, aborted, record);
            // An overridden one is replaced by the newer one's message, or was ended by the site itself.
            case Planned _, Acked _, Nacked _, AckTimeout _, InProgress _, Completed _, Failed _, Overridden _ -> {}
        }
    }

    private void release(Tx tx, Ended ended, RecordId record) {
        boolean neverTold = ended.revision() == 0;
        boolean freeAnyway = !ended.head().since().isBefore(ended.instruction().releaseAt());
        if (neverTold || freeAnyway) {
            return;
        }
        UUID id = ids.next();
        var what = new Letter(id, DispatchEvents.RELEASE, events.release(id, ended));
        promise(tx, ended, what, ended.instruction().releaseAt(), record);
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Letter(UUID id, String kind, byte[] body) {}

    private void promise(Tx tx, DispatchInstruction instruction, Letter what, Instant notAfter, RecordId record) {
        var site = instruction.instruction().site();
        var routing = new Routing(site, instruction.id(), instruction.revision(), what.kind(), record);
        outbox.promise(
                tx,
                new OutgoingMessage(
                        what.id(),
                        ExecutorCourier.NAME,
                        site.value(),
                        RetryClass.CONTROL,
                        what.body(),
                        DispatchEvents.CONTENT_TYPE,
                        routing.json(),
                        notAfter));
    }
}
