package dev.flexgate.planning;

import dev.flexgate.negotiation.Agreement;
import java.util.List;

/**
 * What came of a negotiation.
 *
 * @param agreement the plan with its certificate and transcript
 * @param absences who had to be stood in for
 */
record Agreed(Agreement agreement, List<Absence> absences) {

    Agreed {
        absences = List.copyOf(absences);
    }
}
