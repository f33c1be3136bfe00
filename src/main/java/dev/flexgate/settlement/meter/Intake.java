package dev.flexgate.settlement.meter;

import dev.flexgate.audit.RecordId;
import java.time.Instant;
import java.util.List;

/** What came of taking in a batch. */
public sealed interface Intake {

    /**
     * It is in.
     *
     * @param receipt what it changed
     * @param warnings readings that are hard to believe, taken in all the same
     */
    record Accepted(Receipt receipt, List<BatchFault> warnings) implements Intake {

        public Accepted {
            warnings = List.copyOf(warnings);
        }
    }

    /** The same bytes came before under this id: nothing changed, the receipt is that of then. */
    record Repeated(Receipt receipt) implements Intake {}

    /** Other bytes came before under this id. */
    record Conflict(Receipt earlier) implements Intake {}

    /** A meter is unknown; nothing of the batch is taken. */
    record Refused(List<BatchFault> faults) implements Intake {

        public Refused {
            faults = List.copyOf(faults);
        }
    }

    /**
     * What a batch changed.
     *
     * @param added half-hours read for the first time
     * @param corrected half-hours with a new version
     * @param unchanged half-hours that said the same before
     * @param record in the audit log
     */
    record Receipt(String batchId, int added, int corrected, int unchanged, Instant receivedAt, RecordId record) {}
}
