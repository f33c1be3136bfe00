package dev.flexgate.planning;

import dev.flexgate.quantity.Energy;
import dev.flexgate.workload.JobId;

/**
 * Work that the plan leaves undone for now.
 *
 * @param job whose
 * @param undone how much IT work; of a malleable job possibly only a part
 * @param reason which constraint binds, by name
 * @param detail the same in words
 */
public record Deferred(JobId job, Energy undone, String reason, String detail) {}
