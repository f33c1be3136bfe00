package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Offered.Link;
import dev.flexgate.feed.Offered.Order;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shares of nine fuels by the UK Carbon Intensity API: what came nationally, what is forecast for a region. The
 * provider rounds each to a tenth of a percent, so they sum to 99.8 to 100.1.
 */
final class UkGenerationMix {

    static final Map<String, Signal> FUELS = Map.of(
            "biomass", Signal.MIX_BIOMASS,
            "coal", Signal.MIX_COAL,
            "imports", Signal.MIX_IMPORTS,
            "gas", Signal.MIX_GAS,
            "nuclear", Signal.MIX_NUCLEAR,
            "other", Signal.MIX_OTHER,
            "hydro", Signal.MIX_HYDRO,
            "solar", Signal.MIX_SOLAR,
            "wind", Signal.MIX_WIND);

    private static final int PERIODS_MAX = 1_000;
    private static final int PERCENT_MAX = 100;

    private UkGenerationMix() {}

    static Provider national(Order order, Link link) {
        return new Asked(order, wanted -> {
            String path = "/generation/" + UkCarbonIntensity.time(wanted.start()) + "/"
                    + UkCarbonIntensity.time(wanted.end());
            JsonNode body = link.http().json(link.at(path));
            JsonNode periods = AnswerFields.list(body, "/data", PERIODS_MAX);
            Instant now = link.clock().instant();
            List<Interval> due = Asked.ended(wanted, now.minus(Duration.ofHours(1)));
            return Asked.received(
                    order, shares(order, periods, Quality.MEASURED), now, due, UkCarbonIntensity.next(now));
        });
    }

    static Provider regional(Order order, Link link) {
        int region = UkCarbonIntensity.region(new Zone(order.as()));
        return new Asked(order, wanted -> {
            String path = "/regional/intensity/" + UkCarbonIntensity.time(wanted.start()) + "/fw48h/regionid/" + region;
            JsonNode periods =
                    UkCarbonIntensityAnswer.periodsOfRegion(link.http().json(link.at(path)), region);
            Instant now = link.clock().instant();
            return Asked.received(
                    order,
                    shares(order, periods, Quality.PROVIDER_FORECAST),
                    now,
                    wanted.stream().limit(UkCarbonIntensity.FORECAST_HALF_HOURS).toList(),
                    UkCarbonIntensity.next(now));
        });
    }

    private static List<Reading> shares(Order order, JsonNode periods, Quality quality) {
        var readings = new ArrayList<Reading>();
        Set<Instant> seen = new HashSet<>();
        for (JsonNode period : periods) {
            Interval valid = UkCarbonIntensityAnswer.valid(period);
            JsonNode mix = period.path("generationmix");
            if (!mix.isArray() || mix.size() > 2 * FUELS.size() || !seen.add(valid.start())) {
                throw Asked.wrongShape("a period without one generation mix");
            }
            Set<Signal> told = new HashSet<>();
            for (JsonNode fuel : mix) {
                Signal signal = FUELS.get(fuel.path("fuel").asText());
                if (signal == null || !told.add(signal)) {
                    throw Asked.wrongShape("a fuel that is unknown or there twice");
                }
                AnswerFields.number(fuel, "perc")
                        .map(share -> AnswerFields.within(share, PERCENT_MAX, "a share"))
                        .ifPresent(share -> readings.add(new Reading(order.zone(), signal, valid, share, quality)));
            }
        }
        if (readings.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "no shares");
        }
        return readings;
    }
}
