package dev.flexgate.flexibility.dispatch;

import dev.flexgate.audit.RecordId;
import java.time.Instant;

/**
 * One state that an instruction has been in.
 *
 * @param version counts from 1
 * @param why in words; empty when all went as planned
 * @param record that says so in the audit log
 */
public record Passage(
        int version, int revision, DispatchInstruction.State state, Instant at, String why, RecordId record) {}
