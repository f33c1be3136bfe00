package dev.flexgate.forecast;

/** Why a forecast was issued. */
public enum Cause {
    /** Its time had come. */
    SCHEDULE,
    /** There was a new model. */
    NEW_MODEL,
    /** A plan was to be made. */
    PLAN
}
