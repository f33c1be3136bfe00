package dev.flexgate.planning;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.workload.Site;
import java.util.List;

/**
 * A site with what is forecast for it.
 *
 * @param site as it stood
 * @param forecasts carbon, then price
 * @param tariffs a half-hour of the grid each
 */
record SiteCase(Site site, List<ForecastUsed> forecasts, List<Tariff> tariffs) {

    SiteCase {
        forecasts = List.copyOf(forecasts);
        tariffs = List.copyOf(tariffs);
    }

    /** What a kWh at the meter is forecast to cost, in carbon and in money. */
    record Tariff(Band<CarbonIntensity> carbon, Provenance carbonFrom, Band<EnergyPrice> price, Provenance priceFrom) {}
}
