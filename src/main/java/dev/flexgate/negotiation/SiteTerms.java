package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;

/**
 * What the energy agent of a site knows: its forecasts and what it has to offer.
 *
 * @param id name of the site, unique in its problem
 * @param pue facility energy over IT energy, at least 1
 * @param pricePerMwh currency per MWh of facility energy, a period each; may be negative
 * @param carbonKgPerMwh kg CO2e per MWh of facility energy (numerically g/kWh), a period each
 * @param capacityMw IT power free for flexible work, a period each; a period without a forecast has none
 * @param ceilings what else the IT power free for flexible work may not exceed
 */
public record SiteTerms(
        String id, double pue, Series pricePerMwh, Series carbonKgPerMwh, Series capacityMw, List<Ceiling> ceilings) {

    /**
     * A limit of the power that flexible work may draw, told apart from capacity by whoever asks what binds.
     *
     * @param mostMw IT power for flexible work, a period each
     */
    public record Ceiling(Kind kind, Series mostMw) {

        /** Whose limit it is. */
        public enum Kind {
            /** What the grid connection carries. */
            IMPORT_LIMIT,
            /** What the site's operator allows at once. */
            PEAK_LIMIT
        }
    }

    public SiteTerms {
        ceilings = List.copyOf(ceilings);
        if (!(pue >= 1 && pue < 100)) {
            throw new IllegalArgumentException("site " + id + ": a PUE is 1 or more, not " + pue);
        }
        if (pricePerMwh.size() != capacityMw.size() || carbonKgPerMwh.size() != capacityMw.size()) {
            throw new IllegalArgumentException("site " + id + ": price, carbon and capacity of one length");
        }
        refuseBelowZero(id, capacityMw);
        for (Ceiling ceiling : ceilings) {
            if (ceiling.mostMw().size() != capacityMw.size()) {
                throw new IllegalArgumentException("site " + id + ": ceilings and capacity of one length");
            }
            refuseBelowZero(id, ceiling.mostMw());
        }
    }

    /** A site that nothing but its capacity limits. */
    public SiteTerms(String id, double pue, Series pricePerMwh, Series carbonKgPerMwh, Series capacityMw) {
        this(id, pue, pricePerMwh, carbonKgPerMwh, capacityMw, List.of());
    }

    private static void refuseBelowZero(String id, Series powerMw) {
        for (int period = 0; period < powerMw.size(); period++) {
            if (powerMw.at(period) < 0) {
                throw new IllegalArgumentException("site " + id + ": capacity below zero in period " + period);
            }
        }
    }

    public int periods() {
        return capacityMw.size();
    }

    /** The same site at other prices. */
    public SiteTerms priced(Series otherPerMwh) {
        return new SiteTerms(id, pue, otherPerMwh, carbonKgPerMwh, capacityMw, ceilings);
    }

    public SiteTerms under(Ceiling ceiling) {
        List<Ceiling> all = new ArrayList<>(ceilings);
        all.add(ceiling);
        return new SiteTerms(id, pue, pricePerMwh, carbonKgPerMwh, capacityMw, all);
    }

    /** IT power free for flexible work, every ceiling heeded. */
    public double roomMw(int period) {
        double room = capacityMw.at(period);
        for (Ceiling ceiling : ceilings) {
            room = Math.min(room, ceiling.mostMw().at(period));
        }
        return room;
    }

    /** The same without the ceilings of some kinds. */
    SiteTerms without(List<Ceiling.Kind> kinds) {
        List<Ceiling> kept =
                ceilings.stream().filter(each -> !kinds.contains(each.kind())).toList();
        return new SiteTerms(id, pue, pricePerMwh, carbonKgPerMwh, capacityMw, kept);
    }
}
