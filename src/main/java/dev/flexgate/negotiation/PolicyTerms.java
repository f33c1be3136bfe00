package dev.flexgate.negotiation;

import java.util.List;

/**
 * The hard rules of a policy agent.
 *
 * @param carbonCapKg most kg CO2e that the whole plan may cause; infinite where there is no cap
 * @param blackouts periods in which a site takes no flexible work
 */
public record PolicyTerms(double carbonCapKg, List<Blackout> blackouts) {

    public static final PolicyTerms NONE = new PolicyTerms(Double.POSITIVE_INFINITY, List.of());

    /** No flexible work at {@code site} in periods [from, until). */
    public record Blackout(int site, int from, int until) {

        boolean covers(int otherSite, int period) {
            return site == otherSite && from <= period && period < until;
        }
    }

    public PolicyTerms {
        blackouts = List.copyOf(blackouts);
        if (!(carbonCapKg >= 0)) {
            throw new IllegalArgumentException("a carbon cap is zero or more, not " + carbonCapKg);
        }
    }

    public static PolicyTerms carbonCap(double kg) {
        return new PolicyTerms(kg, List.of());
    }

    public boolean capsCarbon() {
        return carbonCapKg < Double.POSITIVE_INFINITY;
    }
}
