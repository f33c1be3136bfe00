package dev.flexgate.negotiation;

/** A policy agent's refusal of a bid, and the rule that the bid would have broken. */
public record Veto(String jobId, Rule rule, String detail) {

    /** The hard rules. */
    public enum Rule {
        RESIDENCY,
        LATENCY,
        BLACKOUT,
        MISSING_FORECAST,
        CARBON_CAP
    }
}
