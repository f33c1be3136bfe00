package dev.flexgate.planning;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.util.Collections;
import java.util.List;

/** Socket: who sells a site's capacity says how much of it is spoken for. */
@FunctionalInterface
public interface Commitments {

    Commitments NONE = (_, grid) -> Collections.nCopies(grid.count(), Power.ZERO);

    /** IT power reserved or sold at {@code site}, one value a half-hour of {@code grid}. */
    List<Power> committed(SiteId site, HalfHours grid);
}
