package dev.flexgate.negotiation;

/** How an energy agent speaks for one site: its offer at the opening and its prices in each round. */
public final class EnergyRules {

    private EnergyRules() {}

    /** The opening: forecasts per MWh of IT work, that is times the PUE, and capacity in whole watts. */
    public static SiteOffer offer(int site, SiteTerms terms) {
        int periods = terms.periods();
        double[] money = new double[periods];
        double[] carbon = new double[periods];
        long[] watts = new long[periods];
        for (int period = 0; period < periods; period++) {
            money[period] = terms.pue() * terms.pricePerMwh().at(period);
            carbon[period] = terms.pue() * terms.carbonKgPerMwh().at(period);
            watts[period] = Units.wattsDown(terms.roomMw(period));
        }
        return new SiteOffer(site, Series.of(money), Series.of(carbon), WholeSeries.of(watts));
    }

    /** The price of each period to a job that minds money alone: forecast plus scarcity, currency per MWh of IT work. */
    public static PriceSchedule announce(SiteOffer offer, Announcement announcement) {
        int periods = offer.moneyPerMwh().size();
        double[] price = new double[periods];
        for (int period = 0; period < periods; period++) {
            price[period] =
                    offer.moneyPerMwh().at(period) + announcement.scarcityPerMwh(offer.site() * periods + period);
        }
        return new PriceSchedule(announcement.round(), offer.site(), Series.of(price));
    }
}
