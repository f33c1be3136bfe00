package dev.flexgate.settlement.meter;

import java.util.List;

/** What came of reading the bytes of a batch. */
public sealed interface BatchReading {

    record Understood(ReadingBatch batch) implements BatchReading {}

    /** Not one line of it is taken. */
    record Faulty(List<BatchFault> faults) implements BatchReading {

        public Faulty {
            faults = List.copyOf(faults);
        }
    }
}
