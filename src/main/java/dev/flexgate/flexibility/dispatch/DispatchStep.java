package dev.flexgate.flexibility.dispatch;

import dev.flexgate.audit.RecordId;

/** What comes of asking an instruction to take a step. */
public sealed interface DispatchStep {

    /** It took the step. */
    record Taken(DispatchInstruction instruction, RecordId record) implements DispatchStep {}

    /** It had taken the step before: the same answer again, nothing changed. */
    record Repeated(DispatchInstruction instruction) implements DispatchStep {}

    /** It stays as it is; the attempt has a record, and {@code detail} is for people. */
    record Refused(DispatchRefusal reason, String detail, RecordId record) implements DispatchStep {}
}
