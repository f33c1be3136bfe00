package dev.flexgate;

import dev.flexgate.feed.Known;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.market.Outturns;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** What electricity really emitted, as the providers of carbon intensity measured it: nothing else passes for it. */
record MeasuredCarbon(Supplier<List<Site>> sites, Readings readings, InstantSource clock) implements Outturns {

    @Override
    public Optional<CarbonMass> measured(SiteId site, SortedMap<Instant, Energy> facilityEnergy) {
        return sites.get().stream()
                .filter(each -> each.id().equals(site))
                .findFirst()
                .flatMap(each -> measured(new Zone(each.grid().carbonZone()), facilityEnergy));
    }

    private Optional<CarbonMass> measured(Zone zone, SortedMap<Instant, Energy> facilityEnergy) {
        var window =
                new Interval(facilityEnergy.firstKey(), facilityEnergy.lastKey().plus(HalfHours.STEP));
        Map<Instant, BigDecimal> grams = new HashMap<>();
        for (Known known : readings.known(zone, Signal.CARBON_INTENSITY, window, clock.instant())) {
            if (known.reading().quality() == Quality.MEASURED) {
                grams.put(known.reading().valid().start(), known.reading().value());
            }
        }
        CarbonMass sum = CarbonMass.ZERO;
        for (var each : facilityEnergy.entrySet()) {
            BigDecimal intensity = grams.get(each.getKey());
            if (intensity == null) {
                return Optional.empty();
            }
            sum = sum.plus(CarbonIntensity.ofGramsPerKwh(intensity).of(each.getValue()));
        }
        return Optional.of(sum);
    }
}
