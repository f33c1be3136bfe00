package dev.flexgate.market;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/** Socket: what a site's electricity really emitted, once that is known. */
@FunctionalInterface
public interface Outturns {

    Outturns UNKNOWN = (_, _) -> Optional.empty();

    /**
     * Emissions at measured intensities.
     *
     * @param facilityEnergy per half-hour
     * @return empty when the intensity of any of them is not known
     */
    Optional<CarbonMass> measured(SiteId site, SortedMap<Instant, Energy> facilityEnergy);
}
