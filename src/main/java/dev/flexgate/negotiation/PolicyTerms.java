package dev.flexgate.negotiation;

import java.util.HashSet;
import java.util.List;

/**
 * The hard rules of a policy agent.
 *
 * @param carbonCapKg most kg CO2e that the whole plan may cause; infinite where there is no cap
 * @param blackouts periods in which a site takes no flexible work
 * @param closures cells closed to some jobs
 * @param caps limits that have a price of their own
 */
public record PolicyTerms(double carbonCapKg, List<Blackout> blackouts, List<Closure> closures, List<Cap> caps) {

    public static final PolicyTerms NONE = new PolicyTerms(Double.POSITIVE_INFINITY, List.of());

    /** A limit or two for each of very many jobs. */
    public static final int CAPS_MAX = 200_000;

    /** No flexible work at {@code site} in periods [from, until). */
    public record Blackout(int site, int from, int until) {

        boolean covers(int otherSite, int period) {
            return site == otherSite && from <= period && period < until;
        }
    }

    public PolicyTerms {
        blackouts = List.copyOf(blackouts);
        closures = List.copyOf(closures);
        caps = List.copyOf(caps);
        if (!(carbonCapKg >= 0)) {
            throw new IllegalArgumentException("a carbon cap is zero or more, not " + carbonCapKg);
        }
        if (caps.size() > CAPS_MAX) {
            throw new IllegalArgumentException(caps.size() + " limits are more than " + CAPS_MAX);
        }
        var names = new HashSet<String>();
        caps.forEach(cap -> {
            if (!names.add(cap.id())) {
                throw new IllegalArgumentException("two limits named " + cap.id());
            }
        });
    }

    /** No more than a cap of the whole plan and closed sites. */
    public PolicyTerms(double carbonCapKg, List<Blackout> blackouts) {
        this(carbonCapKg, blackouts, List.of(), List.of());
    }

    public static PolicyTerms carbonCap(double kg) {
        return new PolicyTerms(kg, List.of());
    }

    public PolicyTerms withCarbonCapKg(double kg) {
        return new PolicyTerms(kg, blackouts, closures, caps);
    }

    public PolicyTerms withClosures(List<Closure> value) {
        return new PolicyTerms(carbonCapKg, blackouts, value, caps);
    }

    public PolicyTerms withCaps(List<Cap> value) {
        return new PolicyTerms(carbonCapKg, blackouts, closures, value);
    }

    public boolean capsCarbon() {
        return carbonCapKg < Double.POSITIVE_INFINITY;
    }
}
