package dev.flexgate.outbox;

/** How patiently a message is tried again after a failed attempt. */
public enum RetryClass {

    /** An instruction or an answer that somebody waits for: after 0.5, 1, 2, 5, 10, 20 and then every 30 s. */
    CONTROL,

    /**
     * A fact that stays true, on the schedule of Standard Webhooks: after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h,
     * 20 h and 24 h, then dead.
     */
    RECORD
}
