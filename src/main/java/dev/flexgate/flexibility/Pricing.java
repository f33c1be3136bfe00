package dev.flexgate.flexibility;

/** What an accepted offer is paid. */
public enum Pricing {
    /** Each part its own price. */
    PAY_AS_BID,
    /** Every part the price of the last part accepted. */
    UNIFORM,
    /** Every part what the requester posts, its cap, where that covers the price we would ask. */
    POSTED
}
