package dev.flexgate.workload;

/** Who goes first where there is not room for all. */
public enum Priority {
    HIGH,
    NORMAL,
    LOW
}
