package dev.flexgate.negotiation;

/**
 * What the energy agent of a site knows: its forecasts and what it has to offer.
 *
 * @param id name of the site, unique in its problem
 * @param pue facility energy over IT energy, at least 1
 * @param pricePerMwh currency per MWh of facility energy, a period each; may be negative
 * @param carbonKgPerMwh kg CO2e per MWh of facility energy (numerically g/kWh), a period each
 * @param capacityMw IT power free for flexible work, a period each; a period without a forecast has none
 */
public record SiteTerms(String id, double pue, Series pricePerMwh, Series carbonKgPerMwh, Series capacityMw) {

    public SiteTerms {
        if (!(pue >= 1 && pue < 100)) {
            throw new IllegalArgumentException("site " + id + ": a PUE is 1 or more, not " + pue);
        }
        if (pricePerMwh.size() != capacityMw.size() || carbonKgPerMwh.size() != capacityMw.size()) {
            throw new IllegalArgumentException("site " + id + ": price, carbon and capacity of one length");
        }
        for (int period = 0; period < capacityMw.size(); period++) {
            if (capacityMw.at(period) < 0) {
                throw new IllegalArgumentException("site " + id + ": capacity below zero in period " + period);
            }
        }
    }

    public int periods() {
        return capacityMw.size();
    }
}
