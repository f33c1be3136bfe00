package dev.flexgate.negotiation;

/**
 * What an energy agent opens with: its forecasts per MWh of IT work, and the most it can give.
 *
 * @param moneyPerMwh forecast price, facility overhead included
 * @param carbonKgPerMwh forecast carbon, facility overhead included
 * @param capacityWatts IT power for flexible work
 */
public record SiteOffer(int site, Series moneyPerMwh, Series carbonKgPerMwh, WholeSeries capacityWatts) {}
