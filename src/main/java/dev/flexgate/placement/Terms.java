package dev.flexgate.placement;

import dev.flexgate.forecast.Quantiles;
import dev.flexgate.quantity.Interval;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * What running a job in a region comes to: every term in its own unit and, at the stated rates, in one currency.
 *
 * @param pieces when it would run
 * @param energyKwh drawn from the grid, losses of the site included
 * @param meanGrams mean carbon intensity, gCO2/kWh
 * @param carbonKg emissions, those of moving its data included
 * @param transferKg the part of it that comes from moving data
 * @param energyCost what the energy costs, in the score's currency
 * @param priceCurrency in which the energy is priced
 * @param rate units of the score's currency for one of it
 * @param latency from home and back; empty where nobody knows
 * @param worth of each term in the score's currency
 * @param total of them all
 * @param room what is known of the room that it would take
 * @param vintages the forecasts that were used
 */
public record Terms(
        List<Interval> pieces,
        BigDecimal energyKwh,
        Quantiles meanGrams,
        Quantiles carbonKg,
        Quantiles transferKg,
        Quantiles energyCost,
        Currency priceCurrency,
        BigDecimal rate,
        Optional<Latency> latency,
        Worth worth,
        Quantiles total,
        Room room,
        List<Vintage> vintages) {

    public Terms {
        pieces = List.copyOf(pieces);
        vintages = List.copyOf(vintages);
    }

    /**
     * What the terms are worth in money.
     *
     * @param energy its price
     * @param carbon emissions at the worth of a kilogram
     * @param latency at the worth of a millisecond
     * @param transfer of data, by the gigabyte
     */
    public record Worth(Quantiles energy, Quantiles carbon, BigDecimal latency, BigDecimal transfer) {

        /** What is paid: energy and transfer, without what carbon and latency are only worth. */
        public Quantiles money() {
            return Bands.plus(energy, Quantiles.certain(transfer));
        }
    }

    /** What is known of the room that a job would take. */
    public enum Room {
        /** Free beside the standing plan. */
        BESIDE_PLAN,
        /** Within the site's limit; no plan says more of that time. */
        SITE_LIMIT,
        /** We have no site there. */
        NOT_OURS
    }
}
