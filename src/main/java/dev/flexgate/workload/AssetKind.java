package dev.flexgate.workload;

/** What kind of load flexes. */
public enum AssetKind {
    GPU_POOL,
    CPU_POOL,
    BATTERY,
    COOLING
}
