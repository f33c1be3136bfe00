package dev.flexgate.planning;

/** What makes a new plan due. */
public enum Cause {
    /** No plan stood. */
    START,
    /** A job came, or jobs changed. */
    JOBS,
    /** A forecast says something else. */
    FORECAST,
    /** Capacity was sold to a buyer or given back. */
    SALES,
    /** What was promised to a grid operator was lifted, or is broken. */
    PROMISES,
    /** A tenant's policy was put, replaced or withdrawn. */
    POLICIES,
    /** Sites were described anew. */
    SITES,
    /** The gateway was started with other settings of planning. */
    SETTINGS,
    /** A half-hour began. */
    TIME,
    /** Plans waited for a person, and need not any more. */
    RELEASED
}
