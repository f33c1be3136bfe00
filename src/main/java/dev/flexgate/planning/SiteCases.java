package dev.flexgate.planning;

import dev.flexgate.forecast.Forecast;
import dev.flexgate.forecast.ForecastPoint;
import dev.flexgate.forecast.Quantiles;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.workload.Site;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Joins a site with its forecasts, in exact quantities. */
final class SiteCases {

    private SiteCases() {}

    static SiteCase of(Site site, Forecast carbon, Forecast price, PlanCurrency currency) {
        PlanCurrency.Rate rate = currency.of(price.zone());
        List<SiteCase.Tariff> tariffs = new ArrayList<>();
        for (int period = 0; period < carbon.points().size(); period++) {
            ForecastPoint grams = carbon.points().get(period);
            ForecastPoint money = price.points().get(period);
            tariffs.add(new SiteCase.Tariff(
                    band(grams.value()).map(CarbonIntensity::ofGramsPerKwh),
                    grams.provenance(),
                    band(money.value()).map(rate::price),
                    rate.of(money.provenance())));
        }
        return new SiteCase(site, List.of(used(carbon), used(price)), tariffs);
    }

    private static Band<BigDecimal> band(Quantiles value) {
        return new Band<>(value.p10(), value.p50(), value.p90());
    }

    private static ForecastUsed used(Forecast forecast) {
        return new ForecastUsed(
                forecast.id(),
                forecast.zone().code(),
                forecast.signal().name(),
                forecast.issuedAt(),
                forecast.quality(),
                forecast.sha256());
    }
}
