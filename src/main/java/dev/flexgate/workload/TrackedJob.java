package dev.flexgate.workload;

/**
 * A job and where it stands.
 *
 * @param job the job
 * @param state its state when read
 */
public record TrackedJob(Job job, JobState state) {}
