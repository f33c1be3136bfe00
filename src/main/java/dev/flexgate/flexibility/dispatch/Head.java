package dev.flexgate.flexibility.dispatch;

import java.time.Instant;
import java.util.List;

/**
 * What every state of an instruction has.
 *
 * @param supersedes instructions of the same promise that this one replaced
 * @param revision how often it has been issued; 0 before the first time
 * @param version counts the states it has been in, from 1
 * @param since when it entered this state
 */
public record Head(
        DispatchId id, Instruction instruction, List<DispatchId> supersedes, int revision, int version, Instant since) {

    public Head {
        supersedes = List.copyOf(supersedes);
    }

    Head next(Instant now) {
        return new Head(id, instruction, supersedes, revision, version + 1, now);
    }

    Head nextRevision(Instant now) {
        return new Head(id, instruction, supersedes, revision + 1, version + 1, now);
    }
}
