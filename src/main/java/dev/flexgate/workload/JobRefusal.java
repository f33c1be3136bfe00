package dev.flexgate.workload;

/** Why a job is not taken; where several hold, the first is named. */
public enum JobRefusal {
    /** The tenant used this reference for a job that asked for something else. */
    REFERENCE_TAKEN,
    /** An allowed site is not a site of this gateway. */
    UNKNOWN_SITE,
    /** Not one whole half-hour is left between now or release, and the deadline. */
    WINDOW_OVER,
    /** The deadline is further off than the gateway plans for. */
    WINDOW_TOO_FAR,
    /**
     * Work must be a whole number of watt-half-hours (1,800 J); at constant power, a whole number of half-hours
     * at that power.
     */
    WORK_NOT_WHOLE,
    /** Even at full power all the time the work does not fit the window. */
    WORK_EXCEEDS_WINDOW,
    /** Its constant power is more than any allowed site can ever give. */
    POWER_EXCEEDS_SITES,
    /** The gateway holds as many open jobs as it may. */
    TOO_MANY_OPEN_JOBS
}
