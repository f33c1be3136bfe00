package dev.flexgate.negotiation;

import java.util.List;

/** The opening offers of all sites, cell by cell: a cell is a site and a period, {@code site * periods + period}. */
final class Offers {

    final int sites;
    final int periods;
    final double periodHours;
    final double mwhPerWattPeriod;
    final double[] moneyPerMwh;
    final double[] carbonKgPerMwh;
    final long[] capacityWatts;

    Offers(List<SiteOffer> offers, int periods, double periodHours, PolicyTerms policy) {
        this.sites = offers.size();
        this.periods = periods;
        this.periodHours = periodHours;
        this.mwhPerWattPeriod = Units.mwhPerWattPeriod(periodHours);
        moneyPerMwh = new double[sites * periods];
        carbonKgPerMwh = new double[sites * periods];
        capacityWatts = new long[sites * periods];
        for (SiteOffer offer : offers) {
            for (int period = 0; period < periods; period++) {
                int cell = offer.site() * periods + period;
                moneyPerMwh[cell] = offer.moneyPerMwh().at(period);
                carbonKgPerMwh[cell] = offer.carbonKgPerMwh().at(period);
                capacityWatts[cell] = offer.capacityWatts().at(period);
            }
        }
        policy.blackouts().forEach(each -> close(each.site(), each.from(), each.until()));
        policy.closures().stream()
                .filter(each -> each.jobs().isEmpty())
                .forEach(each -> close(each.site(), each.from(), each.until()));
    }

    private void close(int site, int from, int until) {
        for (int period = Math.max(0, from); period < Math.min(periods, until); period++) {
            capacityWatts[site * periods + period] = 0;
        }
    }

    int cells() {
        return sites * periods;
    }

    int siteOf(int cell) {
        return cell / periods;
    }

    int periodOf(int cell) {
        return cell % periods;
    }
}
